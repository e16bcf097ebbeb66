package mock

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// A purpose is what the mock itself needs an error code for: which one that is,
// the contract does not say. The conventional names are looked for in their order,
// then the codes of the statuses, those first that go with the retry class.
type purpose struct {
	names    []string
	retry    validate.Retry
	statuses []int
}

var (
	unauthorized = purpose{[]string{"unauthorized", "unauthenticated", "authentication_required", "authentication_failed", "invalid_api_key", "missing_api_key"},
		validate.RetryAccount, []int{401}}
	invalid = purpose{[]string{"invalid_parameter", "invalid_parameters", "parameter_invalid", "invalid_argument", "validation_error", "validation_failed", "invalid_request", "invalid_request_error", "bad_request"},
		validate.RetryChange, []int{400, 422}}
	wrongMedia = purpose{append([]string{"unsupported_media_type"}, invalid.names...), validate.RetryChange, []int{415, 400, 422}}
	tooLarge   = purpose{[]string{"payload_too_large", "content_too_large", "request_too_large"}, validate.RetryChange, []int{413}}
	tooMany    = purpose{[]string{"rate_limit_exceeded", "rate_limited", "too_many_requests", "rate_limit"}, validate.RetryWait, []int{429}}
	inProgress = purpose{[]string{"request_in_progress", "idempotency_key_in_use", "idempotency_conflict"}, validate.RetrySameKey, []int{409}}
	notFound   = purpose{[]string{"resource_not_found", "not_found", "route_not_found", "path_not_found"}, validate.RetryChange, []int{404}}
	notAllowed = purpose{append([]string{"method_not_allowed"}, notFound.names...), validate.RetryChange, []int{405, 404}}
)

// code finds the code for a purpose among those whose status the operation
// documents. A nil operation: any does.
func (m *Model) code(op *operation, p purpose) (validate.Code, bool) {
	var possible []validate.Code
	for _, c := range m.contract.Codes() {
		if m.possible(op, c) {
			possible = append(possible, c)
		}
	}
	for _, name := range p.names {
		if i := slices.IndexFunc(possible, func(c validate.Code) bool { return plain(c.Name) == name }); i >= 0 {
			return possible[i], true
		}
	}
	for _, status := range p.statuses {
		for _, fits := range []func(validate.Retry) bool{func(r validate.Retry) bool { return r == p.retry }, func(validate.Retry) bool { return true }} {
			for _, c := range possible {
				if slices.Contains(c.Statuses, status) && fits(c.Retry) {
					return c, true
				}
			}
		}
	}
	return validate.Code{}, false
}

// plain is a code's name as a convention has it: the last part of a URI, with
// underscores.
func plain(name string) string {
	name = strings.TrimRight(name, "/")
	name = name[strings.LastIndexAny(name, "/#:")+1:]
	return strings.ReplaceAll(strings.ToLower(name), "-", "_")
}

func (m *Model) possible(op *operation, c validate.Code) bool {
	if op != nil {
		_, ok := op.statusOf(c)
		return ok
	}
	return m.witness(c) != nil
}

// witness is the first operation that documents a code's status.
func (m *Model) witness(c validate.Code) *operation {
	for _, op := range m.operations {
		if _, ok := op.statusOf(c); ok {
			return op
		}
	}
	return nil
}

// statusOf is the status that the operation answers a code with.
func (op *operation) statusOf(c validate.Code) (int, bool) {
	candidates := c.Statuses
	if len(candidates) == 0 {
		candidates = likely(c.Retry) // a range's or a default response lists it
	}
	for _, status := range candidates {
		if op.response(status) != nil {
			return status, true
		}
	}
	return 0, false
}

// likely are the statuses of errors, those first that go with a retry class.
func likely(r validate.Retry) []int {
	first := map[validate.Retry][]int{
		validate.RetryWait: {429}, validate.RetryPoll: {409}, validate.RetrySameKey: {409}, validate.RetryTransient: {503, 500},
		validate.RetryLater: {429, 503}, validate.RetryAccount: {403, 402}, validate.RetryChange: {400, 422},
	}[r]
	return append(first, 400, 404, 409, 422, 500, 503)
}

// usual is what a status mostly means.
func usual(status int) purpose {
	return map[int]purpose{401: unauthorized, 404: notFound, 405: notAllowed, 413: tooLarge, 415: wrongMedia, 429: tooMany,
		400: invalid, 422: invalid}[status]
}

// codeOf finds the code for an operation and a status: of those that the table
// has for it, the one whose name is about what the path names, a general one, or
// the first.
func (m *Model) codeOf(op *operation, status int) (validate.Code, bool) {
	return m.codeFor(status, pathWords(op.PathTemplate))
}

func (m *Model) codeFor(status int, words map[string]bool) (validate.Code, bool) {
	names := usual(status).names
	var best validate.Code
	most := -1
	for _, c := range m.contract.Codes() {
		if !slices.Contains(c.Statuses, status) {
			continue
		}
		score := 0
		if i := slices.Index(names, plain(c.Name)); i >= 0 {
			score = 1
		}
		if n := about(plain(c.Name), words); status == 404 && n > 0 {
			score = 1 + n
		}
		if score > most {
			best, most = c, score
		}
	}
	return best, most >= 0
}

// about counts the words of a code such as hyperframes_render_not_found that the
// path has, too; 0 if the path lacks one.
func about(code string, words map[string]bool) int {
	thing, ok := strings.CutSuffix(code, "_not_found")
	if !ok {
		return 0
	}
	parts := strings.Split(thing, "_")
	for _, part := range parts {
		if !words[singular(part)] {
			return 0
		}
	}
	return len(parts)
}

// pathWords are the words of a path template, in the singular.
func pathWords(template string) map[string]bool {
	words := make(map[string]bool)
	for _, word := range strings.FieldsFunc(strings.ToLower(template), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		words[singular(word)] = true
	}
	return words
}

func singular(word string) string {
	if stem, ok := strings.CutSuffix(word, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(word, "s")
}
