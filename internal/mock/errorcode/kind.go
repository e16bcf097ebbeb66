// Package errorcode chooses codes of an error table and writes their messages. A contract does not
// say which code is for which purpose, so the package uses conventional names and statuses.
package errorcode

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// A Kind is a reason for which a server rejects a request.
type Kind struct {
	reason   string   // a sentence for the client
	names    []string // conventional codes, the best first
	retry    validate.RetryClass
	statuses []int // the best first
}

// The kinds of errors that the mock itself needs.
var (
	Unauthorized = Kind{"The request carries no credentials.", []string{"unauthorized", "unauthenticated", "authentication_required", "authentication_failed", "invalid_api_key", "missing_api_key"},
		validate.RetryAccount, []int{401}}
	Invalid = Kind{"The request does not conform to the document.", []string{"invalid_parameter", "invalid_parameters", "parameter_invalid", "invalid_argument", "validation_error", "validation_failed", "invalid_request", "invalid_request_error", "bad_request"},
		validate.RetryChange, []int{400, 422}}
	UnsupportedMediaType = Kind{"The operation does not document the media type of the body.", append([]string{"unsupported_media_type"}, Invalid.names...), validate.RetryChange, []int{415, 400, 422}}
	TooManyRequests      = Kind{"The rate limit of this mock is exceeded.", []string{"rate_limit_exceeded", "rate_limited", "too_many_requests", "rate_limit"}, validate.RetryWait, []int{429}}
	InProgress           = Kind{"A request with this Idempotency-Key is still running.", []string{"request_in_progress", "idempotency_key_in_use", "idempotency_conflict"}, validate.RetrySameKey, []int{409}}
	NotFound             = Kind{"The contract has no such path.", []string{"resource_not_found", "not_found", "route_not_found", "path_not_found"}, validate.RetryChange, []int{404}}
	MethodNotAllowed     = Kind{"The contract has this path, but not with this method.", append([]string{"method_not_allowed"}, NotFound.names...), validate.RetryChange, []int{405, 404}}
)

// kindFor returns the usual kind of error for a status, the zero Kind if there is none.
func kindFor(status int) Kind {
	return map[int]Kind{401: Unauthorized, 404: NotFound, 405: MethodNotAllowed, 415: UnsupportedMediaType, 429: TooManyRequests,
		400: Invalid, 422: Invalid}[status]
}

// Reason returns a sentence for the client that says why the request is rejected.
func (k Kind) Reason() string { return k.reason }

// Statuses returns the usual statuses of the kind, the best first. There is at
// least one.
func (k Kind) Statuses() []int { return k.statuses }

// ChooseCode returns the best code for the kind: the first conventional name, else a
// code with the first usual status, preferably of the kind's retry class.
func (k Kind) ChooseCode(codes []validate.ErrorCode) (validate.ErrorCode, bool) {
	for _, name := range k.names {
		if i := slices.IndexFunc(codes, func(c validate.ErrorCode) bool { return normalizeName(c.Name) == name }); i >= 0 {
			return codes[i], true
		}
	}
	for _, status := range k.statuses {
		if c, ok := k.chooseByStatus(codes, status); ok {
			return c, true
		}
	}
	return validate.ErrorCode{}, false
}

func (k Kind) chooseByStatus(codes []validate.ErrorCode, status int) (first validate.ErrorCode, found bool) {
	for _, c := range codes {
		if !slices.Contains(c.Statuses, status) {
			continue
		}
		if c.Retry == k.retry {
			return c, true
		}
		if !found {
			first, found = c, true
		}
	}
	return first, found
}

// normalizeName returns a code's name in conventional form: the last part of a URI, in lower case,
// with underscores.
func normalizeName(name string) string {
	name = strings.TrimRight(name, "/")
	name = name[strings.LastIndexAny(name, "/#:")+1:]
	return strings.ReplaceAll(strings.ToLower(name), "-", "_")
}
