package contracttest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// A preferSupport is whether a server supports the Prefer header.
type preferSupport int

const (
	preferUntested preferSupport = iota
	preferSupported
	preferIgnored
)

var (
	errPreferIgnored  = errors.New("the server ignores the Prefer header: set Config.Provoke")
	errPreferUntested = errors.New("whether the server supports the Prefer header cannot be tried with an operation that changes nothing: set Config.Provoke")
	errNoStatus       = errors.New("the document gives it no status to ask for")
)

// preferStrategy asks the server for the outcome, as mock servers offer.
func (r *conformanceRun) preferStrategy(op *operationRun, o *outcomeRun) strategy {
	return func(t parentTest) error {
		t.Helper()
		if op.statusOf(o) == 0 {
			return errNoStatus
		}
		if r.preferSupport == preferUntested {
			r.testPrefer(t)
		}
		switch {
		case op.isDone(o): // by asking
			return nil
		case r.preferSupport == preferSupported, r.preferSupport == preferUntested && r.isLocal:
			return r.sendPreference(t, op, o)
		case r.preferSupport == preferUntested:
			return errPreferUntested
		}
		return errPreferIgnored
	}
}

func (r *conformanceRun) sendPreference(t parentTest, op *operationRun, o *outcomeRun) error {
	t.Helper()
	q, err := r.validRequest(t, op)
	if err != nil {
		return err
	}
	preference := "code=" + strconv.Itoa(op.statusOf(o))
	if o.Code != "" {
		preference = "error=" + quoteToken(o.Code) + ", " + preference
	}
	q.Header.Set("Prefer", preference)
	q.how = "to Prefer: " + preference
	return r.sendAndCheck(t, op, o, q)
}

// statusOf is a status to ask for, to come to an outcome: its own, or the first that
// a range or the default response is. 0: there is none.
func (op *operationRun) statusOf(o *outcomeRun) int {
	if o.Status != 0 {
		return o.Status
	}
	for _, status := range []int{500, 503, 400, 404, 409, 200, 201, 303} {
		if op.coversStatus(o, status) && (status < 400) == op.hasSuccessStatus(o) {
			return status
		}
	}
	return 0
}

// quoteToken writes a code as a token, or as a quoted string if it is none (RFC 9110,
// section 5.6).
func quoteToken(code string) string {
	for _, c := range code {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", c) {
			return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(code) + `"`
		}
	}
	return code
}

// maxPreferTests is how many operations a server is asked to find out whether it supports Prefer.
const maxPreferTests = 3

// testPrefer finds out whether the server supports Prefer, with operations that change
// nothing: one that does not would do what the request says.
func (r *conformanceRun) testPrefer(t parentTest) {
	t.Helper()
	for _, op := range r.operations {
		if o := op.unlikelyOutcome(); o != nil && op.request.IsSafe() && r.preferSupport == preferUntested && !r.isUnresponsive() {
			_ = r.sendPreference(t, op, o) // what matters is what it shows
		}
	}
}

// notePreferSupport enters what a response shows of the server: it says that it applied a
// preference, or has a status that did not come by itself. After a few that show
// nothing, it is taken for one that does not.
func (r *conformanceRun) notePreferSupport(op *operationRun, o *outcomeRun, q *preparedRequest, a *serverResponse) {
	if q.Header.Get("Prefer") == "" {
		return
	}
	applied := strings.ToLower(a.header.Get("Preference-Applied"))
	switch {
	case op.coversStatus(o, a.status) || strings.Contains(applied, "error") || strings.Contains(applied, "code"):
		r.preferSupport = preferSupported
	case r.preferSupport == preferUntested:
		if r.preferTests++; r.preferTests >= maxPreferTests {
			r.preferSupport = preferIgnored
		}
	}
}

// unlikelyOutcome is an outcome of an operation that does not come about by itself; nil if
// there is none.
func (op *operationRun) unlikelyOutcome() *outcomeRun {
	if op.refused != nil {
		return nil
	}
	for _, o := range op.outcomes {
		if o.Status > http.StatusBadRequest && !op.mayHappen(o.Status) {
			return o
		}
	}
	return nil
}

// mayHappen reports whether a request that was made up may well get a status.
func (op *operationRun) mayHappen(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity:
		return true
	case http.StatusNotFound:
		return strings.Contains(op.PathTemplate, "{")
	}
	return false
}
