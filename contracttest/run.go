package contracttest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/apicontract/apicontract/validate"
)

// Run drives a server through the contract: each operation's success, and each of
// its documented errors that can be provoked. Every response is judged. Each
// outcome is a subtest, createVideo/402_insufficient_credit, which fails if the
// response breaks the contract, and is skipped with the reason if another outcome
// came than was asked for.
//
// A success is not left to chance, for a server that refuses everything in the right
// words breaks no rule: an operation whose success does not come fails its subtest,
// with what to set in cfg so that it does. Of several that are documented, one is
// enough. It is skipped where no request can be made, or none may be sent.
//
// The server is cfg.Handler, or is at cfg.BaseURL. An error comes about
//
//   - by cfg.Provoke, if that knows a way;
//   - by itself: without credentials for a 401, by a request that breaks the
//     document for a 400 or 422, by an ID that nobody has for a 404, by two
//     requests at once with one Idempotency-Key for a 409;
//   - by asking for it, as mock servers offer: Prefer: error=CODE, code=STATUS (RFC
//     7240). Whether the server heeds that is tried first with an operation that
//     changes nothing.
//
// Documented outcomes are the rows of a report's coverage: every response of every
// operation, and where the contract has an error table every code of each. The
// share that came about has to reach cfg.MinCoverage. In the end the test logs
// figures, and what was not provoked and why. A run that judged nothing fails, as
// does one that a [Known] violation was not seen in.
//
// On a server that is not on this machine, operations that may change something
// need to be allowed by cfg.Allow.
func Run(t *testing.T, cfg Config) {
	t.Helper()
	run(realTest{t}, cfg)
}

// subtests is a test that has tests below it.
type subtests interface {
	testing.TB
	// sub runs f as a test below it. It does not if the test is left out, such as
	// by the flag -run.
	sub(name string, f func(subtests))
}

type realTest struct{ *testing.T }

func (t realTest) sub(name string, f func(subtests)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Helper()
		f(realTest{t})
	})
}

func run(t subtests, cfg Config) {
	t.Helper()
	r, err := newRunner(t, &cfg)
	if err != nil {
		t.Errorf("contracttest: %s", hints.Text(err))
		return
	}
	defer r.close()
	for _, op := range r.operations {
		t.sub(op.name(), func(t subtests) {
			t.Helper()
			r.drive(t, op)
		})
	}
	r.finish(t)
}

// drive tries each outcome of an operation.
func (r *runner) drive(t subtests, op *driven) {
	t.Helper()
	for _, o := range op.outcomes {
		t.sub(o.name(), func(t subtests) {
			t.Helper()
			r.outcome(t, op, o)
		})
	}
	if err := op.barren(); err != nil && !t.Failed() { // the last success was left out
		r.lack(t, op, err)
	}
}

// outcome tries all ways to one outcome, until it comes about.
func (r *runner) outcome(t subtests, op *driven, o *outcome) {
	t.Helper()
	o.tried = true
	if o.exercised { // by a request for another one
		r.tell(t, o.verdict, o.at)
		return
	}
	r.attempt(t, op, o)
	err := op.barren()
	switch {
	case t.Failed():
	case err != nil && op.last(o):
		r.lack(t, op, err)
	case !o.exercised:
		t.Skipf("not provoked: %s", o.why())
	}
}

func (r *runner) attempt(t subtests, op *driven, o *outcome) {
	t.Helper()
	for _, way := range r.ways(op, o) {
		if op.done(o) {
			return
		}
		if r.mute() {
			o.reason(errMute)
			return
		}
		if err := way(t); err != nil {
			o.reason(err)
		}
	}
}

var errMute = fmt.Errorf("the server gave no response %d times running", maxMute)

// A way sends what should lead to an outcome. The error says why it did not. All on
// the way are helpers, so that findings show the line of the test that calls [Run].
type way func(t subtests) error

func (r *runner) ways(op *driven, o *outcome) []way {
	switch {
	case op.refused != nil:
		return []way{func(subtests) error { return op.refused }}
	case r.config.Provoke == nil:
		return append(r.natural(op, o), r.preferring(op, o))
	}
	return append(append([]way{r.hooked(op, o)}, r.natural(op, o)...), r.preferring(op, o))
}

// hooked leaves it to the user's hook.
func (r *runner) hooked(op *driven, o *outcome) way {
	return func(t subtests) error {
		t.Helper()
		q, err := r.right(t, op)
		if err != nil {
			return err
		}
		if !r.config.Provoke(q.Request, o.Outcome) {
			return errHook
		}
		q.how = "as Provoke made it"
		return r.try(t, op, o, q)
	}
}

var errHook = errors.New("the hook Provoke knows no way")

// An Outcome is one that a contract documents for an operation.
type Outcome struct {
	Operation    string // operationId; empty if the document gives none
	Method       string // upper case
	PathTemplate string
	Status       int    // 0: any that Response stands for
	Response     string // the document's key where it is not the status itself: "4XX", "default"
	Code         string // of the error table; empty otherwise
}

func outcomeOf(row validate.Coverage) Outcome {
	return Outcome{row.Operation, row.Method, row.PathTemplate, row.Status, row.Response, row.Code}
}
