package mock

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"sync"
	"time"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/pattern"
)

// A Rule changes the responses to some requests. The first fields select requests; their zero
// values select every request. The others set the response; their zero values change nothing.
type Rule struct {
	Operation string // a pattern of operations
	Path      string // a glob of path templates, or of paths at the contract's server
	// Query and Header are values of parameters and headers by name, Member values of the JSON
	// body by JSON Pointer. "*" is any value.
	Query, Header map[string]string
	Member        map[string]any
	// These fields select among the matching requests, which are counted from 1.
	Nth         int     // only this one
	From        int     // this one and those after it
	Every       int     // every n-th, starting with From
	Times       int     // at most this many
	Probability float64 // this share of them, chosen by the seed; 0: all

	Error   string // respond with this code of the error table
	Status  int    // respond with this documented status
	Example string // respond with this example of the document
	Body    any    // respond with this body, see [Server.Respond]
	Fault   fault.Fault
	Latency time.Duration // before the response
}

func (r *Rule) toOverride() (override, error) {
	b, err := newBody(r.Body)
	return override{Error: r.Error, Status: r.Status, Example: r.Example, Body: b, validRequestsOnly: b != nil, Fault: r.Fault, Latency: r.Latency}, err
}

// CheckRule returns an error for a rule that the contract cannot serve, such as one with
// an invalid glob or number, or with a code or an operation that does not exist.
func (m *Model) CheckRule(r Rule) error {
	o, err := r.toOverride()
	if err != nil {
		return err
	}
	if err := checkPattern("path", r.Path); err != nil {
		return err
	}
	if err := cmp.Or(r.checkCounts(), r.checkRequestFields()); err != nil {
		return err
	}
	if !o.hasOutcome() && o.Fault == "" && o.Latency == 0 {
		return errors.New("the rule changes nothing: give it error, status, example, body, fault or latency")
	}
	return m.checkOverride(r.Operation, o)
}

// checkPattern returns an error for an invalid pattern of a field. The empty pattern
// is valid.
func checkPattern(field, p string) error {
	if p == "" {
		return nil
	}
	if err := pattern.CheckSyntax(p); err != nil {
		return fmt.Errorf("%s: %w", field, err)
	}
	return nil
}

// checkCounts returns an error for fields that do not choose requests.
func (r *Rule) checkCounts() error {
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

// A ruleState is a rule with the number of requests it has seen. Each request has its
// own random number, so that the choice depends on the seed only, not on timing.
type ruleState struct {
	Rule
	override override
	seed     uint64
	number   int // among the rules

	mu   sync.Mutex
	seen int
	used int
}

// matches reports whether the rule applies to a request, and counts the request. A rule does not
// apply to an operation that does not document its outcome.
func (c *ruleState) matches(m *Model, r *receivedRequest) bool {
	if !r.op.matchesPattern(c.Operation) || !r.op.matchesPath(c.Path, r.path) || !m.supports(r.op, c.override) || !c.matchesRequest(r) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen++
	if !c.isDue() || c.Times > 0 && c.used >= c.Times {
		return false
	}
	c.used++
	return true
}

// isDue reports whether the rule applies to the request that was just counted.
func (c *ruleState) isDue() bool {
	from := max(1, c.From)
	switch {
	case c.Nth > 0 && c.seen != c.Nth, c.seen < from:
		return false
	case c.Every > 0 && (c.seen-from)%c.Every != 0:
		return false
	}
	return c.Probability == 0 || drawNumber(c.seed, c.number, c.seen) < c.Probability
}

// drawNumber returns a number of at least 0 and below 1 that depends on the seed, the rule
// and the request.
func drawNumber(seed uint64, rule, request int) float64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %d %d", seed, rule, request) // a hash returns no error
	x := h.Sum64()
	// FNV barely mixes its last bytes, so this adds the finalizer of MurmurHash3.
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return float64(x>>11) / (1 << 53)
}
