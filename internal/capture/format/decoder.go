package format

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// A Decoder decodes the entries of a format that can be cut between entries.
type Decoder interface {
	// Decode returns the exchange of the entry that text begins with, and where it ends.
	// The end is 0 if text does not begin with a whole and sound entry. The exchange is
	// valid until the next call.
	Decode(text []byte) (x *validate.Exchange, end int)
	// Repair completes the last exchange by what Decode leaves out of those that conform,
	// and reports whether that has changed it, so that it is to be checked again.
	Repair() bool
	// NextEntry returns where the next entry should begin, from the end of one; false if
	// text ends there or the entries do.
	NextEntry(text []byte, end int) (next int, ok bool)
}

// A DecoderChecker checks the exchanges of one decoder.
type DecoderChecker struct {
	checker    Checker
	decoder    Decoder
	host       string // of the last result
	lastResult validate.Result
}

// NewDecoderChecker returns a checker of the exchanges of d.
func NewDecoderChecker(c Checker, d Decoder) *DecoderChecker {
	return &DecoderChecker{checker: c, decoder: d}
}

// Deliver checks an exchange and counts the result.
func (c *DecoderChecker) Deliver(at Location, x *validate.Exchange) error {
	c.lastResult = c.checkExchange(x)
	return c.checker.Count(at, &c.lastResult)
}

// checkExchange checks an exchange: again, if the decoder had to repair it. The result outlives
// the strings of the exchange, so that it gets a host of its own.
func (c *DecoderChecker) checkExchange(x *validate.Exchange) validate.Result {
	v := c.checker.Check(x)
	if (len(v.Violations) > 0 || v.Skipped != "") && c.decoder.Repair() {
		v = c.checker.Check(x)
	}
	if v.Host != c.host {
		c.host = strings.Clone(v.Host)
	}
	v.Host = c.host
	return v
}
