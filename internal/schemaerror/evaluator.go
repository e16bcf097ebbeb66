package schemaerror

import (
	"context"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
)

// A Direction says whether a value is sent or received, which readOnly and writeOnly depend on.
type Direction uint8

// The directions.
const (
	Response Direction = iota
	Request
)

// Options set what is checked.
type Options struct {
	Direction Direction
	// Format returns what is wrong with a text in a format, empty if it is valid, and whether the
	// format is known. If nil, formats are annotations, including those for numbers, which package
	// stringformat checks otherwise.
	Format func(name, value string) (problem string, known bool)
	// MaxVisits is the maximum number of schemas that one check evaluates, in addition to those
	// that the size of the value allows; 0 means 1,000,000.
	MaxVisits int
}

// An Evaluator checks values. It is safe for concurrent use.
type Evaluator struct {
	options Options
	checks  sync.Pool
}

// New returns an Evaluator.
func New(options Options) *Evaluator {
	if options.MaxVisits == 0 {
		options.MaxVisits = 1_000_000
	}
	return &Evaluator{options: options, checks: sync.Pool{New: func() any { return new(valueCheck) }}}
}

// Check checks a value, which must come from [Decode]. If the context ends, the rest is unchecked.
func (e *Evaluator) Check(ctx context.Context, s *schema.Schema, value any) Result {
	b := e.NewBudget()
	return e.CheckWithin(ctx, &b, s, value)
}

// Conforms reports whether a value conforms, and stops at the first error.
func (e *Evaluator) Conforms(ctx context.Context, s *schema.Schema, value any) schema.Truth {
	b := e.NewBudget()
	return e.ConformsWithin(ctx, &b, s, value)
}

// A Budget limits the work of several checks together, such as those of all items of a stream. It
// is not safe for concurrent use.
type Budget struct {
	visits       int
	patternSteps int // steps of pattern matches
}

// NewBudget returns the budget of one check.
func (e *Evaluator) NewBudget() Budget { return Budget{e.options.MaxVisits, maxPatternSteps} }

// CheckWithin is [Evaluator.Check] with a budget, from which it subtracts its work. The visits that
// the size of the value allows are free.
func (e *Evaluator) CheckWithin(ctx context.Context, b *Budget, s *schema.Schema, value any) Result {
	c := e.checks.Get().(*valueCheck)
	c.startCheck(ctx, &e.options, b, value)
	c.evaluateSchema(s, value)
	result := c.result
	b.charge(c)
	c.reset()
	e.checks.Put(c)
	return result
}

// ConformsWithin is [Evaluator.Conforms] with a budget, from which it subtracts its work.
func (e *Evaluator) ConformsWithin(ctx context.Context, b *Budget, s *schema.Schema, value any) schema.Truth {
	c := e.checks.Get().(*valueCheck)
	c.startCheck(ctx, &e.options, b, value)
	c.mode = modeDecide
	o := c.evaluateSchema(s, value)
	b.charge(c)
	c.reset()
	e.checks.Put(c)
	return o.asTruth()
}

// charge subtracts the work of a check from the budget.
func (b *Budget) charge(c *valueCheck) {
	if b.patternSteps = max(0, c.patternSteps); c.patternExtended {
		b.patternSteps = 0
	}
	if c.visits > visitsPerValue {
		b.visits = max(0, b.visits-max(0, c.visits-visitsPerValue*valueSize(c.value)))
	}
}
