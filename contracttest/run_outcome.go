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

// A driven operation is one that a run goes through.
type driven struct {
	validate.Operation
	request  *request.Operation
	outcomes []*outcome
	refused  error // why it is not called at all
	sent     map[string]error

	succeeded bool // a success came
}

func (op *driven) name() string { return cmp.Or(op.ID, op.Method+" "+op.PathTemplate) }

// An outcome is what is known of a documented outcome.
type outcome struct {
	Outcome
	tried     bool
	exercised bool
	verdict   *validate.Verdict // of the exchange that exercised it
	at        validate.Occurrence
	reasons   []string
}

// name is that of the subtest: 402_insufficient_credit.
func (o *outcome) name() string {
	return strings.ReplaceAll(o.label(), " ", "_")
}

// label is the outcome in prose: 402 insufficient_credit.
func (o *outcome) label() string {
	status := o.Response
	if o.Status != 0 {
		status = strconv.Itoa(o.Status)
	}
	return strings.TrimSpace(status + " " + o.Code)
}

func (o *outcome) reason(err error) {
	if text := err.Error(); !slices.Contains(o.reasons, text) {
		o.reasons = append(o.reasons, text)
	}
}

func (o *outcome) why() string {
	return strings.Join(o.reasons, "; ")
}

// succeeds reports whether an outcome is one that a right request leads to. A
// default response is, if the document has no other.
func (op *driven) succeeds(o *outcome) bool {
	if o.Status != 0 {
		return o.Status < http.StatusBadRequest
	}
	good := func(key string) bool { return strings.HasPrefix(key, "2") || strings.HasPrefix(key, "3") }
	return good(o.Response) || strings.EqualFold(o.Response, "default") && !slices.ContainsFunc(op.Statuses, good)
}

// covers reports whether a status belongs to the outcome, code or no code.
func (op *driven) covers(o *outcome, status int) bool {
	if o.Status != 0 {
		return o.Status == status
	}
	return o.Response == spec.FindResponse(op.Statuses, status, func(key string) string { return key })
}

// saw enters what came in response to a request that asked for an outcome. What
// has another status than was asked for is nobody's merit, but that a right request
// may have any success. It reports whether that exercised an outcome whose own test
// is still to come.
func (op *driven) saw(asked *outcome, v *validate.Verdict, at validate.Occurrence) (ahead bool) {
	success := op.right(asked) && v.Status < http.StatusBadRequest
	if !success && !op.covers(asked, v.Status) {
		return false
	}
	for _, o := range op.outcomes {
		if !op.covers(o, v.Status) || o.Code != v.Code {
			continue
		}
		op.succeeded = op.succeeded || success && op.right(o)
		if !o.exercised {
			o.exercised, o.verdict, o.at = true, v, at
			ahead = ahead || !o.tried
		}
	}
	return ahead
}

// operationsOf are the operations to drive, each with its documented outcomes.
func (r *runner) operationsOf(rows []validate.Coverage) []*driven {
	var all []*driven
	byName := make(map[string]*driven)
	for _, op := range r.contract.Operations() {
		if !r.selected(op) {
			r.excluded++
			continue
		}
		d := &driven{Operation: op, sent: make(map[string]error)}
		d.request, _ = r.model.Operation(op.Method, op.PathTemplate)
		d.refused = r.refusal(d)
		byName[op.Method+" "+op.PathTemplate] = d
		all = append(all, d)
	}
	for _, row := range rows {
		if d := byName[row.Method+" "+row.PathTemplate]; d != nil {
			d.outcomes = append(d.outcomes, &outcome{Outcome: outcomeOf(row)})
		}
	}
	return all
}

// selected reports whether the validator's options leave an operation in.
func (r *runner) selected(op validate.Operation) bool {
	path := braced.ReplaceAllString(op.PathTemplate, "sample")
	x := validate.Exchange{Request: validate.Request{Method: op.Method, URL: "//" + local + path}, Response: validate.Response{Status: 204}}
	v := r.validator.Check(&x)
	return v.Skipped != validate.SkipExcluded
}
