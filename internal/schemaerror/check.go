package schemaerror

import (
	"context"
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
)

// A mode is what a walk is for.
type mode uint8

const (
	report  mode = iota // collect every error
	decide              // stop at the first
	measure             // count errors, without making them
)

// A check is the work on one value. Its walk over the schemas takes one of three
// modes: the schemas that must all hold are walked for errors; the branches of
// anyOf, not and so on are decided first, and only the nearest of them is then
// walked for errors.
type check struct {
	*Options
	ctx   context.Context
	value any // the whole

	mode    mode
	path    []step           // from the whole value to the current one
	applied []*schema.Schema // schemas that are being evaluated, the innermost last
	first   int              // index in applied of the first for the current value
	dynamic *scope

	visits, limit int
	extended      bool
	stopped       *cause // the budget is used up

	patternSteps    int // that matches of patterns may still take
	patternExtended bool

	memo    map[memoKey]outcome // of schemas that were decided
	walked  map[memoKey]outcome // of schemas whose errors are collected already
	tallies map[memoKey]tally
	active  []activeSchema

	nested int // number of branches around the current schema
	tally  tally
	muted  int                 // > 0: nothing is added to the unchecked keywords
	branch string              // of anyOf or oneOf, whose errors are reported
	note   schema.NullableNote // of the schema that refuses null
	naming bool                // a member's name is checked, not its value
	names  []string            // for sorting members
	seen   map[errorKey]bool
	result Result
}

// A step leads from a container to one of its values.
type step struct {
	container any
	name      string
	index     int // -1: a member
}

func (c *check) start(ctx context.Context, options *Options, value any) {
	c.Options, c.ctx, c.value, c.limit, c.patternSteps = options, ctx, value, options.MaxVisits, maxPatternSteps
}

// reset forgets everything but the memory of small slices.
func (c *check) reset() {
	*c = check{path: emptied(c.path), applied: emptied(c.applied), names: emptied(c.names)}
}

func emptied[T any](s []T) []T {
	const small = 256
	if cap(s) > small {
		return nil
	}
	clear(s[:cap(s)])
	return s[:0]
}

// A state is what is known of a value under a schema.
type state uint8

const (
	valid state = iota
	invalid
	unknown
)

// An outcome is a state and, if that is unknown, the cause.
type outcome struct {
	state state
	cause *cause
}

// A cause says why an outcome is unknown.
type cause struct {
	reason  Reason
	schema  *schema.Schema
	keyword string
}

var (
	holds = outcome{state: valid}
	fails = outcome{state: invalid}
)

func (o outcome) truth() schema.Truth {
	return [...]schema.Truth{valid: schema.True, invalid: schema.False, unknown: schema.Unknown}[o.state]
}

// and adds a condition that must hold, too.
func (o *outcome) and(other outcome) {
	if o.state == valid || other.state == invalid {
		*o = other
	}
}

// done reports whether the outcome cannot change any more.
func (c *check) done(o outcome) bool { return c.mode == decide && o.state == invalid }

// walk evaluates a schema for a value.
func (c *check) walk(s *schema.Schema, value any) outcome {
	if !c.visit() {
		return c.unknown(c.stopped)
	}
	k := s.Keywords()
	if k.Loops {
		if o, again := c.enterLoop(s); again {
			return o
		}
		defer c.leaveLoop()
	}
	memorize := k.InPlace && !k.Loops && c.visits > memoFrom
	var key memoKey
	if memorize {
		key = c.memoKey(s)
		if o, known := c.recall(key); known {
			return o
		}
	}
	outer := c.enter(s, k)
	o := c.keywords(s, k, value)
	c.leave(outer)
	if memorize && c.stopped == nil {
		c.memorize(key, o)
	}
	return o
}

// enter makes s the innermost schema; leave takes what it returns.
func (c *check) enter(s *schema.Schema, k *schema.Keywords) *scope {
	outer := c.dynamic
	c.applied = append(c.applied, s)
	if k.Resource != nil && (outer == nil || outer.resource != k.Resource) {
		c.dynamic = &scope{k.Resource, outer}
	}
	return outer
}

func (c *check) leave(outer *scope) {
	c.applied = c.applied[:len(c.applied)-1]
	c.dynamic = outer
}

// keywords evaluates the keywords of a schema, which is the innermost.
func (c *check) keywords(s *schema.Schema, k *schema.Keywords, value any) outcome {
	if value == nil {
		if k.AcceptNull {
			return holds
		}
		if k.Nullable != schema.NullableEffective {
			outer := c.note
			c.note = k.Nullable
			defer func() { c.note = outer }()
		}
	}
	c.checkDirection(s, k)
	if k.False {
		return c.forbidden(s)
	}
	kind, o := c.typed(s, k, value)
	if o.state == invalid { // what else is wrong follows from the type
		return o
	}
	for _, u := range k.Unusable {
		if u.Types&kind != 0 {
			o.and(c.unusable(s, u))
		}
	}
	o.and(c.listed(s, k, value))
	if !c.done(o) {
		o.and(c.byType(s, k, value))
	}
	if k.InPlace && !c.done(o) {
		o.and(c.inPlace(s, k, value))
	}
	if o.state != invalid {
		o.and(c.unevaluated(s, k, value))
	}
	return o
}

// byType evaluates the keywords for the type of the value.
func (c *check) byType(s *schema.Schema, k *schema.Keywords, value any) outcome {
	switch v := value.(type) {
	case string:
		return c.string(s, k, v)
	case json.Number:
		return c.number(s, k, v)
	case []any:
		if k.Array != nil {
			return c.array(s, k.Array, v)
		}
	case map[string]any:
		if k.Object != nil {
			return c.object(s, k.Object, v)
		}
	}
	return holds
}

// descend evaluates a schema for a member or an item of the current value.
func (c *check) descend(s *schema.Schema, at step, value any) outcome {
	outer := c.first
	c.first = len(c.applied)
	c.path = append(c.path, at)
	o := c.walk(s, value)
	c.path = c.path[:len(c.path)-1]
	c.first = outer
	return o
}

// unknown returns an unknown outcome, and reports it where it counts.
func (c *check) unknown(why *cause) outcome {
	if c.mode == report && c.muted == 0 && why != c.stopped {
		c.addUnchecked(why)
	}
	return outcome{unknown, why}
}

func (c *check) unusable(s *schema.Schema, u schema.Unusable) outcome {
	reason := [...]Reason{
		schema.BadKeyword: UncheckedKeyword, schema.BadPattern: UncheckedPattern, schema.BadReference: UncheckedReference,
	}[u.Reason]
	return c.unknown(&cause{reason, s, u.Keyword})
}
