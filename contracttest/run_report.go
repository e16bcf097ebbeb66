package contracttest

import "github.com/apicontract/apicontract/validate"

// A pendingReport waits for the subtest of its operation: the request was sent for another one.
type pendingReport struct {
	failure string           // empty if there is a result
	result  *validate.Result // nil if there is a failure
	at      validate.Occurrence
}

// reportResultOf reports the violations of a response under the operation that sent it.
func (r *conformanceRun) reportResultOf(t parentTest, op *operationRun, v *validate.Result, at validate.Occurrence) {
	t.Helper()
	r.report(t, op, pendingReport{result: v, at: at})
}

// failOperation fails the subtest of an operation.
func (r *conformanceRun) failOperation(t parentTest, op *operationRun, text string) {
	t.Helper()
	r.report(t, op, pendingReport{failure: text})
}

// report reports to the current subtest, or leaves that to the subtest of the report's operation.
func (r *conformanceRun) report(t parentTest, op *operationRun, p pendingReport) {
	t.Helper()
	if r.current != op {
		op.pending = append(op.pending, p)
		return
	}
	r.reportNow(t, op, p)
}

func (r *conformanceRun) reportNow(t parentTest, op *operationRun, p pendingReport) {
	t.Helper()
	log := runLog{t, r, op}
	if p.result == nil {
		log.Errorf("%s", p.failure)
		return
	}
	if r.screen.verbose { // each finding in full: the fix of a rule appears once in the run
		clear(r.reported)
	}
	for _, c := range r.unsuppressedFindings(log, p.result, p.at) {
		r.reportRunFinding(log, &c)
	}
}

// reportPending reports what requests for other operations found about this one.
func (r *conformanceRun) reportPending(t parentTest, op *operationRun) {
	t.Helper()
	pending := op.pending
	op.pending = nil
	for _, p := range pending {
		r.reportNow(t, op, p)
	}
}
