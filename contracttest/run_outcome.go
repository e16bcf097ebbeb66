package contracttest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/request"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// An operationRun is the state of one operation in a conformance run.
type operationRun struct {
	validate.Operation
	request  *request.Operation
	outcomes []*outcomeRun
	refused  error // why the operation must not be called; nil if it may
	sent     map[string]error
	// sentInvalid lists the invalid requests that were sent, by description.
	sentInvalid map[string]bool
	pending     []pendingReport

	succeeded bool // a success occurred
}

func (op *operationRun) displayName() string { return cmp.Or(op.ID, op.Method+" "+op.PathTemplate) }

// An outcomeRun is the state of one documented outcome in a conformance run.
type outcomeRun struct {
	Outcome
	tried     bool
	exercised bool
	result    *validate.Result // of the exchange that exercised it
	at        validate.Occurrence
	reasons   []string
}

// subtestName returns the name of the subtest: 402_insufficient_credit.
func (o *outcomeRun) subtestName() string {
	return strings.ReplaceAll(o.displayName(), " ", "_")
}

// displayName returns the outcome for messages: 402 insufficient_credit.
func (o *outcomeRun) displayName() string {
	status := o.Response
	if o.Status != 0 {
		status = strconv.Itoa(o.Status)
	}
	return strings.TrimSpace(status + " " + o.Code)
}

func (o *outcomeRun) addReason(err error) {
	if text := err.Error(); !slices.Contains(o.reasons, text) {
		o.reasons = append(o.reasons, text)
	}
}

func (o *outcomeRun) reasonText() string {
	return strings.Join(o.reasons, "; ")
}

// hasSuccessStatus reports whether a valid request may get the outcome. For a default response it
// does so only if the document has no other success.
func (op *operationRun) hasSuccessStatus(o *outcomeRun) bool {
	if o.Status != 0 {
		return o.Status < http.StatusBadRequest
	}
	good := func(key string) bool { return strings.HasPrefix(key, "2") || strings.HasPrefix(key, "3") }
	return good(o.Response) || strings.EqualFold(o.Response, "default") && !slices.ContainsFunc(op.Statuses, good)
}

// coversStatus reports whether a status belongs to the outcome, whatever its code.
func (op *operationRun) coversStatus(o *outcomeRun, status int) bool {
	if o.Status != 0 {
		return o.Status == status
	}
	return o.Response == spec.FindResponse(op.Statuses, status, func(key string) string { return key })
}

// tableCode is a code as outcomes have it: a status whose schema lists no codes is
// exercised by any code that the table lacks.
func (r *conformanceRun) tableCode(code string) string {
	if _, found := r.contract.LookupCode(code); !found {
		return ""
	}
	return code
}

// recordResult marks the outcomes that a response exercises. A response with a different status
// than asked for exercises none, except that a valid request may get any success. It reports
// whether the response exercised an outcome whose own test is still to run.
func (op *operationRun) recordResult(asked *outcomeRun, code string, v *validate.Result, at validate.Occurrence) (ahead bool) {
	success := op.isSuccess(asked) && v.Status < http.StatusBadRequest
	if !success && !op.coversStatus(asked, v.Status) {
		return false
	}
	for _, o := range op.outcomes {
		if !op.coversStatus(o, v.Status) || o.Code != code {
			continue
		}
		op.succeeded = op.succeeded || success && op.isSuccess(o)
		if !o.exercised {
			o.exercised, o.result, o.at = true, v, at
			ahead = ahead || !o.tried
		}
	}
	return ahead
}

// operationsOf returns the operations to call, each with its documented outcomes.
func (r *conformanceRun) operationsOf(rows []validate.Coverage) []*operationRun {
	var all []*operationRun
	byName := make(map[string]*operationRun)
	for _, op := range r.contract.Operations() {
		if !r.isSelected(op) {
			r.excluded++
			continue
		}
		d := &operationRun{Operation: op, sent: make(map[string]error), sentInvalid: make(map[string]bool)}
		d.request, _ = r.model.Operation(op.Method, op.PathTemplate)
		d.refused = r.refusalReason(d)
		byName[op.Method+" "+op.PathTemplate] = d
		all = append(all, d)
	}
	for _, row := range rows {
		if d := byName[row.Method+" "+row.PathTemplate]; d != nil {
			d.outcomes = append(d.outcomes, &outcomeRun{Outcome: outcomeOf(row)})
		}
	}
	return all
}

// isSelected reports whether the validator's options include an operation.
func (r *conformanceRun) isSelected(op validate.Operation) bool {
	path := braced.ReplaceAllString(op.PathTemplate, "sample")
	x := validate.Exchange{Request: validate.Request{Method: op.Method, URL: "//" + localHost + path}, Response: validate.Response{Status: 204}}
	v := r.validator.Check(&x)
	return v.Skipped != validate.SkipExcluded
}
