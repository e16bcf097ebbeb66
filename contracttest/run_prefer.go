package contracttest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// A heed is whether a server heeds the Prefer field.
type heed int

const (
	unasked heed = iota
	heeds
	heedsNot
)

var (
	errHeedsNot = errors.New("the server heeds no Prefer field: set Config.Provoke")
	errUnasked  = errors.New("whether the server heeds the Prefer field cannot be tried with an operation that changes nothing: set Config.Provoke")
	errNoStatus = errors.New("the document gives it no status to ask for")
)

// preferring asks the server for the outcome, as mock servers offer.
func (r *runner) preferring(op *driven, o *outcome) way {
	return func(t subtests) error {
		t.Helper()
		if op.statusOf(o) == 0 {
			return errNoStatus
		}
		if r.heed == unasked {
			r.ask(t)
		}
		switch {
		case op.done(o): // by asking
			return nil
		case r.heed == heeds, r.heed == unasked && r.here:
			return r.prefer(t, op, o)
		case r.heed == unasked:
			return errUnasked
		}
		return errHeedsNot
	}
}

func (r *runner) prefer(t subtests, op *driven, o *outcome) error {
	t.Helper()
	q, err := r.right(t, op)
	if err != nil {
		return err
	}
	preference := "code=" + strconv.Itoa(op.statusOf(o))
	if o.Code != "" {
		preference = "error=" + quoted(o.Code) + ", " + preference
	}
	q.Header.Set("Prefer", preference)
	q.how = "to Prefer: " + preference
	return r.try(t, op, o, q)
}

// statusOf is a status to ask for, to come to an outcome: its own, or the first that
// a range or the default response stands for. 0: there is none.
func (op *driven) statusOf(o *outcome) int {
	if o.Status != 0 {
		return o.Status
	}
	for _, status := range []int{500, 503, 400, 404, 409, 200, 201, 303} {
		if op.covers(o, status) && (status < 400) == op.succeeds(o) {
			return status
		}
	}
	return 0
}

// quoted writes a code as a token, or as a quoted string if it is none (RFC 9110,
// section 5.6).
func quoted(code string) string {
	for _, c := range code {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", c) {
			return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(code) + `"`
		}
	}
	return code
}

// maxAsked is how many operations a server is asked with whether it heeds Prefer.
const maxAsked = 3

// ask finds out whether the server heeds Prefer, with operations that change
// nothing: one that does not would do what the request says.
func (r *runner) ask(t subtests) {
	t.Helper()
	for _, op := range r.operations {
		if o := op.rare(); o != nil && op.request.Safe() && r.heed == unasked && !r.mute() {
			_ = r.prefer(t, op, o) // what matters is what it shows
		}
	}
}

// heeded enters what a response shows of the server: it says that it applied a
// preference, or has a status that did not come by itself. After a few that show
// nothing, it is taken for one that does not.
func (r *runner) heeded(op *driven, o *outcome, q *query, a *result) {
	if q.Header.Get("Prefer") == "" {
		return
	}
	applied := strings.ToLower(a.header.Get("Preference-Applied"))
	switch {
	case op.covers(o, a.status) || strings.Contains(applied, "error") || strings.Contains(applied, "code"):
		r.heed = heeds
	case r.heed == unasked:
		if r.asked++; r.asked >= maxAsked {
			r.heed = heedsNot
		}
	}
}

// rare is an outcome of an operation that does not come about by itself; nil if
// there is none.
func (op *driven) rare() *outcome {
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
func (op *driven) mayHappen(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity:
		return true
	case http.StatusNotFound:
		return strings.Contains(op.PathTemplate, "{")
	}
	return false
}
