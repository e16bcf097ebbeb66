package contracttest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/apicontract/apicontract/validate"
)

// Run calls every operation of a server: each must succeed, and Run tries to trigger each of its
// documented errors. Every response is checked. Each outcome is a subtest, such as
// createVideo/402_insufficient_credit. It fails if the response breaks the contract, and is
// skipped, with the reason, if the server sends another outcome.
//
// A server that rejects every request with the right error breaks no rule, so Run requires
// successes: an operation that never succeeds fails its subtest, with the fields of cfg that may
// help. If several successes are documented, one is enough. The subtest is skipped if no valid
// request can be built or none may be sent.
//
// The server is cfg.Handler, or is at cfg.BaseURL. Run triggers an error
//
//   - with cfg.Provoke, if that returns true;
//   - with a request that should cause it: without credentials for a 401, an invalid request for a
//     400 or 422, an unknown ID for a 404, two requests at the same time with one Idempotency-Key
//     for a 409;
//   - with the Prefer header (RFC 7240) that mock servers support: error=CODE, code=STATUS. Run
//     first tests whether the server supports it, with an operation that changes nothing.
//
// With [RunConfig.Strict], no request without credentials and no invalid request may succeed.
//
// A finding stands under the operation whose response had it. Without the flag -v, each finding is
// shown once, and all output fits on a screen; what has no room is counted.
//
// The documented outcomes are the rows of a report's coverage: every response of every operation
// and, if the contract has an error table, every code of each. The share of outcomes that occurred
// must reach cfg.MinCoverage. At the end the test logs the counts, and the outcomes that did not
// occur with the reasons. A run that checked nothing fails, and so does one with a [Suppression]
// that is never used.
//
// On a server that is not on this machine, operations that may change data must be listed in
// cfg.Allow.
func Run(t *testing.T, cfg RunConfig) {
	t.Helper()
	runConformance(realTest{t}, cfg)
}

// A parentTest is a test that can have subtests.
type parentTest interface {
	testing.TB
	// runSubtest runs f as a subtest, unless a flag such as -run leaves the subtest out.
	runSubtest(name string, f func(parentTest))
	// isVerbose reports whether every subtest is shown, as by the flag -v.
	isVerbose() bool
}

type realTest struct{ *testing.T }

func (t realTest) runSubtest(name string, f func(parentTest)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Helper()
		f(realTest{t})
	})
}

func (realTest) isVerbose() bool { return testing.Verbose() }

func runConformance(t parentTest, cfg RunConfig) {
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
	r.current = op
	defer func() { r.current = nil }()
	r.reportPending(t, op)
	for _, o := range op.outcomes {
		t.runSubtest(o.subtestName(), func(t parentTest) {
			t.Helper()
			r.runOutcome(t, op, o)
		})
	}
	if err := op.missingSuccess(); err != nil && !t.Failed() { // the last success was left out by a flag
		r.failMissingSuccess(t, op, err)
	}
	if r.config.Strict {
		t.runSubtest("strict", func(t parentTest) {
			t.Helper()
			r.checkStrictly(t, op)
		})
	}
}

// runOutcome tries the strategies for one outcome until it occurs.
func (r *conformanceRun) runOutcome(t parentTest, op *operationRun, o *outcomeRun) {
	t.Helper()
	o.tried = true
	if o.exercised { // by the request for another outcome
		r.reportResultOf(t, op, o.result, o.at)
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

var errUnresponsive = fmt.Errorf("the server gave no response %d times in a row", maxUnresponsive)

// A strategy sends requests that should cause an outcome. Its error says why they did not. All
// functions on the way are helpers, so that findings show the line of the test that calls [Run].
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

// hookStrategy returns the strategy that calls the user's hook.
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
		q.how = "the request of Provoke"
		return r.sendAndCheck(t, op, o, q)
	}
}

var errHook = errors.New("Provoke returned false")

// An Outcome is an outcome that a contract documents for an operation.
type Outcome struct {
	Operation    string // operationId; empty if the document gives none
	Method       string // upper case
	PathTemplate string
	Status       int    // 0 if Response is not a status
	Response     string // the document's key if it is not a status: "4XX", "default"
	Code         string // code of the error table, empty if there is none
}

func outcomeOf(row validate.Coverage) Outcome {
	return Outcome{row.Operation, row.Method, row.PathTemplate, row.Status, row.Response, row.Code}
}
