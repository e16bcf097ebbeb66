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

// A server that refuses everything in the right words keeps every rule. That it
// works, only successes show: so each operation's has to come.

// isSuccess reports whether an outcome is a success: what a right request leads to.
func (op *operationRun) isSuccess(o *outcomeRun) bool { return o.Code == "" && op.hasSuccessStatus(o) }

// isDone reports whether nothing more need be tried for an outcome. A default response
// that an error came as is no success yet.
func (op *operationRun) isDone(o *outcomeRun) bool {
	return o.exercised && (op.succeeded || !op.isSuccess(o))
}

// isLastSuccess reports whether an outcome is the last success of an operation: of several,
// one is enough.
func (op *operationRun) isLastSuccess(o *outcomeRun) bool {
	for _, other := range slices.Backward(op.outcomes) {
		if op.isSuccess(other) {
			return other == o
		}
	}
	return false
}

// missingSuccess says what came to a right request instead of a success; nil if one came, or
// if no right request was sent.
func (op *operationRun) missingSuccess() error {
	err := op.sent[validRequestStrategy]
	if _, ok := errors.AsType[buildError](err); ok || op.succeeded {
		return nil
	}
	return err
}

// failMissingSuccess fails the test for a success that never came.
func (r *conformanceRun) failMissingSuccess(t parentTest, op *operationRun, err error) {
	t.Helper()
	t.Errorf("%s: its success never came: %v; %svalidate.WithExclude(%q) in Config.Options leaves the operation out",
		op.displayName(), err, op.suggestFix(err), op.displayName())
}

// suggestFix says what else to set, as far as what came tells it.
func (op *operationRun) suggestFix(err error) string {
	o, ok := errors.AsType[*unexpectedOutcome](err)
	if !ok {
		return ""
	}
	switch o.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "set Config.Header to the credentials that the server takes, or "
	case http.StatusNotFound:
		if names := op.unknownNames(o.param); len(names) > 0 {
			return "set " + valuesOf(names) + " to " + existingPhrase(names) + ", or "
		}
		return "see whether the server has the path, or "
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		if o.param != "" {
			return "set " + valuesOf([]string{o.param}) + " to what the server takes, or "
		}
		return "set Config.Values for what the server minds, or "
	}
	return ""
}

// unknownNames are the names of what a 404 may be about: what it says itself, or
// else the parameters of the path.
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
		words[i] = fmt.Sprintf("Config.Values[%q]", name)
	}
	return strings.Join(words, " and ")
}

func existingPhrase(names []string) string {
	if len(names) > 1 {
		return "such as exist"
	}
	return "one that exists"
}

// An unexpectedOutcome is what came in place of what was asked for.
type unexpectedOutcome struct {
	how    string // "to a right request"
	status int
	code   string
	param  string // the last name of the one that the error says is at fault
}

func (o *unexpectedOutcome) Error() string {
	return o.how + " came " + strings.TrimSpace(strconv.Itoa(o.status)+" "+render.Printable(o.code))
}

func (r *conformanceRun) outcomeError(q *preparedRequest, a *serverResponse) error {
	return &unexpectedOutcome{q.how, a.status, a.code, r.paramIn(a.content)}
}

var lastName = regexp.MustCompile(`([A-Za-z_][\w-]{0,63})[^A-Za-z_]*$`)

// paramIn is the name of what an error says is at fault, without the places that lead
// to it, as [Config.Values] has names: voice_id of scenes[0].voice_id. Empty: none.
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

// A buildError is why no request could be made.
type buildError struct{ error }
