package schemaerror

import (
	"reflect"

	"github.com/apicontract/apicontract/internal/schema"
)

const (
	// memoFrom is the number of visits after which outcomes are memoized. Ordinary values need
	// fewer visits.
	memoFrom = 1_000
	// visitsPerValue is more than the number of schemas that ordinary documents have for one part
	// of a value.
	visitsPerValue = 20
	// maxPatternSteps is the maximum number of steps of all pattern matches together, about a
	// second. patternStepsPerByte is added for long texts.
	maxPatternSteps     = 30_000_000
	patternStepsPerByte = 10
	// cancelEvery is the number of visits between checks of the context.
	cancelEvery = 1 << 10
)

// countVisit counts a schema that is evaluated, and reports false if the check must
// end.
func (c *valueCheck) countVisit() bool {
	if c.stopped != nil {
		return false
	}
	c.visits++
	if c.visits%cancelEvery == 0 && c.ctx.Err() != nil || c.visits > c.limit && !c.extendLimit() {
		c.stopped = &unknownCause{reason: UncheckedBudget}
		if len(c.applied) > 0 {
			c.stopped.schema = c.applied[0]
		}
		c.addUnchecked(c.stopped)
		return false
	}
	return true
}

// extendLimit raises the limit, once, in proportion to the size of the value.
func (c *valueCheck) extendLimit() bool {
	if c.extended {
		return false
	}
	c.extended = true
	c.limit += visitsPerValue * valueSize(c.value)
	return true
}

// match matches a pattern, within the limit for all matches together.
func (c *valueCheck) match(p *schema.Pattern, s string) (bool, error) {
	matches, err := p.MatchWithin(s, &c.patternSteps)
	if c.patternSteps <= 0 && !c.patternExtended {
		c.patternExtended = true
		c.patternSteps += patternStepsPerByte * textLength(c.value)
	}
	return matches, err
}

// textLength returns the total length of all texts of a value, in bytes.
func textLength(value any) int {
	n := 0
	switch v := value.(type) {
	case string:
		return len(v)
	case []any:
		for _, item := range v {
			n += textLength(item)
		}
	case map[string]any:
		for name, member := range v {
			n += len(name) + textLength(member)
		}
	}
	return n
}

// valueSize counts the parts of a value.
func valueSize(value any) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			n += valueSize(item)
		}
	case map[string]any:
		for _, member := range v {
			n += valueSize(member)
		}
	}
	return n
}

// A memoKey identifies a schema and the place of a value.
type memoKey struct {
	schema    *schema.Schema
	container uintptr
	name      string
	index     int
	naming    bool
	dynamic   *dynamicScope // nil if no schema depends on it
}

func (c *valueCheck) memoKeyOf(s *schema.Schema) memoKey {
	if c.memo == nil {
		c.memo, c.distances = make(map[memoKey]evalResult), make(map[memoKey]schemaDistance)
	}
	key := memoKey{schema: s, naming: c.checksName}
	if len(c.path) > 0 {
		last := c.path[len(c.path)-1]
		key.container, key.name, key.index = reflect.ValueOf(last.container).Pointer(), last.name, last.index
	}
	if s.Compiler().UsesDynamicRef() {
		key.dynamic = c.dynamic
	}
	return key
}

// memoized returns the outcome of a schema that was already evaluated for the same value. It does
// not collect the errors twice.
func (c *valueCheck) memoized(key memoKey) (evalResult, bool) {
	if c.mode == modeDecide {
		o, known := c.memo[key]
		return o, known
	}
	o, known := c.walked[key]
	return o, known
}

func (c *valueCheck) memoize(key memoKey, o evalResult) {
	if c.mode == modeDecide {
		c.memo[key] = o
		return
	}
	if c.walked == nil {
		c.walked = make(map[memoKey]evalResult)
	}
	c.walked[key] = o
}

// An activeSchema is a schema in progress that may apply to its own value again.
type activeSchema struct {
	schema *schema.Schema
	depth  int // depth of the value
	nested int // number of branches around it
}

// enterLoop records that a schema is being evaluated. If it already is for the same value, a second
// evaluation finds nothing new: where both must hold, it adds nothing, and elsewhere the outcome is
// unknown.
func (c *valueCheck) enterLoop(s *schema.Schema) (o evalResult, again bool) {
	for _, a := range c.active {
		if a.schema != s || a.depth != len(c.path) {
			continue
		}
		if a.nested == c.nested {
			return resultValid, true
		}
		return c.unknownResult(&unknownCause{UncheckedReference, s, ""}), true
	}
	c.active = append(c.active, activeSchema{s, len(c.path), c.nested})
	return evalResult{}, false
}

func (c *valueCheck) leaveLoop() { c.active = c.active[:len(c.active)-1] }
