package contracttest

import (
	"errors"
	"fmt"
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
	errNoStatus = errors.New("the document gives it no status to ask for")
)

// preferring asks the server for the outcome, as mock servers offer.
func (r *runner) preferring(op *driven, o *outcome) way {
	return func(t subtests) error {
		if o.Status == 0 {
			return errNoStatus
		}
		if r.heed == unasked {
			r.ask(t, op)
		}
		if r.heed != heeds {
			return errHeedsNot
		}
		return r.prefer(t, op, o)
	}
}

func (r *runner) prefer(t subtests, op *driven, o *outcome) error {
	q, err := r.right(t, op)
	if err != nil {
		return err
	}
	preference := "code=" + strconv.Itoa(o.Status)
	if o.Code != "" {
		preference = "error=" + quoted(o.Code) + ", " + preference
	}
	q.Header.Set("Prefer", preference)
	q.how = "to Prefer: " + preference
	return r.try(t, op, o, q)
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
func (r *runner) ask(t subtests, current *driven) {
	asked := 0
	for _, op := range r.operations {
		if o := op.rare(); o != nil && op.request.Safe() && asked < maxAsked && r.heed != heeds {
			asked++
			_ = r.prefer(t, op, o) // what matters is what it shows
		}
	}
	if o := current.rare(); asked == 0 && o != nil && r.here {
		_ = r.prefer(t, current, o)
	}
	if r.heed == unasked {
		r.heed = heedsNot
	}
}

// heeded enters what a response shows of the server: it says that it applied a
// preference, or has a status that would not have come by itself.
func (r *runner) heeded(op *driven, o *outcome, q *query, a *answer) {
	if q.Header.Get("Prefer") == "" {
		return
	}
	applied := strings.ToLower(a.header.Get("Preference-Applied"))
	if op.covers(o, a.status) || strings.Contains(applied, "error") || strings.Contains(applied, "code") {
		r.heed = heeds
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

// came says what came instead of what was asked for.
func came(q *query, a *answer) error {
	text := strings.TrimSpace(strconv.Itoa(a.status) + " " + a.code)
	return fmt.Errorf("%s came %s", q.how, text)
}
