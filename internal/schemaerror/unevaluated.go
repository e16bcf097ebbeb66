package schemaerror

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// checkUnevaluated evaluates unevaluatedProperties and unevaluatedItems, for a value
// that conforms to the schema's other keywords.
func (c *valueCheck) checkUnevaluated(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	switch v := value.(type) {
	case map[string]any:
		if k.Object != nil && k.Object.UnevaluatedProperties != nil {
			return c.unevaluatedProperties(s, k.Object.UnevaluatedProperties, v)
		}
	case []any:
		if k.Array != nil && k.Array.UnevaluatedItems != nil {
			return c.unevaluatedItems(s, k.Array.UnevaluatedItems, v)
		}
	}
	return resultValid
}

func (c *valueCheck) unevaluatedProperties(s, of *schema.Schema, v map[string]any) evalResult {
	e := evaluatedParts{valueCheck: c, seen: make(map[*schema.Schema]validity), names: make(map[string]validity)}
	e.collectOwn(s, v, valid, true)
	start := len(c.names)
	for name := range v {
		if !e.all && e.names[name] != surely {
			c.names = append(c.names, name)
		}
	}
	end := len(c.names)
	slices.Sort(c.names[start:end])
	o := resultValid
	for i := start; i < end && !c.isDecided(o); i++ {
		name := c.names[i]
		if _, maybe := e.names[name]; maybe || e.maybeAll {
			o.combine(c.unlessValid(s, of, "unevaluatedProperties", pathStep{v, name, -1}, v[name], e.cause))
			continue
		}
		o.combine(c.checkAdditional(s, "unevaluatedProperties", of, pathStep{v, name, -1}, v[name]))
	}
	c.names = c.names[:start]
	return o
}

func (c *valueCheck) unevaluatedItems(s, of *schema.Schema, v []any) evalResult {
	e := evaluatedParts{valueCheck: c, seen: make(map[*schema.Schema]validity), items: make([]validity, len(v))}
	e.collectOwn(s, v, valid, true)
	o := resultValid
	for i := range v {
		switch {
		case e.all || e.items[i] == surely:
		case e.maybeAll || e.items[i] == perhaps:
			o.combine(c.unlessValid(s, of, "unevaluatedItems", pathStep{v, "", i}, v[i], e.cause))
		default:
			o.combine(c.unevaluatedItem(s, of, pathStep{v, "", i}, v[i]))
		}
		if c.isDecided(o) {
			break
		}
	}
	return o
}

func (c *valueCheck) unevaluatedItem(s, of *schema.Schema, at pathStep, value any) evalResult {
	if !of.Keywords().False {
		return c.evaluatePart(of, at, value)
	}
	if c.noteViolation(s, "unevaluatedItems", "") {
		c.addError(s, "unevaluatedItems", Error{Instance: []string{at.pointerToken()}, Message: "is not allowed by the schema",
			Expected: "no further item", Actual: "a further item"})
	}
	return resultInvalid
}

// unlessValid returns the outcome for a part that may be evaluated elsewhere.
func (c *valueCheck) unlessValid(s, of *schema.Schema, keyword string, at pathStep, value any, why *unknownCause) evalResult {
	if c.decideAt(of, at, value).validity == valid {
		return resultValid
	}
	if why == nil {
		why = &unknownCause{UncheckedKeyword, s, keyword}
	}
	return c.unknownResult(why)
}

// How sure it is that a part is evaluated. The zero value means that it is not.
const (
	surely  = invalid // any value but the zero one
	perhaps = unknown
)

// An evaluatedParts collects the members or items that schemas for the same value evaluate.
type evaluatedParts struct {
	*valueCheck
	seen          map[*schema.Schema]validity // visited schemas, and how sure they apply
	names         map[string]validity
	items         []validity
	all, maybeAll bool
	cause         *unknownCause // reason for uncertainty
}

// collectFrom adds the parts that a schema evaluates. The schema applies to the value surely
// (valid) or perhaps (unknown).
func (e *evaluatedParts) collectFrom(s *schema.Schema, value any, sure validity) {
	if before, known := e.seen[s]; known && (before == valid || before == sure) {
		return
	}
	e.seen[s] = sure
	if e.all || !e.countVisit() {
		return
	}
	outer := e.enterSchema(s, s.Keywords())
	e.collectOwn(s, value, sure, false)
	e.leaveSchema(outer)
}

func (e *evaluatedParts) collectOwn(s *schema.Schema, value any, sure validity, top bool) {
	k := s.Keywords()
	if slices.ContainsFunc(k.Unusable, func(u schema.Unusable) bool { return u.Types&typeOf(value) != 0 }) {
		e.markAll(unknown)
	}
	switch v := value.(type) {
	case map[string]any:
		if k.Object != nil {
			e.markProperties(k.Object, v, sure, top)
		}
	case []any:
		if k.Array != nil {
			e.markItems(k.Array, v, sure, top)
		}
	}
	if k.InPlace {
		e.markInPlace(k, value, sure)
	}
}

func (e *evaluatedParts) markAll(sure validity) {
	e.all = e.all || sure == valid
	e.maybeAll = true
}

func markOf(sure validity) validity {
	if sure == valid {
		return surely
	}
	return perhaps
}

func (e *evaluatedParts) markName(name string, sure validity) {
	if e.names[name] != surely {
		e.names[name] = markOf(sure)
	}
}

func (e *evaluatedParts) markProperties(o *schema.ObjectKeywords, v map[string]any, sure validity, top bool) {
	if o.AdditionalProperties != nil || o.UnevaluatedProperties != nil && !top {
		e.markAll(sure)
		return
	}
	for _, p := range o.Properties {
		if _, has := v[p.Name]; has {
			e.markName(p.Name, sure)
		}
	}
	for _, p := range o.PatternProperties {
		for name := range v {
			switch matches, err := e.match(p.Pattern, name); {
			case err != nil:
				e.markName(name, unknown)
			case matches:
				e.markName(name, sure)
			}
		}
	}
}

func (e *evaluatedParts) markItem(i int, sure validity) {
	if e.items[i] != surely {
		e.items[i] = markOf(sure)
	}
}

func (e *evaluatedParts) markItems(k *schema.ArrayKeywords, v []any, sure validity, top bool) {
	if k.Items != nil || k.UnevaluatedItems != nil && !top {
		e.markAll(sure)
		return
	}
	for i := range min(len(v), len(k.PrefixItems)) {
		e.markItem(i, sure)
	}
	if k.Contains == nil {
		return
	}
	for i := range v {
		switch o := e.decideAt(k.Contains, pathStep{v, "", i}, v[i]); o.validity {
		case valid:
			e.markItem(i, sure)
		case unknown:
			e.cause = o.cause
			e.markItem(i, unknown)
		}
	}
}

// markInPlace adds the parts that the schemas for the same value evaluate.
func (e *evaluatedParts) markInPlace(k *schema.Keywords, value any, sure validity) {
	if k.Ref != nil {
		e.collectFrom(k.Ref, value, sure)
	}
	if k.DynamicRef != nil {
		e.collectFrom(e.dynamic.dynamicTarget(k.DynamicRef), value, sure)
	}
	for _, s := range k.AllOf {
		e.collectFrom(s, value, sure)
	}
	for _, branches := range [...][]*schema.Schema{k.AnyOf, k.OneOf} {
		for _, s := range branches {
			e.markBranch(s, value, sure)
		}
	}
	if k.If != nil {
		e.markConditional(k, value, sure)
	}
	if object, ok := value.(map[string]any); ok && k.Object != nil {
		for _, d := range k.Object.DependentSchemas {
			if _, has := object[d.Name]; has {
				e.collectFrom(d.Schema, value, sure)
			}
		}
	}
}

// markBranch adds the parts that a schema evaluates if the value conforms to it.
func (e *evaluatedParts) markBranch(s *schema.Schema, value any, sure validity) validity {
	o := e.decideSchema(s, value)
	switch o.validity {
	case valid:
		e.collectFrom(s, value, sure)
	case unknown:
		e.cause = o.cause
		e.collectFrom(s, value, unknown)
	}
	return o.validity
}

func (e *evaluatedParts) markConditional(k *schema.Keywords, value any, sure validity) {
	condition := e.markBranch(k.If, value, sure)
	if k.Then != nil && condition != invalid {
		e.collectFrom(k.Then, value, max(sure, condition))
	}
	if k.Else != nil && condition != valid {
		if condition == invalid {
			condition = valid
		}
		e.collectFrom(k.Else, value, max(sure, condition))
	}
}
