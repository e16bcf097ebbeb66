package schemaerror

import (
	"context"
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
)

// A walkMode is the purpose of a walk.
type walkMode uint8

const (
	modeReport  walkMode = iota // collect every error
	modeDecide                  // stop at the first
	modeMeasure                 // count errors without collecting them
)

// A valueCheck is the check of one value. It walks over the schemas in one of three modes. Schemas
// that must all hold are walked for errors. The branches of anyOf, not and so on are decided first,
// and then only the nearest branch is walked for errors.
type valueCheck struct {
	*Options
	ctx   context.Context
	value any // the complete value

	mode    walkMode
	path    []pathStep       // path from the complete value to the current one
	applied []*schema.Schema // schemas that are being evaluated, the innermost last
	first   int              // index in applied of the first schema for the current value
	dynamic *dynamicScope

	visits, limit int
	extended      bool
	stopped       *unknownCause // the budget is used up

	patternSteps    int // steps that pattern matches may still take
	patternExtended bool

	memo      map[memoKey]evalResult // outcomes of decided schemas
	walked    map[memoKey]evalResult // schemas whose errors are already collected
	distances map[memoKey]schemaDistance
	active    []activeSchema

	nested     int // number of branches around the current schema
	distance   schemaDistance
	mutedDepth int                 // above 0, unchecked keywords are not collected
	branch     string              // branch of anyOf or oneOf whose errors are reported
	note       schema.NullableNote // note of the schema that rejects null
	checksName bool                // a member's name is checked, not its value
	names      []string            // for sorting members
	seen       map[errorKey]int    // index of the first error with a key
	noted      int                 // number of errors so far, also of those that are left out
	result     Result
}

// A pathStep leads from a container to one of its values.
type pathStep struct {
	container any
	name      string
	index     int // -1 for a member
}

func (c *valueCheck) startCheck(ctx context.Context, options *Options, b *Budget, value any) {
	c.Options, c.ctx, c.value, c.limit, c.patternSteps = options, ctx, value, b.visits, b.patternSteps
}

// reset clears the state but keeps the memory of small slices.
func (c *valueCheck) reset() {
	*c = valueCheck{path: emptySlice(c.path), applied: emptySlice(c.applied), names: emptySlice(c.names)}
}

func emptySlice[T any](s []T) []T {
	const small = 256
	if cap(s) > small {
		return nil
	}
	clear(s[:cap(s)])
	return s[:0]
}

// A validity is what is known about a value under a schema.
type validity uint8

const (
	valid validity = iota
	invalid
	unknown
)

// An evalResult is a state and, if that is unknown, the cause.
type evalResult struct {
	validity validity
	cause    *unknownCause
}

// An unknownCause says why an outcome is unknown.
type unknownCause struct {
	reason  Reason
	schema  *schema.Schema
	keyword string
}

var (
	resultValid   = evalResult{validity: valid}
	resultInvalid = evalResult{validity: invalid}
)

func (o evalResult) asTruth() schema.Truth {
	return [...]schema.Truth{valid: schema.True, invalid: schema.False, unknown: schema.Unknown}[o.validity]
}

// combine adds another condition that must hold.
func (o *evalResult) combine(other evalResult) {
	if o.validity == valid || other.validity == invalid {
		*o = other
	}
}

// isDecided reports whether the outcome cannot change any more.
func (c *valueCheck) isDecided(o evalResult) bool {
	return c.mode == modeDecide && o.validity == invalid
}

// evaluateSchema evaluates a schema for a value.
func (c *valueCheck) evaluateSchema(s *schema.Schema, value any) evalResult {
	if !c.countVisit() {
		return c.unknownResult(c.stopped)
	}
	k := s.Keywords()
	if value == any(schema.Opaque{}) {
		return c.evaluateOpaque(s, k)
	}
	if k.Loops {
		if o, again := c.enterLoop(s); again {
			return o
		}
		defer c.leaveLoop()
	}
	memorize := k.InPlace && !k.Loops && c.visits > memoFrom
	var key memoKey
	if memorize {
		key = c.memoKeyOf(s)
		if o, known := c.memoized(key); known {
			return o
		}
	}
	outer := c.enterSchema(s, k)
	o := c.evaluateKeywords(s, k, value)
	c.leaveSchema(outer)
	if memorize && c.stopped == nil {
		c.memoize(key, o)
	}
	return o
}

// evaluateOpaque returns the outcome of a schema for a value that cannot be decoded.
func (c *valueCheck) evaluateOpaque(s *schema.Schema, k *schema.Keywords) evalResult {
	c.checkDirection(s, k)
	if k.False {
		return c.reportForbidden(s)
	}
	return c.unknownResult(&unknownCause{UncheckedMediaType, s, ""})
}

// enterSchema makes s the innermost schema. Pass its result to leaveSchema.
func (c *valueCheck) enterSchema(s *schema.Schema, k *schema.Keywords) *dynamicScope {
	outer := c.dynamic
	c.applied = append(c.applied, s)
	if k.Resource != nil && (outer == nil || outer.resource != k.Resource) {
		c.dynamic = &dynamicScope{k.Resource, outer}
	}
	return outer
}

func (c *valueCheck) leaveSchema(outer *dynamicScope) {
	c.applied = c.applied[:len(c.applied)-1]
	c.dynamic = outer
}

// evaluateKeywords evaluates the keywords of the innermost schema.
func (c *valueCheck) evaluateKeywords(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	if value == nil {
		if k.AcceptNull {
			return resultValid
		}
		if k.Nullable != schema.NullableEffective {
			outer := c.note
			c.note = k.Nullable
			defer func() { c.note = outer }()
		}
	}
	c.checkDirection(s, k)
	if k.False {
		return c.reportForbidden(s)
	}
	kind, o := c.checkType(s, k, value)
	if o.validity == invalid { // other errors would follow from the type
		return o
	}
	for _, u := range k.Unusable {
		if u.Types&kind != 0 {
			o.combine(c.unusableKeyword(s, u))
		}
	}
	o.combine(c.checkListed(s, k, value))
	if !c.isDecided(o) {
		o.combine(c.evaluateByType(s, k, value))
	}
	if k.InPlace && !c.isDecided(o) {
		o.combine(c.evaluateInPlace(s, k, value))
	}
	if o.validity != invalid {
		o.combine(c.checkUnevaluated(s, k, value))
	}
	return o
}

// evaluateByType evaluates the keywords for the type of the value.
func (c *valueCheck) evaluateByType(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	switch v := value.(type) {
	case string:
		return c.checkString(s, k, v)
	case json.Number:
		return c.checkNumber(s, k, v)
	case []any:
		if k.Array != nil {
			return c.checkArray(s, k.Array, v)
		}
	case map[string]any:
		if k.Object != nil {
			return c.checkObject(s, k.Object, v)
		}
	}
	return resultValid
}

// evaluatePart evaluates a schema for a member or an item of the current value.
func (c *valueCheck) evaluatePart(s *schema.Schema, at pathStep, value any) evalResult {
	outer := c.first
	c.first = len(c.applied)
	c.path = append(c.path, at)
	o := c.evaluateSchema(s, value)
	c.path = c.path[:len(c.path)-1]
	c.first = outer
	return o
}

// unknownResult returns an unknown outcome, and collects its cause unless muted.
func (c *valueCheck) unknownResult(why *unknownCause) evalResult {
	if c.mode == modeReport && c.mutedDepth == 0 && why != c.stopped {
		c.addUnchecked(why)
	}
	return evalResult{unknown, why}
}

func (c *valueCheck) unusableKeyword(s *schema.Schema, u schema.Unusable) evalResult {
	reason := [...]Reason{
		schema.BadKeyword: UncheckedKeyword, schema.BadPattern: UncheckedPattern, schema.BadReference: UncheckedReference,
	}[u.Reason]
	return c.unknownResult(&unknownCause{reason, s, u.Keyword})
}
