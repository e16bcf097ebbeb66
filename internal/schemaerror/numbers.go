package schemaerror

import (
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/stringformat"
)

// number evaluates the keywords for numbers.
func (c *check) number(s *schema.Schema, k *schema.Keywords, v json.Number) outcome {
	asserted := c.Format != nil && stringformat.KnowsNumber(k.Format)
	if k.Number == nil && !asserted {
		return holds
	}
	d, ok := schema.ParseDecimal(v.String())
	if !ok {
		return c.unknown(&cause{UncheckedNumber, s, ""})
	}
	o := holds
	if k.Number != nil {
		o.and(c.bounds(s, k.Number, d))
	}
	if asserted && !c.done(o) {
		o.and(c.numberFormat(s, k.Format, v))
	}
	return o
}

func (c *check) bounds(s *schema.Schema, k *schema.NumberKeywords, d schema.Decimal) outcome {
	o := holds
	if m := k.Minimum; m != nil && d.Compare(*m) < 0 {
		o.and(c.outOfBounds(s, "minimum", "at least ", m, d))
	}
	if m := k.ExclusiveMinimum; m != nil && d.Compare(*m) <= 0 {
		o.and(c.outOfBounds(s, "exclusiveMinimum", "more than ", m, d))
	}
	if m := k.Maximum; m != nil && d.Compare(*m) > 0 {
		o.and(c.outOfBounds(s, "maximum", "at most ", m, d))
	}
	if m := k.ExclusiveMaximum; m != nil && d.Compare(*m) >= 0 {
		o.and(c.outOfBounds(s, "exclusiveMaximum", "less than ", m, d))
	}
	if m := k.MultipleOf; m != nil && !c.done(o) && !d.IsMultipleOf(*m) {
		o.and(c.outOfBounds(s, "multipleOf", "a multiple of ", m, d))
	}
	return o
}

func (c *check) outOfBounds(s *schema.Schema, keyword, words string, bound *schema.Decimal, d schema.Decimal) outcome {
	if c.violation(s, keyword, "") {
		c.misses(s, keyword, words+bound.String(), typeName(json.Number(d.String())))
	}
	return fails
}

// numberFormat evaluates an asserted format for numbers.
func (c *check) numberFormat(s *schema.Schema, name string, v json.Number) outcome {
	problem, _ := stringformat.CheckNumber(name, v.String())
	if problem == "" {
		return holds
	}
	if c.violation(s, "format", "") {
		c.badFormat(s, name, problem, typeName(v))
	}
	return fails
}
