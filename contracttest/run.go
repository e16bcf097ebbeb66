package contracttest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/apicontract/apicontract/validate"
)

// Run drives a server through the contract: each operation's success, and each of
// its documented errors that can be provoked. Every response is checked. Each
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
//     document for a 400 or 422, by an unknown ID for a 404, by two
//     requests at once with one Idempotency-Key for a 409;
//   - by asking for it, as mock servers offer: Prefer: error=CODE, code=STATUS (RFC
//     7240). Whether the server supports that is tried first with an operation that
//     changes nothing.
//
// Documented outcomes are the rows of a report's coverage: every response of every
// operation, and where the contract has an error table every code of each. The
// share that came about has to reach cfg.MinCoverage. In the end the test logs
// figures, and what was not provoked and why. A run that checked nothing fails, as
// does one that a [Suppression] violation was not seen in.
//
// On a server that is not on this machine, operations that may change something
// need to be allowed by cfg.Allow.
func Run(t *testing.T, cfg Config) {
	t.Helper()
	runConformance(realTest{t}, cfg)
}

// parentTest is a test that has tests below it.
type parentTest interface {
	testing.TB
	// runSubtest runs f as a test below it. It does not if the test is left out, such as
	// by the flag -run.
	runSubtest(name string, f func(parentTest))
}

type realTest struct{ *testing.T }

func (t realTest) runSubtest(name string, f func(parentTest)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Helper()
		f(realTest{t})
	})
}

func runConformance(t parentTest, cfg Config) {
	t.Helper()
	r, err := newConformanceRun(t, &cfg)
	if err != nil {
		t.Errorf("contracttest: %s", hints.Text(err))
		return
	}
	defer r.closeServer()
	for _, op := range r.operations {
		t.runSubtest(op.displayName(), func(t parentTest) {
			t.Helper()
			r.runOperation(t, op)
		})
	}
	r.finishRun(t)
}

// runOperation tries each outcome of an operation.
func (r *conformanceRun) runOperation(t parentTest, op *operationRun) {
	t.Helper()
	for _, o := range op.outcomes {
		t.runSubtest(o.subtestName(), func(t parentTest) {
			t.Helper()
			r.runOutcome(t, op, o)
		})
	}
	if err := op.missingSuccess(); err != nil && !t.Failed() { // the last success was left out
		r.failMissingSuccess(t, op, err)
	}
}

// runOutcome tries all ways to one outcome, until it comes about.
func (r *conformanceRun) runOutcome(t parentTest, op *operationRun, o *outcomeRun) {
	t.Helper()
	o.tried = true
	if o.exercised { // by a request for another one
		r.reportToSubtest(t, o.result, o.at)
		return
	}
	r.tryStrategies(t, op, o)
	err := op.missingSuccess()
	switch {
	case t.Failed():
	case err != nil && op.isLastSuccess(o):
		r.failMissingSuccess(t, op, err)
	case !o.exercised:
		t.Skipf("not provoked: %s", o.reasonText())
	}
}

func (r *conformanceRun) tryStrategies(t parentTest, op *operationRun, o *outcomeRun) {
	t.Helper()
	for _, way := range r.strategies(op, o) {
		if op.isDone(o) {
			return
		}
		if r.isUnresponsive() {
			o.addReason(errUnresponsive)
			return
		}
		if err := way(t); err != nil {
			o.addReason(err)
		}
	}
}

var errUnresponsive = fmt.Errorf("the server gave no response %d times running", maxUnresponsive)

// A strategy sends what should lead to an outcome. The error says why it did not. All on
// the way are helpers, so that findings show the line of the test that calls [Run].
type strategy func(t parentTest) error

func (r *conformanceRun) strategies(op *operationRun, o *outcomeRun) []strategy {
	switch {
	case op.refused != nil:
		return []strategy{func(parentTest) error { return op.refused }}
	case r.config.Provoke == nil:
		return append(r.builtinStrategies(op, o), r.preferStrategy(op, o))
	}
	return append(append([]strategy{r.hookStrategy(op, o)}, r.builtinStrategies(op, o)...), r.preferStrategy(op, o))
}

// hookStrategy leaves it to the user's hook.
func (r *conformanceRun) hookStrategy(op *operationRun, o *outcomeRun) strategy {
	return func(t parentTest) error {
		t.Helper()
		q, err := r.validRequest(t, op)
		if err != nil {
			return err
		}
		if !r.config.Provoke(q.Request, o.Outcome) {
			return errHook
		}
		q.how = "as Provoke made it"
		return r.sendAndCheck(t, op, o, q)
	}
}

var errHook = errors.New("the hook Provoke knows no way")

// An Outcome is one that a contract documents for an operation.
type Outcome struct {
	Operation    string // operationId; empty if the document gives none
	Method       string // upper case
	PathTemplate string
	Status       int    // 0: any that Response is
	Response     string // the document's key where it is not the status itself: "4XX", "default"
	Code         string // of the error table; empty otherwise
}

func outcomeOf(row validate.Coverage) Outcome {
	return Outcome{row.Operation, row.Method, row.PathTemplate, row.Status, row.Response, row.Code}
}
