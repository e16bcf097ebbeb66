package schemaerror

import (
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
)

// number evaluates the keywords for numbers.
func (c *check) number(s *schema.Schema, k *schema.Keywords, v json.Number) outcome {
	format := c.integerFormat(k)
	if k.Number == nil && format == nil {
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
	if format != nil && !c.done(o) {
		o.and(c.integerInFormat(s, k.Format, format, d))
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

// integerRange are the numbers that a format allows.
type integerRange struct{ least, most schema.Decimal }

var integerFormats = map[string]*integerRange{
	"int32": {decimal("-2147483648"), decimal("2147483647")},
	"int64": {decimal("-9223372036854775808"), decimal("9223372036854775807")},
}

func decimal(text string) schema.Decimal {
	d, _ := schema.ParseDecimal(text)
	return d
}

// integerFormat returns the range of an asserted format, nil if there is none.
func (c *check) integerFormat(k *schema.Keywords) *integerRange {
	if k.Format == "" || c.Format == nil {
		return nil
	}
	return integerFormats[k.Format]
}

func (c *check) integerInFormat(s *schema.Schema, name string, r *integerRange, d schema.Decimal) outcome {
	var problem string
	switch {
	case !d.IsInteger():
		problem = "it has a fractional part"
	case d.Compare(r.least) < 0:
		problem = "it is less than " + r.least.String()
	case d.Compare(r.most) > 0:
		problem = "it is more than " + r.most.String()
	default:
		return holds
	}
	if c.violation(s, "format", "") {
		c.badFormat(s, name, problem, typeName(json.Number(d.String())))
	}
	return fails
}
