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

// An order is an answer that somebody wants: a request by its Prefer field, a
// [Rule], or a call of [Server.Fail] or [Server.Respond].
type order struct {
	Error   string        // code of the error table
	Status  int           // documented status
	Example string        // name of an example of the document
	Body    *body         // content; nil: the document's
	Fault   fault.Fault   // what goes wrong on the way
	Latency time.Duration // before the answer

	polite bool // only for a right request; a wrong one gets its error
	queued bool // the queue has the answer, once the request is found right
}

// preferred returns the order of a Prefer header.
func preferred(p prefer.Options) order {
	return order{Error: p.Error, Status: p.Status, Example: p.Example, Fault: p.Fault, Latency: p.Delay}
}

// decides reports whether the order says what to answer, and not only how.
func (o *order) decides() bool {
	return o.Error != "" || o.Status != 0 || o.Example != "" || o.Body != nil
}

// over lays o over what another order says: the answer is one of the two, the
// rest is o's where it says something.
func (o order) over(other order) order {
	merged := o
	if !o.decides() && !o.queued {
		merged.Error, merged.Status, merged.Example, merged.Body = other.Error, other.Status, other.Example, other.Body
		merged.polite, merged.queued = other.polite, other.queued
	}
	merged.Fault = cmp.Or(o.Fault, other.Fault)
	merged.Latency = cmp.Or(o.Latency, other.Latency)
	return merged
}

// serve makes what an order decides on. The error says why it cannot be, and
// what could.
func (mk *maker) serve(about *responseContext, o order) (*response.Response, error) {
	switch {
	case o.Error != "":
		return mk.serveError(about, o)
	case o.Example != "":
		return mk.serveExample(about, o)
	case o.Body != nil:
		return mk.serveBody(about, o)
	}
	return mk.serveStatus(about, cmp.Or(o.Status, about.op.success()))
}

func (mk *maker) serveError(about *responseContext, o order) (*response.Response, error) {
	c, ok := mk.contract.LookupCode(o.Error)
	if !ok {
		return nil, mk.noCode(o.Error)
	}
	status, ok := about.op.statusOf(c)
	if !ok {
		return nil, fmt.Errorf("%s documents no status that %q could have; it documents %s",
			about.op.name(), c.Name, strings.Join(about.op.Statuses, ", "))
	}
	if o.Status != 0 && o.Status != status {
		return nil, fmt.Errorf("%q belongs to status %d, not to %d; leave the status out", c.Name, status, o.Status)
	}
	a, ok := mk.fail(about, c, errorDetails{})
	if !ok {
		return nil, fmt.Errorf("%s documents no JSON content for status %d, which %q would stand in", about.op.name(), status, c.Name)
	}
	return a, nil
}

// serveExample answers with a named example: of the status if it is given, else
// of the success, else of whichever response has it.
func (mk *maker) serveExample(about *responseContext, o order) (*response.Response, error) {
	statuses := []int{o.Status}
	if o.Status == 0 {
		statuses = append([]int{about.op.success()}, about.op.statuses()...)
	}
	for _, status := range statuses {
		a, ok := mk.respond(about, status, o.Example)
		if !ok {
			continue
		}
		if c, ok := mk.contract.LookupCode(mk.codeIn(a)); ok {
			mk.setRetryAfter(a, about.op.response(status), c, 0)
		}
		return a, nil
	}
	return nil, fmt.Errorf("%s documents no example called %q%s; %s", about.op.name(), o.Example, underStatus(o.Status),
		otherExample(o.Example, about.op.exampleNames(o.Status)))
}

func underStatus(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprintf(" under status %d", status)
}

// codeIn is the error code of an answer; empty if it has none.
func (mk *maker) codeIn(a *response.Response) string {
	return jsonvalue.GetString(decode(a.Body), mk.envelope.Code)
}

func (mk *maker) serveStatus(about *responseContext, status int) (*response.Response, error) {
	if c, ok := mk.codeForStatus(about.op, status); ok {
		if a, ok := mk.fail(about, c, errorDetails{status: status}); ok {
			return a, nil
		}
	}
	if a, ok := mk.respond(about, status, ""); ok {
		return a, nil
	}
	return nil, noStatus(about.op, status)
}

func noStatus(op *operation, status int) error {
	return fmt.Errorf("%s documents no status %d; it documents %s", op.name(), status, strings.Join(op.Statuses, ", "))
}

// check says why an order can never be fulfilled by the operations that a pattern
// means, whatever the request; nil if for some it can.
func (m *Model) check(wanted string, o order) error {
	if err := checkPattern("operation", wanted); err != nil {
		return err
	}
	if err := o.sound(); err != nil {
		return err
	}
	if _, ok := m.contract.LookupCode(o.Error); o.Error != "" && !ok {
		return m.noCode(o.Error)
	}
	var meant, able []*operation
	for _, op := range m.operations {
		if !op.named(wanted) {
			continue
		}
		meant = append(meant, op)
		if m.can(op, o) {
			able = append(able, op)
		}
	}
	switch {
	case able != nil && o.Body != nil:
		return m.checkBody(able, o)
	case able != nil:
		return nil
	case meant == nil:
		return m.noOperation(wanted)
	case o.Example != "" && o.Error == "":
		return fmt.Errorf("no such operation documents %s; %s", o.what(), otherExample(o.Example, exampleNames(meant, o.Status)))
	}
	return fmt.Errorf("no such operation documents %s", o.what())
}

// can reports whether an operation documents what an order asks for. Whether it
// documents a body, the judge says.
func (m *Model) can(op *operation, o order) bool {
	switch {
	case o.Error != "":
		c, _ := m.contract.LookupCode(o.Error)
		status, ok := op.statusOf(c)
		return ok && (o.Status == 0 || o.Status == status)
	case o.Example != "":
		return slices.Contains(op.exampleNames(o.Status), o.Example)
	}
	return o.Status == 0 || op.response(o.Status) != nil
}

func (o order) what() string {
	switch {
	case o.Error != "":
		return fmt.Sprintf("a status that %q could have%s", o.Error, underStatus(o.Status))
	case o.Example != "":
		return fmt.Sprintf("an example called %q%s", o.Example, underStatus(o.Status))
	}
	return fmt.Sprintf("status %d", o.Status)
}

// sound says what is wrong with an order by itself.
func (o order) sound() error {
	switch {
	case o.Status != 0 && (o.Status < 200 || o.Status > 599):
		return fmt.Errorf("%d is no status code of a final response", o.Status)
	case o.Body != nil && (o.Error != "" || o.Example != ""):
		return errors.New("a body is an answer by itself: leave error and example out")
	case o.Latency < 0 || o.Latency > prefer.MaxDelay:
		return fmt.Errorf("a latency of %s is not between 0 and %s", o.Latency, prefer.MaxDelay)
	}
	if _, ok := fault.Lookup(string(o.Fault)); o.Fault != "" && !ok {
		return noFault(o.Fault)
	}
	return nil
}
