package validate

import (
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/spec"
)

// findRetired finds the retired call that a request is. A host on which it is found is the
// contract's.
func (c *exchangeCheck) findRetired() {
	switch {
	case c.v.levels[OperationRetired] == LevelOff:
		return
	case c.op != nil:
		c.retired = c.op.retired
	default:
		c.retired = c.v.retired.find(c.x.Request.Method, &c.match.Target, c.match.HostMatched)
	}
	c.isRetired = c.retired != nil
	c.match.HostMatched = c.match.HostMatched || c.isRetired
}

// reportRetired reports a call that the contract lists as retired. If the document describes
// it, its response is checked by its schema, but not by the error table, which is about
// the operations of today.
func (c *exchangeCheck) reportRetired() {
	call := c.retired
	message, when := retiredMessage(call, c.x)
	c.addViolation(OperationRetired, violationDetails{
		location: call.Location,
		subject:  when,
		message:  message,
		expected: expectedSuccessor(call),
		actual:   c.requestMethod() + " " + c.retiredPath() + c.legacyError(),
	})
}

// retiredPath is the path as the table has it, or the request's if one entry of the table is
// for many.
func (c *exchangeCheck) retiredPath() string {
	if c.op != nil {
		return c.op.PathTemplate
	}
	if c.retired.HasWildcard() {
		return c.v.contract.pathText(c.match.Path)
	}
	return c.retired.Path
}

// retiredMessage says since when a call is retired, by the time of the exchange, and what
// replaces it. Calls before and after the day are different findings, which when tells apart.
func retiredMessage(call *spec.RetiredCall, x *Exchange) (message, when string) {
	message = "the call is retired"
	if !call.Date.IsZero() {
		start, known := x.startDate()
		day := call.Date.Format(time.DateOnly)
		switch {
		case !known:
			message += " from " + day + " on"
		case start.Before(call.Date):
			message += " from " + day + " on, which is after this call"
			when = "before " + day
		default:
			message += " since " + day + ", which is before this call"
			when = "since " + day
		}
	}
	if call.Successor != "" {
		message += "; " + call.Successor + " replaces it"
	}
	if note := strings.TrimSuffix(call.Note, "."); note != "" {
		message += " (" + note + ")"
	}
	return message, when
}

func expectedSuccessor(call *spec.RetiredCall) string {
	if call.Successor == "" {
		return "a call that is not retired"
	}
	return call.Successor
}

// legacyError says that the response is an error in the format of another version of the
// API, which is right for such a call.
func (c *exchangeCheck) legacyError() string {
	if c.Status < 400 || c.v.contract.table == nil || c.x.Response.BodyMissing != "" || len(c.x.Response.Body) == 0 {
		return ""
	}
	value, err := c.decodeBody()
	if err != nil {
		return ""
	}
	if format := c.v.contract.legacyFormatOf(c.ctx, value); format != nil {
		return ", answered with an error in the format of " + format.name
	}
	return ""
}
