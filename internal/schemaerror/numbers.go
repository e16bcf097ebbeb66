package schemaerror

import (
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/stringformat"
)

// checkNumber evaluates the keywords for numbers.
func (c *valueCheck) checkNumber(s *schema.Schema, k *schema.Keywords, v json.Number) evalResult {
	asserted := c.Format != nil && stringformat.AppliesToNumbers(k.Format)
	if k.Number == nil && !asserted {
		return resultValid
	}
	d, ok := schema.ParseDecimal(v.String())
	if !ok {
		return c.unknownResult(&unknownCause{UncheckedNumber, s, ""})
	}
	o := resultValid
	if k.Number != nil {
		o.combine(c.checkBounds(s, k.Number, d))
	}
	if asserted && !c.isDecided(o) {
		o.combine(c.checkNumberFormat(s, k.Format, v))
	}
	return o
}

func (c *valueCheck) checkBounds(s *schema.Schema, k *schema.NumberKeywords, d schema.Decimal) evalResult {
	o := resultValid
	if m := k.Minimum; m != nil && d.Compare(*m) < 0 {
		o.combine(c.outOfBounds(s, "minimum", "at least ", m, d))
	}
	if m := k.ExclusiveMinimum; m != nil && d.Compare(*m) <= 0 {
		o.combine(c.outOfBounds(s, "exclusiveMinimum", "more than ", m, d))
	}
	if m := k.Maximum; m != nil && d.Compare(*m) > 0 {
		o.combine(c.outOfBounds(s, "maximum", "at most ", m, d))
	}
	if m := k.ExclusiveMaximum; m != nil && d.Compare(*m) >= 0 {
		o.combine(c.outOfBounds(s, "exclusiveMaximum", "less than ", m, d))
	}
	if m := k.MultipleOf; m != nil && !c.isDecided(o) && !d.IsMultipleOf(*m) {
		o.combine(c.outOfBounds(s, "multipleOf", "a multiple of ", m, d))
	}
	return o
}

func (c *valueCheck) outOfBounds(s *schema.Schema, keyword, words string, bound *schema.Decimal, d schema.Decimal) evalResult {
	if c.noteViolation(s, keyword, "") {
		c.addMissed(s, keyword, words+bound.String(), typeName(json.Number(d.String())))
	}
	return resultInvalid
}

// checkNumberFormat evaluates an asserted format for numbers.
func (c *valueCheck) checkNumberFormat(s *schema.Schema, name string, v json.Number) evalResult {
	problem, _ := stringformat.CheckNumber(name, v.String())
	if problem == "" {
		return resultValid
	}
	if c.noteViolation(s, "format", "") {
		c.addBadFormat(s, name, problem, typeName(v))
	}
	return resultInvalid
}
