package schemaerror

import "github.com/apicontract/apicontract/internal/schema"

// inPlace evaluates the schemas that apply to the same value.
func (c *check) inPlace(s *schema.Schema, k *schema.Keywords, value any) outcome {
	o := c.conjuncts(k, value)
	if len(k.AnyOf) > 0 && !c.done(o) {
		o.and(c.anyOf(s, k, value))
	}
	if len(k.OneOf) > 0 && !c.done(o) {
		o.and(c.oneOf(s, k, value))
	}
	if k.Not != nil && !c.done(o) {
		o.and(c.not(s, k, value))
	}
	if k.If != nil && !c.done(o) {
		o.and(c.conditional(k, value))
	}
	if k.Object != nil && len(k.Object.DependentSchemas) > 0 && !c.done(o) {
		o.and(c.dependent(k.Object, value))
	}
	return o
}

// conjuncts evaluates the schemas that must all hold, which have no report of their own.
func (c *check) conjuncts(k *schema.Keywords, value any) outcome {
	o := holds
	if k.Ref != nil {
		o.and(c.walk(k.Ref, value))
	}
	if k.DynamicRef != nil && !c.done(o) {
		o.and(c.walk(c.dynamic.target(k.DynamicRef), value))
	}
	for _, other := range k.AllOf {
		if c.done(o) {
			return o
		}
		o.and(c.walk(other, value))
	}
	return o
}

// decide returns the outcome of a schema without reporting anything.
func (c *check) decide(s *schema.Schema, value any) outcome {
	outer := c.mode
	c.mode = decide
	c.nested++
	o := c.walk(s, value)
	c.nested--
	c.mode = outer
	return o
}

// decideAt is decide for an item of the current value.
func (c *check) decideAt(s *schema.Schema, at step, value any) outcome {
	outer := c.mode
	c.mode = decide
	c.nested++
	o := c.descend(s, at, value)
	c.nested--
	c.mode = outer
	return o
}

func (c *check) not(s *schema.Schema, k *schema.Keywords, value any) outcome {
	switch o := c.decide(k.Not, value); o.state {
	case invalid:
		return holds
	case unknown:
		return c.unknown(o.cause)
	}
	if c.violation(s, "not", "") {
		c.add(s, "not", Error{Message: "matches the schema that `not` excludes", Expected: "no match of that schema", Actual: typeName(value)})
	}
	return fails
}

// conditional evaluates `then` or `else`.
func (c *check) conditional(k *schema.Keywords, value any) outcome {
	if k.Then == nil && k.Else == nil {
		return holds
	}
	switch o := c.decide(k.If, value); o.state {
	case valid:
		return c.consequence(k.Then, value)
	case invalid:
		return c.consequence(k.Else, value)
	default:
		return c.eitherWay(k, value, o)
	}
}

func (c *check) consequence(s *schema.Schema, value any) outcome {
	if s == nil {
		return holds
	}
	return c.walk(s, value)
}

// eitherWay evaluates `then` and `else` where it is unknown which applies.
func (c *check) eitherWay(k *schema.Keywords, value any, condition outcome) outcome {
	for _, s := range [...]*schema.Schema{k.Then, k.Else} {
		if s != nil && c.decide(s, value).state != valid {
			return c.unknown(condition.cause)
		}
	}
	return holds
}

func (c *check) dependent(k *schema.ObjectKeywords, value any) outcome {
	o := holds
	object, _ := value.(map[string]any)
	for _, d := range k.DependentSchemas {
		if _, has := object[d.Name]; has && !c.done(o) {
			o.and(c.walk(d.Schema, value))
		}
	}
	return o
}

func (c *check) forbidden(s *schema.Schema) outcome {
	if c.violation(s, "", "") {
		c.add(s, "", Error{Message: "is not allowed here", Expected: "absent", Actual: "present"})
	}
	return fails
}
