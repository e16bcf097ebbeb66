package schemaerror

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/schema"
)

// typed evaluates `type`, and returns the type of the value.
func (c *check) typed(s *schema.Schema, k *schema.Keywords, value any) (schema.Types, outcome) {
	kind := typeOf(value)
	allowed := k.Types & kind
	switch {
	case k.Types == schema.AnyType:
		return kind, holds
	case allowed == 0:
		return kind, c.wrongType(s, k, value)
	case kind != schema.Number:
		return kind, holds
	}
	d, ok := schema.ParseDecimal(value.(json.Number).String())
	switch {
	case !ok:
		return kind, c.unknown(&cause{UncheckedNumber, s, "type"})
	case allowed == schema.Integer && !d.IsInteger():
		return kind, c.wrongType(s, k, value)
	}
	return kind, holds
}

func (c *check) wrongType(s *schema.Schema, k *schema.Keywords, value any) outcome {
	if c.violation(s, "type", "") {
		actual, expected := typeName(value), k.Types.String()
		c.add(s, "type", Error{Message: "is of type " + actual + ", not " + expected, Expected: expected, Actual: actual})
	}
	return fails
}

// listed evaluates `enum` and `const`.
func (c *check) listed(s *schema.Schema, k *schema.Keywords, value any) outcome {
	o := holds
	if k.Enum != nil {
		o.and(c.oneOfValues(s, "enum", k.Enum, value, "is not one of the values that the schema lists"))
	}
	if k.Const != nil {
		o.and(c.oneOfValues(s, "const", k.Const, value, "is not the value that the schema fixes"))
	}
	return o
}

func (c *check) oneOfValues(s *schema.Schema, keyword string, e *schema.Enum, value any, message string) outcome {
	switch e.Has(value) {
	case schema.True:
		return holds
	case schema.Unknown:
		return c.unknown(&cause{UncheckedNumber, s, keyword})
	}
	if c.violation(s, keyword, "") {
		c.add(s, keyword, Error{Message: message, Expected: list(e.Values), Actual: typeName(value)})
	}
	return fails
}

// misses reports a keyword that a value does not reach or goes beyond.
func (c *check) misses(s *schema.Schema, keyword, expected, actual string) {
	c.add(s, keyword, Error{Message: "is not " + expected, Expected: expected, Actual: actual})
}

// string evaluates the keywords for strings.
func (c *check) string(s *schema.Schema, k *schema.Keywords, v string) outcome {
	o := holds
	if t := k.String; t != nil {
		o.and(c.length(s, t, v))
		if t.Pattern != nil && !c.done(o) {
			o.and(c.matches(s, t.Pattern, v))
		}
	}
	if k.Format != "" && c.Format != nil && !c.done(o) {
		o.and(c.textFormat(s, k.Format, v))
	}
	return o
}

func (c *check) length(s *schema.Schema, t *schema.StringKeywords, v string) outcome {
	if t.MinLength == 0 && (t.MaxLength < 0 || len(v) <= t.MaxLength) {
		return holds
	}
	n, o := utf8.RuneCountInString(v), holds
	if n < t.MinLength {
		o = c.tooShort(s, "minLength", t.MinLength, n, "character")
	}
	if t.MaxLength >= 0 && n > t.MaxLength {
		o = c.tooLong(s, "maxLength", t.MaxLength, n, "character")
	}
	return o
}

// tooShort reports a value that has n parts, which the noun names, and needs more.
func (c *check) tooShort(s *schema.Schema, keyword string, least, n int, noun string) outcome {
	return c.wrongSize(s, keyword, "at least "+plural(least, noun), n, noun)
}

// tooLong is tooShort for a value that has too many parts.
func (c *check) tooLong(s *schema.Schema, keyword string, most, n int, noun string) outcome {
	return c.wrongSize(s, keyword, "at most "+plural(most, noun), n, noun)
}

func (c *check) wrongSize(s *schema.Schema, keyword, bound string, n int, noun string) outcome {
	if c.violation(s, keyword, "") {
		c.add(s, keyword, Error{Message: "has " + plural(n, noun) + ", not " + bound, Expected: bound, Actual: plural(n, noun)})
	}
	return fails
}

func (c *check) matches(s *schema.Schema, p *schema.Pattern, v string) outcome {
	ok, err := c.match(p, v)
	switch {
	case err != nil:
		return c.unknown(&cause{UncheckedPattern, s, "pattern"})
	case ok:
		return holds
	}
	if c.violation(s, "pattern", "") {
		c.misses(s, "pattern", "a match of the pattern "+p.Source, plural(utf8.RuneCountInString(v), "character"))
	}
	return fails
}

func (c *check) textFormat(s *schema.Schema, name, v string) outcome {
	problem, known := c.Format(name, v)
	if !known || problem == "" {
		return holds
	}
	if c.violation(s, "format", "") {
		c.badFormat(s, name, problem, "string")
	}
	return fails
}

func (c *check) badFormat(s *schema.Schema, name, problem, actual string) {
	expected := "in the format " + strconv.Quote(name)
	c.add(s, "format", Error{Kind: FormatViolation, Message: "is not " + expected + ": " + problem, Expected: expected, Actual: actual})
}
