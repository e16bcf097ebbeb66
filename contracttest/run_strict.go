package contracttest

import (
	"fmt"
	"net/http"
)

// maxStrictInvalid is the number of invalid requests that a strict run sends to an operation.
const maxStrictInvalid = 50

// checkStrictly sends every request that no server may accept and that was not sent yet.
func (r *conformanceRun) checkStrictly(t parentTest, op *operationRun) {
	t.Helper()
	if op.refused != nil {
		return
	}
	// No response exercises this outcome: the requests are not sent for one.
	none := &outcomeRun{Outcome: Outcome{Status: 999}}
	if _, sent := op.sent[withoutCredentialsStrategy]; !sent && op.request.NeedsCredentials() {
		_ = r.sendWithoutCredentials(t, op, none) // only a success counts
	}
	flaws, _ := op.request.InvalidVariants(r.requestOptions()) // the subtest of the success reports an error
	for _, flaw := range flaws[:min(len(flaws), maxStrictInvalid)] {
		if op.sentInvalid[flaw.Description] || r.isUnresponsive() {
			continue
		}
		_ = r.sendVariant(t, op, none, flaw) // only a success counts
	}
}

// failAccepted fails a strict run for a success that the request must not have.
func (r *conformanceRun) failAccepted(t parentTest, op *operationRun, q *preparedRequest, status int) {
	t.Helper()
	if r.config.Strict && q.unacceptable && status >= http.StatusOK && status < http.StatusMultipleChoices {
		r.failOperation(t, op, fmt.Sprintf("%s: %s got %d, and RunConfig.Strict requires an error", op.displayName(), q.how, status))
	}
}
