package format

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// A Decoder decodes the entries of a format that can be split between entries.
type Decoder interface {
	// Decode returns the exchange of the entry that text begins with, and the end of the entry. The
	// end is 0 if text does not begin with a complete and well-formed entry. The exchange is valid
	// until the next call.
	Decode(text []byte) (x *validate.Exchange, end int)
	// Repair adds to the last exchange what Decode skips for speed. It reports whether the exchange
	// has changed and must be checked again.
	Repair() bool
	// NextEntry returns the beginning of the next entry after the end of one. It returns false at
	// the end of text or of the entries.
	NextEntry(text []byte, end int) (next int, ok bool)
}

// A DecoderChecker checks the exchanges of one decoder.
type DecoderChecker struct {
	checker    Checker
	decoder    Decoder
	host       string // host of the last result
	lastResult validate.Result
}

// NewDecoderChecker returns a checker for the exchanges of d.
func NewDecoderChecker(c Checker, d Decoder) *DecoderChecker {
	return &DecoderChecker{checker: c, decoder: d}
}

// Deliver checks an exchange and counts the result.
func (c *DecoderChecker) Deliver(at Location, x *validate.Exchange) error {
	c.lastResult = c.checkExchange(x)
	return c.checker.Count(at, &c.lastResult)
}

// checkExchange checks an exchange, and checks it again if the decoder had to repair it. The result
// gets its own copy of the host, because it outlives the strings of the exchange.
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
