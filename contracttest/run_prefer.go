package contracttest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// A preferSupport says whether a server supports the Prefer header.
type preferSupport int

const (
	preferUntested preferSupport = iota
	preferSupported
	preferIgnored
)

var (
	errPreferIgnored  = errors.New("the server ignores the Prefer header: set RunConfig.Provoke")
	errPreferUntested = errors.New("whether the server supports the Prefer header cannot be tested, because no operation is safe to call: set RunConfig.Provoke")
	errNoStatus       = errors.New("the document has no status to request for it")
)

// preferStrategy returns the strategy that requests the outcome with the Prefer header.
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
		case op.isDone(o): // by testPrefer
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
	q.how = "Prefer: " + preference
	return r.sendAndCheck(t, op, o, q)
}

// statusOf returns the status to request for an outcome: its own, or the first common one that its
// range or default response covers; 0 if there is none.
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

// quoteToken writes a code as a token, or as a quoted string if it is not a token (RFC 9110,
// section 5.6).
func quoteToken(code string) string {
	for _, c := range code {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", c) {
			return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(code) + `"`
		}
	}
	return code
}

// maxPreferTests is the number of operations that test whether a server supports Prefer.
const maxPreferTests = 3

// testPrefer tests whether the server supports Prefer. It only calls operations that change
// nothing, because a server without support would run the operation.
func (r *conformanceRun) testPrefer(t parentTest) {
	t.Helper()
	for _, op := range r.operations {
		if o := op.unlikelyOutcome(); o != nil && op.request.IsSafe() && r.preferSupport == preferUntested && !r.isUnresponsive() {
			_ = r.sendPreference(t, op, o) // the response sets preferSupport
		}
	}
}

// notePreferSupport learns from a response whether the server supports Prefer: it does if it sends
// Preference-Applied or a status that a valid request cannot get. After maxPreferTests responses
// without either, it does not.
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

// unlikelyOutcome returns an outcome that a valid request cannot get, nil if there is none.
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

// mayHappen reports whether a generated request may get a status without Prefer.
func (op *operationRun) mayHappen(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity:
		return true
	case http.StatusNotFound:
		return strings.Contains(op.PathTemplate, "{")
	}
	return false
}
