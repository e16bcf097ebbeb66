package mock

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// The conventional names of codes that the mock itself has a use for, in the
// order in which they are looked for.
var (
	namesUnauthorized = []string{"unauthorized", "unauthenticated", "authentication_required", "authentication_failed", "invalid_api_key", "missing_api_key"}
	namesInvalid      = []string{"invalid_parameter", "invalid_parameters", "parameter_invalid", "invalid_argument", "validation_error", "validation_failed", "invalid_request", "invalid_request_error", "bad_request"}
	namesNotFound     = []string{"resource_not_found", "not_found", "route_not_found", "path_not_found"}
	namesMethod       = []string{"method_not_allowed"}
	namesTooLarge     = []string{"payload_too_large", "content_too_large", "request_too_large"}
	namesMedia        = []string{"unsupported_media_type"}
	namesRateLimit    = []string{"rate_limit_exceeded", "rate_limited", "too_many_requests", "rate_limit"}
	namesInProgress   = []string{"request_in_progress", "idempotency_key_in_use", "idempotency_conflict"}
)

// code finds the code for a purpose: one of the names, else the first of the
// statuses that the operation documents a code for. A nil operation: whichever
// operation documents it.
func (m *Model) code(op *operation, names []string, statuses ...int) (validate.Code, bool) {
	codes := m.contract.Codes()
	for _, name := range names {
		for _, c := range codes {
			if plain(c.Name) == name && m.possible(op, c) {
				return c, true
			}
		}
	}
	for _, status := range statuses {
		for _, c := range codes {
			if slices.Contains(c.Statuses, status) && m.possible(op, c) {
				return c, true
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

// codeOf finds the code for an operation and a status: of those that the table
// has for it, the one whose name is about what the path names, a general one, or
// the first.
func (m *Model) codeOf(op *operation, status int) (validate.Code, bool) {
	names := map[int][]string{401: namesUnauthorized, 404: namesNotFound, 405: namesMethod, 413: namesTooLarge,
		415: namesMedia, 429: namesRateLimit, 400: namesInvalid, 422: namesInvalid}[status]
	words := pathWords(op.PathTemplate)
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
	if strings.HasSuffix(word, "ies") {
		return strings.TrimSuffix(word, "ies") + "y"
	}
	return strings.TrimSuffix(word, "s")
}
