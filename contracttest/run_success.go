package contracttest

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/render"
)

// A server that rejects every request with the right error breaks no rule. Only successes show that
// it works, so each operation must succeed.

// isSuccess reports whether an outcome is a success, which a valid request gets.
func (op *operationRun) isSuccess(o *outcomeRun) bool { return o.Code == "" && op.hasSuccessStatus(o) }

// isDone reports whether an outcome needs no further strategy. A default response that was an error
// is not a success yet.
func (op *operationRun) isDone(o *outcomeRun) bool {
	return o.exercised && (op.succeeded || !op.isSuccess(o))
}

// isLastSuccess reports whether an outcome is the last success of an operation: if several are
// documented, one is enough.
func (op *operationRun) isLastSuccess(o *outcomeRun) bool {
	for _, other := range slices.Backward(op.outcomes) {
		if op.isSuccess(other) {
			return other == o
		}
	}
	return false
}

// missingSuccess returns what a valid request got instead of a success; nil if it got one, or if no
// valid request was sent.
func (op *operationRun) missingSuccess() error {
	err := op.sent[validRequestStrategy]
	if _, ok := errors.AsType[buildError](err); ok || op.succeeded {
		return nil
	}
	return err
}

// failMissingSuccess fails the test for an operation that never succeeded.
func (r *conformanceRun) failMissingSuccess(t parentTest, op *operationRun, err error) {
	t.Helper()
	r.failOperation(t, op, fmt.Sprintf("%s: no request succeeded: %v; %svalidate.WithExclude(%q) in RunConfig.Options excludes the operation, and RunConfig.Include names those that the server has",
		op.displayName(), err, op.suggestFix(err), op.displayName()))
}

// suggestFix says which fields of Config to set, as far as the response shows it.
func (op *operationRun) suggestFix(err error) string {
	o, ok := errors.AsType[*unexpectedOutcome](err)
	if !ok {
		return ""
	}
	switch o.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "set RunConfig.Header to valid credentials, or "
	case http.StatusNotFound:
		if names := op.unknownNames(o.param); len(names) > 0 {
			return "set " + valuesOf(names) + " to " + existingPhrase(names) + ", or "
		}
		return "check that the server has the path, or "
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		if o.param != "" {
			return "set " + valuesOf([]string{o.param}) + " to a valid value, or "
		}
		return "set RunConfig.Values for the rejected value, or "
	}
	return ""
}

// unknownNames returns the names of the values that a 404 may be about: the error's param, or else
// the parameters of the path.
func (op *operationRun) unknownNames(param string) []string {
	if param != "" {
		return []string{param}
	}
	names := braced.FindAllString(op.PathTemplate, -1)
	for i := range names {
		names[i] = strings.Trim(names[i], "{}")
	}
	return names
}

func valuesOf(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = fmt.Sprintf("RunConfig.Values[%q]", name)
	}
	return strings.Join(words, " and ")
}

func existingPhrase(names []string) string {
	if len(names) > 1 {
		return "existing values"
	}
	return "an existing value"
}

// An unexpectedOutcome is the outcome that occurred instead of the requested one.
type unexpectedOutcome struct {
	how    string // "a valid request"
	status int
	code   string
	param  string // last name in the error's param
}

func (o *unexpectedOutcome) Error() string {
	return o.how + " got " + strings.TrimSpace(strconv.Itoa(o.status)+" "+render.Printable(o.code))
}

func (r *conformanceRun) outcomeError(q *preparedRequest, a *serverResponse) error {
	return &unexpectedOutcome{q.how, a.status, a.code, r.paramIn(a.content)}
}

var lastName = regexp.MustCompile(`([A-Za-z_][\w-]{0,63})[^A-Za-z_]*$`)

// paramIn returns the name in the error's param without the path to it, as in [RunConfig.Values]:
// voice_id for scenes[0].voice_id. It is empty if there is none.
func (r *conformanceRun) paramIn(content []byte) string {
	if r.envelope == nil {
		return ""
	}
	body, _ := jsonvalue.Decode(content)
	if m := lastName.FindStringSubmatch(jsonvalue.GetString(body, r.envelope.Param)); m != nil {
		return m[1]
	}
	return ""
}

// A buildError says why no request could be built.
type buildError struct{ error }
