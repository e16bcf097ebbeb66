package schemaerror

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// unevaluated evaluates unevaluatedProperties and unevaluatedItems, for a value
// that conforms to the schema's other keywords.
func (c *check) unevaluated(s *schema.Schema, k *schema.Keywords, value any) outcome {
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
	return holds
}

func (c *check) unevaluatedProperties(s, of *schema.Schema, v map[string]any) outcome {
	e := evaluated{check: c, seen: make(map[*schema.Schema]state), names: make(map[string]state)}
	e.collectOwn(s, v, valid, true)
	start := len(c.names)
	for name := range v {
		if !e.all && e.names[name] != surely {
			c.names = append(c.names, name)
		}
	}
	end := len(c.names)
	slices.Sort(c.names[start:end])
	o := holds
	for i := start; i < end && !c.done(o); i++ {
		name := c.names[i]
		if _, maybe := e.names[name]; maybe || e.maybeAll {
			o.and(c.unlessValid(s, of, "unevaluatedProperties", step{v, name, -1}, v[name], e.cause))
			continue
		}
		o.and(c.further(s, "unevaluatedProperties", of, step{v, name, -1}, v[name]))
	}
	c.names = c.names[:start]
	return o
}

func (c *check) unevaluatedItems(s, of *schema.Schema, v []any) outcome {
	e := evaluated{check: c, seen: make(map[*schema.Schema]state), items: make([]state, len(v))}
	e.collectOwn(s, v, valid, true)
	o := holds
	for i := range v {
		switch {
		case e.all || e.items[i] == surely:
		case e.maybeAll || e.items[i] == perhaps:
			o.and(c.unlessValid(s, of, "unevaluatedItems", step{v, "", i}, v[i], e.cause))
		default:
			o.and(c.unevaluatedItem(s, of, step{v, "", i}, v[i]))
		}
		if c.done(o) {
			break
		}
	}
	return o
}

func (c *check) unevaluatedItem(s, of *schema.Schema, at step, value any) outcome {
	if !of.Keywords().False {
		return c.descend(of, at, value)
	}
	if c.violation(s, "unevaluatedItems", "") {
		c.add(s, "unevaluatedItems", Error{Instance: []string{at.token()}, Message: "is not allowed by the schema",
			Expected: "no further item", Actual: "a further item"})
	}
	return fails
}

// unlessValid is the outcome for a part that may be evaluated elsewhere.
func (c *check) unlessValid(s, of *schema.Schema, keyword string, at step, value any, why *cause) outcome {
	if c.decideAt(of, at, value).state == valid {
		return holds
	}
	if why == nil {
		why = &cause{UncheckedKeyword, s, keyword}
	}
	return c.unknown(why)
}

// What is known of whether a part is evaluated; the zero state is that it is not.
const (
	surely  = invalid // any value but the zero one
	perhaps = unknown
)

// evaluated collects the members or items that schemas for the same value evaluate.
type evaluated struct {
	*check
	seen          map[*schema.Schema]state // schemas that are done, with how sure
	names         map[string]state
	items         []state
	all, maybeAll bool
	cause         *cause // of what is not sure
}

// collect adds what a schema evaluates, which applies to the value surely (valid)
// or perhaps (unknown).
func (e *evaluated) collect(s *schema.Schema, value any, sure state) {
	if before, known := e.seen[s]; known && (before == valid || before == sure) {
		return
	}
	e.seen[s] = sure
	if e.all || !e.visit() {
		return
	}
	outer := e.enter(s, s.Keywords())
	e.collectOwn(s, value, sure, false)
	e.leave(outer)
}

func (e *evaluated) collectOwn(s *schema.Schema, value any, sure state, top bool) {
	k := s.Keywords()
	if slices.ContainsFunc(k.Unusable, func(u schema.Unusable) bool { return u.Types&typeOf(value) != 0 }) {
		e.everything(unknown)
	}
	switch v := value.(type) {
	case map[string]any:
		if k.Object != nil {
			e.properties(k.Object, v, sure, top)
		}
	case []any:
		if k.Array != nil {
			e.arrayItems(k.Array, v, sure, top)
		}
	}
	if k.InPlace {
		e.inPlaceOf(k, value, sure)
	}
}

func (e *evaluated) everything(sure state) {
	e.all = e.all || sure == valid
	e.maybeAll = true
}

func mark(sure state) state {
	if sure == valid {
		return surely
	}
	return perhaps
}

func (e *evaluated) name(name string, sure state) {
	if e.names[name] != surely {
		e.names[name] = mark(sure)
	}
}

func (e *evaluated) properties(o *schema.ObjectKeywords, v map[string]any, sure state, top bool) {
	if o.AdditionalProperties != nil || o.UnevaluatedProperties != nil && !top {
		e.everything(sure)
		return
	}
	for _, p := range o.Properties {
		if _, has := v[p.Name]; has {
			e.name(p.Name, sure)
		}
	}
	for _, p := range o.PatternProperties {
		for name := range v {
			switch matches, err := e.match(p.Pattern, name); {
			case err != nil:
				e.name(name, unknown)
			case matches:
				e.name(name, sure)
			}
		}
	}
}

func (e *evaluated) item(i int, sure state) {
	if e.items[i] != surely {
		e.items[i] = mark(sure)
	}
}

func (e *evaluated) arrayItems(k *schema.ArrayKeywords, v []any, sure state, top bool) {
	if k.Items != nil || k.UnevaluatedItems != nil && !top {
		e.everything(sure)
		return
	}
	for i := range min(len(v), len(k.PrefixItems)) {
		e.item(i, sure)
	}
	if k.Contains == nil {
		return
	}
	for i := range v {
		switch o := e.decideAt(k.Contains, step{v, "", i}, v[i]); o.state {
		case valid:
			e.item(i, sure)
		case unknown:
			e.cause = o.cause
			e.item(i, unknown)
		}
	}
}

// inPlaceOf adds what the schemas for the same value evaluate.
func (e *evaluated) inPlaceOf(k *schema.Keywords, value any, sure state) {
	if k.Ref != nil {
		e.collect(k.Ref, value, sure)
	}
	if k.DynamicRef != nil {
		e.collect(e.dynamic.target(k.DynamicRef), value, sure)
	}
	for _, s := range k.AllOf {
		e.collect(s, value, sure)
	}
	for _, branches := range [...][]*schema.Schema{k.AnyOf, k.OneOf} {
		for _, s := range branches {
			e.branchOf(s, value, sure)
		}
	}
	if k.If != nil {
		e.conditionalOf(k, value, sure)
	}
	if object, ok := value.(map[string]any); ok && k.Object != nil {
		for _, d := range k.Object.DependentSchemas {
			if _, has := object[d.Name]; has {
				e.collect(d.Schema, value, sure)
			}
		}
	}
}

// branchOf adds what a schema evaluates if the value conforms to it.
func (e *evaluated) branchOf(s *schema.Schema, value any, sure state) state {
	o := e.decide(s, value)
	switch o.state {
	case valid:
		e.collect(s, value, sure)
	case unknown:
		e.cause = o.cause
		e.collect(s, value, unknown)
	}
	return o.state
}

func (e *evaluated) conditionalOf(k *schema.Keywords, value any, sure state) {
	condition := e.branchOf(k.If, value, sure)
	if k.Then != nil && condition != invalid {
		e.collect(k.Then, value, max(sure, condition))
	}
	if k.Else != nil && condition != valid {
		if condition == invalid {
			condition = valid
		}
		e.collect(k.Else, value, max(sure, condition))
	}
}
