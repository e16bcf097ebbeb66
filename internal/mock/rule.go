package mock

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"sync"
	"time"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/pattern"
)

// A Rule has some requests answered otherwise. The zero fields of its first half
// mean every request, those of the second: nothing.
type Rule struct {
	Operation string // pattern of operations
	Path      string // glob of path templates, or of paths at the contract's server
	// Of the requests that fit, counted from 1:
	Nth         int     // only this one
	From        int     // this one and those behind it
	Every       int     // each so-many-th, from From on
	Times       int     // at most so many
	Probability float64 // this share of them, by seed; 0: all

	Error   string        // answer with this code of the error table
	Status  int           // answer with this documented status
	Example string        // answer with this example of the document
	Body    any           // answer with this content, see [Server.Respond]
	Fault   fault.Fault   // this goes wrong on the way
	Latency time.Duration // this passes before the answer
}

func (r *Rule) order() (order, error) {
	b, err := newBody(r.Body)
	return order{Error: r.Error, Status: r.Status, Example: r.Example, Body: b, polite: b != nil, Fault: r.Fault, Latency: r.Latency}, err
}

// Check says what is wrong with a rule for a contract: a glob, a number, a code
// that nobody has, an operation that there is not.
func (m *Model) Check(r Rule) error {
	o, err := r.order()
	if err != nil {
		return err
	}
	if err := checkPattern("path", r.Path); err != nil {
		return err
	}
	if err := r.checkTurn(); err != nil {
		return err
	}
	if !o.decides() && o.Fault == "" && o.Latency == 0 {
		return errors.New("the rule says nothing to do: give it error, status, example, body, fault or latency")
	}
	return m.check(r.Operation, o)
}

// checkPattern says what is wrong with the pattern of a field; nothing with none.
func checkPattern(field, p string) error {
	if p == "" {
		return nil
	}
	if err := pattern.Check(p); err != nil {
		return fmt.Errorf("%s: %w", field, err)
	}
	return nil
}

// checkTurn says what is wrong with what tells whose turn it is.
func (r *Rule) checkTurn() error {
	switch {
	case r.Nth < 0 || r.From < 0 || r.Every < 0 || r.Times < 0:
		return errors.New("nth, from, every and times count from 1")
	case r.Nth > 0 && (r.From > 0 || r.Every > 0):
		return errors.New("nth is one request, from and every are many: give one or the other")
	case math.IsNaN(r.Probability) || r.Probability < 0 || r.Probability > 1:
		return fmt.Errorf("probability: %v is not between 0 and 1", r.Probability)
	}
	return nil
}

// A counted rule knows how many requests it has seen. Each draws its own lot, so
// that which of them it strikes depends on the seed alone and not on who was
// faster.
type counted struct {
	Rule
	says   order
	seed   uint64
	number int // among the rules

	mu     sync.Mutex
	seen   int
	struck int
}

// strikes reports whether the rule is for a request, and counts it. A request
// whose operation does not document what is to be answered is not.
func (c *counted) strikes(m *Model, op *operation, path string) bool {
	if !op.named(c.Operation) || !op.on(c.Path, path) || !m.can(op, c.says) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen++
	if !c.due() || c.Times > 0 && c.struck >= c.Times {
		return false
	}
	c.struck++
	return true
}

// due reports whether it is the turn of the request that was just counted.
func (c *counted) due() bool {
	from := max(1, c.From)
	switch {
	case c.Nth > 0 && c.seen != c.Nth, c.seen < from:
		return false
	case c.Every > 0 && (c.seen-from)%c.Every != 0:
		return false
	}
	return c.Probability == 0 || lot(c.seed, c.number, c.seen) < c.Probability
}

// lot is a number from 0 up to 1 that depends on the seed, the rule and the
// request.
func lot(seed uint64, rule, request int) float64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %d %d", seed, rule, request) // a hash takes every write
	x := h.Sum64()
	// FNV mixes its last bytes little; this is the finish of MurmurHash3.
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return float64(x>>11) / (1 << 53)
}
