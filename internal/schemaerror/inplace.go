package schemaerror

import "github.com/apicontract/apicontract/internal/schema"

// evaluateInPlace evaluates the schemas that apply to the same value.
func (c *valueCheck) evaluateInPlace(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	o := c.evaluateConjuncts(k, value)
	if len(k.AnyOf) > 0 && !c.isDecided(o) {
		o.combine(c.evaluateAnyOf(s, k, value))
	}
	if len(k.OneOf) > 0 && !c.isDecided(o) {
		o.combine(c.evaluateOneOf(s, k, value))
	}
	if k.Not != nil && !c.isDecided(o) {
		o.combine(c.evaluateNot(s, k, value))
	}
	if k.If != nil && !c.isDecided(o) {
		o.combine(c.evaluateConditional(k, value))
	}
	if k.Object != nil && len(k.Object.DependentSchemas) > 0 && !c.isDecided(o) {
		o.combine(c.evaluateDependent(k.Object, value))
	}
	return o
}

// evaluateConjuncts evaluates the schemas that must all hold and have no error of their own.
func (c *valueCheck) evaluateConjuncts(k *schema.Keywords, value any) evalResult {
	o := resultValid
	if k.Ref != nil {
		o.combine(c.evaluateSchema(k.Ref, value))
	}
	if k.DynamicRef != nil && !c.isDecided(o) {
		o.combine(c.evaluateSchema(c.dynamic.dynamicTarget(k.DynamicRef), value))
	}
	for _, other := range k.AllOf {
		if c.isDecided(o) {
			return o
		}
		o.combine(c.evaluateSchema(other, value))
	}
	return o
}

// decideSchema returns the outcome of a schema without reporting errors.
func (c *valueCheck) decideSchema(s *schema.Schema, value any) evalResult {
	outer := c.mode
	c.mode = modeDecide
	c.nested++
	o := c.evaluateSchema(s, value)
	c.nested--
	c.mode = outer
	return o
}

// decideAt is decideSchema for an item of the current value.
func (c *valueCheck) decideAt(s *schema.Schema, at pathStep, value any) evalResult {
	outer := c.mode
	c.mode = modeDecide
	c.nested++
	o := c.evaluatePart(s, at, value)
	c.nested--
	c.mode = outer
	return o
}

func (c *valueCheck) evaluateNot(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	switch o := c.decideSchema(k.Not, value); o.validity {
	case invalid:
		return resultValid
	case unknown:
		return c.unknownResult(o.cause)
	}
	if c.noteViolation(s, "not", "") {
		c.addError(s, "not", Error{Message: "matches the schema that `not` excludes", Expected: "no match of that schema", Actual: typeName(value)})
	}
	return resultInvalid
}

// evaluateConditional evaluates `then` or `else`.
func (c *valueCheck) evaluateConditional(k *schema.Keywords, value any) evalResult {
	if k.Then == nil && k.Else == nil {
		return resultValid
	}
	switch o := c.decideSchema(k.If, value); o.validity {
	case valid:
		return c.evaluateConsequence(k.Then, value)
	case invalid:
		return c.evaluateConsequence(k.Else, value)
	default:
		return c.evaluateEither(k, value, o)
	}
}

func (c *valueCheck) evaluateConsequence(s *schema.Schema, value any) evalResult {
	if s == nil {
		return resultValid
	}
	return c.evaluateSchema(s, value)
}

// evaluateEither evaluates `then` and `else` if it is unknown which one applies.
func (c *valueCheck) evaluateEither(k *schema.Keywords, value any, condition evalResult) evalResult {
	for _, s := range [...]*schema.Schema{k.Then, k.Else} {
		if s != nil && c.decideSchema(s, value).validity != valid {
			return c.unknownResult(condition.cause)
		}
	}
	return resultValid
}

func (c *valueCheck) evaluateDependent(k *schema.ObjectKeywords, value any) evalResult {
	o := resultValid
	object, _ := value.(map[string]any)
	for _, d := range k.DependentSchemas {
		if _, has := object[d.Name]; has && !c.isDecided(o) {
			o.combine(c.evaluateSchema(d.Schema, value))
		}
	}
	return o
}

func (c *valueCheck) reportForbidden(s *schema.Schema) evalResult {
	if c.noteViolation(s, "", "") {
		c.addError(s, "", Error{Message: "is not allowed here", Expected: "absent", Actual: "present"})
	}
	return resultInvalid
}
