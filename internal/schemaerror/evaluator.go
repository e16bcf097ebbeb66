package schemaerror

import (
	"context"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
)

// A Direction is the way of a value, which readOnly and writeOnly depend on.
type Direction uint8

// The directions.
const (
	Response Direction = iota
	Request
)

// Options change what is checked.
type Options struct {
	Direction Direction
	// Format says what is wrong with a text under a format, nothing if it is
	// right, and whether the format is known. Nil: formats are annotations, those
	// for numbers too, which package stringformat checks otherwise.
	Format func(name, value string) (problem string, known bool)
	// MaxVisits bounds the number of schemas that one check evaluates, besides
	// those that the size of the value accounts for; 0 is 1,000,000.
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

// Check checks a value, which is as [Decode] makes it. If the context ends, what is
// left is unchecked.
func (e *Evaluator) Check(ctx context.Context, s *schema.Schema, value any) Result {
	return e.CheckWithin(ctx, e.NewBudget(), s, value)
}

// Conforms reports whether a value conforms, and stops at the first error.
func (e *Evaluator) Conforms(ctx context.Context, s *schema.Schema, value any) schema.Truth {
	return e.ConformsWithin(ctx, e.NewBudget(), s, value)
}

// A Budget bounds the work of several checks together, such as those of all items of
// a stream. It is not safe for concurrent use.
type Budget struct {
	visits       int
	patternSteps int // of matches of patterns
}

// NewBudget returns the budget of one check.
func (e *Evaluator) NewBudget() *Budget { return &Budget{e.options.MaxVisits, maxPatternSteps} }

// CheckWithin is like [Evaluator.Check], and takes its work from a budget. What the
// size of the value accounts for is free.
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

// ConformsWithin is like [Evaluator.Conforms], and takes its work from a budget.
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

// charge takes the work of a check from the budget.
func (b *Budget) charge(c *valueCheck) {
	if b.patternSteps = max(0, c.patternSteps); c.patternExtended {
		b.patternSteps = 0
	}
	if c.visits > visitsPerValue {
		b.visits = max(0, b.visits-max(0, c.visits-visitsPerValue*valueSize(c.value)))
	}
}
