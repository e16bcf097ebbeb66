package mock

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/prefer"
	"github.com/apicontract/apicontract/internal/mock/response"
)

// An override changes the response to a request. It comes from the request's Prefer
// header, a [Rule], or a call of [Server.Fail] or [Server.Respond].
type override struct {
	Error   string        // a code of the error table
	Status  int           // a documented status
	Example string        // the name of an example of the document
	Body    *overrideBody // nil means that of the document
	Fault   fault.Fault
	Latency time.Duration // before the response

	validRequestsOnly bool // an invalid request gets its own error
	queued            bool // the override with the outcome is still in the queue, until the request is valid
}

// preferredOverride returns the override of a Prefer header.
func preferredOverride(p prefer.Options) override {
	return override{Error: p.Error, Status: p.Status, Example: p.Example, Fault: p.Fault, Latency: p.Delay}
}

// hasOutcome reports whether the override sets the response itself, and not only its
// fault or latency.
func (o *override) hasOutcome() bool {
	return o.Error != "" || o.Status != 0 || o.Example != "" || o.Body != nil
}

// merge fills the gaps of o from other: the outcome, the fault and the latency, each if o has none.
func (o override) merge(other override) override {
	merged := o
	if !o.hasOutcome() && !o.queued {
		merged.Error, merged.Status, merged.Example, merged.Body = other.Error, other.Status, other.Example, other.Body
		merged.validRequestsOnly, merged.queued = other.validRequestsOnly, other.queued
	}
	merged.Fault = cmp.Or(o.Fault, other.Fault)
	merged.Latency = cmp.Or(o.Latency, other.Latency)
	return merged
}

// serveOverride returns the response of an override. The error says why there is none, and suggests
// the closest valid name.
func (mk *responseMaker) serveOverride(about *responseContext, o override) (*response.Response, error) {
	switch {
	case o.Error != "":
		return mk.serveError(about, o)
	case o.Example != "":
		return mk.serveExample(about, o)
	case o.Body != nil:
		return mk.serveBody(about, o)
	}
	return mk.serveStatus(about, cmp.Or(o.Status, about.op.successStatus()))
}

func (mk *responseMaker) serveError(about *responseContext, o override) (*response.Response, error) {
	c, ok := mk.contract.LookupCode(o.Error)
	if !ok {
		return nil, mk.unknownCodeError(o.Error)
	}
	status, ok := about.op.statusOf(c)
	if !ok {
		return nil, fmt.Errorf("%s documents no status that %q could have; it documents %s",
			about.op.displayName(), c.Name, strings.Join(about.op.Statuses, ", "))
	}
	if o.Status != 0 && o.Status != status {
		return nil, fmt.Errorf("%q belongs to status %d, not to %d; leave the status out", c.Name, status, o.Status)
	}
	a, ok := mk.errorResponse(about, c, errorDetails{})
	if !ok {
		return nil, fmt.Errorf("%s documents no JSON content for status %d, which %q needs", about.op.displayName(), status, c.Name)
	}
	return a, nil
}

// serveExample returns a response with a named example: of the status if it is given,
// else of the success, else of the first response that has it.
func (mk *responseMaker) serveExample(about *responseContext, o override) (*response.Response, error) {
	statuses := []int{o.Status}
	if o.Status == 0 {
		statuses = append([]int{about.op.successStatus()}, about.op.documentedStatuses()...)
	}
	for _, status := range statuses {
		a, ok := mk.documentedResponse(about, status, o.Example)
		if !ok {
			continue
		}
		if c, ok := mk.contract.LookupCode(mk.codeIn(a)); ok {
			mk.setRetryAfter(a, about.op.responseFor(status), c, 0)
		}
		return a, nil
	}
	return nil, fmt.Errorf("%s documents no example called %q%s; %s", about.op.displayName(), o.Example, underStatus(o.Status),
		otherExample(o.Example, about.op.exampleNames(o.Status)))
}

func underStatus(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprintf(" under status %d", status)
}

// codeIn returns the error code of a response, empty if it has none.
func (mk *responseMaker) codeIn(a *response.Response) string {
	return jsonvalue.GetString(decodeJSON(a.Body), mk.envelope.Code)
}

func (mk *responseMaker) serveStatus(about *responseContext, status int) (*response.Response, error) {
	if c, ok := mk.codeForStatus(about.op, status); ok {
		if a, ok := mk.errorResponse(about, c, errorDetails{status: status}); ok {
			return a, nil
		}
	}
	if a, ok := mk.documentedResponse(about, status, ""); ok {
		return a, nil
	}
	if len(about.unwritten) > 0 {
		return nil, noResponseError(about)
	}
	return nil, unknownStatusError(about.op, status)
}

func unknownStatusError(op *operation, status int) error {
	return fmt.Errorf("%s documents no status %d; it documents %s", op.displayName(), status, strings.Join(op.Statuses, ", "))
}

// checkOverride returns an error if none of the operations that match a pattern can
// ever serve an override, whatever the request.
func (m *Model) checkOverride(pattern string, o override) error {
	if err := checkPattern("operation", pattern); err != nil {
		return err
	}
	if err := o.checkValues(); err != nil {
		return err
	}
	if _, ok := m.contract.LookupCode(o.Error); o.Error != "" && !ok {
		return m.unknownCodeError(o.Error)
	}
	var matching, able []*operation
	for _, op := range m.operations {
		if !op.matchesPattern(pattern) {
			continue
		}
		matching = append(matching, op)
		if m.supports(op, o) {
			able = append(able, op)
		}
	}
	switch {
	case able != nil && o.Body != nil:
		return m.checkBody(able, o)
	case able != nil:
		return nil
	case matching == nil:
		return m.unknownOperationError(pattern)
	case o.Example != "" && o.Error == "":
		return fmt.Errorf("no matching operation documents %s; %s", o.outcomeText(), otherExample(o.Example, exampleNames(matching, o.Status)))
	}
	return fmt.Errorf("no matching operation documents %s", o.outcomeText())
}

// supports reports whether an operation documents the outcome of an override. A body
// is checked separately, by checkBody.
func (m *Model) supports(op *operation, o override) bool {
	switch {
	case o.Error != "":
		c, _ := m.contract.LookupCode(o.Error)
		status, ok := op.statusOf(c)
		return ok && (o.Status == 0 || o.Status == status)
	case o.Example != "":
		return slices.Contains(op.exampleNames(o.Status), o.Example)
	}
	return o.Status == 0 || op.responseFor(o.Status) != nil
}

func (o override) outcomeText() string {
	switch {
	case o.Error != "":
		return fmt.Sprintf("a status that %q could have%s", o.Error, underStatus(o.Status))
	case o.Example != "":
		return fmt.Sprintf("an example called %q%s", o.Example, underStatus(o.Status))
	}
	return fmt.Sprintf("status %d", o.Status)
}

// checkValues returns an error for an override that no contract can serve.
func (o override) checkValues() error {
	switch {
	case o.Status != 0 && (o.Status < 200 || o.Status > 599):
		return fmt.Errorf("%d is not a status code of a final response", o.Status)
	case o.Body != nil && (o.Error != "" || o.Example != ""):
		return errors.New("a body is a complete response: remove error and example")
	case o.Latency < 0 || o.Latency > prefer.MaxDelay:
		return fmt.Errorf("a latency of %s is not between 0 and %s", o.Latency, prefer.MaxDelay)
	}
	if _, ok := fault.Lookup(string(o.Fault)); o.Fault != "" && !ok {
		return unknownFaultError(o.Fault)
	}
	return nil
}
