package schemaerror

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/schema"
)

// checkType evaluates `type`, and returns the type of the value.
func (c *valueCheck) checkType(s *schema.Schema, k *schema.Keywords, value any) (schema.Types, evalResult) {
	kind := typeOf(value)
	allowed := k.Types & kind
	switch {
	case k.Types == schema.AnyType:
		return kind, resultValid
	case allowed == 0:
		return kind, c.reportWrongType(s, k, value)
	case kind != schema.Number:
		return kind, resultValid
	}
	d, ok := schema.ParseDecimal(value.(json.Number).String())
	switch {
	case !ok:
		return kind, c.unknownResult(&unknownCause{UncheckedNumber, s, "type"})
	case allowed == schema.Integer && !d.IsInteger():
		return kind, c.reportWrongType(s, k, value)
	}
	return kind, resultValid
}

func (c *valueCheck) reportWrongType(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	if c.noteWrongType(s, "type", value) {
		actual, expected := typeName(value), k.Types.String()
		c.addError(s, "type", Error{Subject: actual, Message: "is of type " + actual + ", not " + expected, Expected: expected, Actual: actual})
	}
	return resultInvalid
}

// checkListed evaluates `enum` and `const`.
func (c *valueCheck) checkListed(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	o := resultValid
	if k.Enum != nil {
		o.combine(c.oneOfValues(s, "enum", k.Enum, value, "is not one of the values that the schema lists"))
	}
	if k.Const != nil {
		o.combine(c.oneOfValues(s, "const", k.Const, value, "is not the value that the schema fixes"))
	}
	return o
}

func (c *valueCheck) oneOfValues(s *schema.Schema, keyword string, e *schema.Enum, value any, message string) evalResult {
	switch e.Has(value) {
	case schema.True:
		return resultValid
	case schema.Unknown:
		return c.unknownResult(&unknownCause{UncheckedNumber, s, keyword})
	}
	if c.noteWrongType(s, keyword, value) {
		actual := typeName(value)
		c.addError(s, keyword, Error{Subject: actual, Message: message, Expected: valueList(e.Values), Actual: actual})
	}
	return resultInvalid
}

// addMissed reports a keyword whose bound a value misses.
func (c *valueCheck) addMissed(s *schema.Schema, keyword, expected, actual string) {
	c.addError(s, keyword, Error{Message: "is not " + expected, Expected: expected, Actual: actual})
}

// checkString evaluates the keywords for strings.
func (c *valueCheck) checkString(s *schema.Schema, k *schema.Keywords, v string) evalResult {
	o := resultValid
	if t := k.String; t != nil {
		o.combine(c.checkLength(s, t, v))
		if t.Pattern != nil && !c.isDecided(o) {
			o.combine(c.checkPattern(s, t.Pattern, v))
		}
	}
	if k.Format != "" && c.Format != nil && !c.isDecided(o) {
		o.combine(c.checkTextFormat(s, k.Format, v))
	}
	return o
}

func (c *valueCheck) checkLength(s *schema.Schema, t *schema.StringKeywords, v string) evalResult {
	if t.MinLength == 0 && (t.MaxLength < 0 || len(v) <= t.MaxLength) {
		return resultValid
	}
	n, o := utf8.RuneCountInString(v), resultValid
	if n < t.MinLength {
		o = c.tooShort(s, "minLength", t.MinLength, n, "character")
	}
	if t.MaxLength >= 0 && n > t.MaxLength {
		o = c.tooLong(s, "maxLength", t.MaxLength, n, "character")
	}
	return o
}

// tooShort reports a value with n parts, which the noun names, that needs at least least.
func (c *valueCheck) tooShort(s *schema.Schema, keyword string, least, n int, noun string) evalResult {
	return c.wrongSize(s, keyword, "at least "+countNoun(least, noun), n, noun)
}

// tooLong reports a value with n parts, which the noun names, that may have at most most.
func (c *valueCheck) tooLong(s *schema.Schema, keyword string, most, n int, noun string) evalResult {
	return c.wrongSize(s, keyword, "at most "+countNoun(most, noun), n, noun)
}

func (c *valueCheck) wrongSize(s *schema.Schema, keyword, bound string, n int, noun string) evalResult {
	if c.noteViolation(s, keyword, "") {
		c.addError(s, keyword, Error{Message: "has " + countNoun(n, noun) + ", not " + bound, Expected: bound, Actual: countNoun(n, noun)})
	}
	return resultInvalid
}

func (c *valueCheck) checkPattern(s *schema.Schema, p *schema.Pattern, v string) evalResult {
	ok, err := c.match(p, v)
	switch {
	case err != nil:
		return c.unknownResult(&unknownCause{UncheckedPattern, s, "pattern"})
	case ok:
		return resultValid
	}
	if c.noteViolation(s, "pattern", "") {
		c.addMissed(s, "pattern", "a match of the pattern "+p.Source, countNoun(utf8.RuneCountInString(v), "character"))
	}
	return resultInvalid
}

func (c *valueCheck) checkTextFormat(s *schema.Schema, name, v string) evalResult {
	problem, known := c.Format(name, v)
	if !known || problem == "" {
		return resultValid
	}
	if c.noteViolation(s, "format", "") {
		c.addBadFormat(s, name, problem, "string")
	}
	return resultInvalid
}

func (c *valueCheck) addBadFormat(s *schema.Schema, name, problem, actual string) {
	expected := "in the format " + strconv.Quote(name)
	c.addError(s, "format", Error{Kind: FormatViolation, Message: "is not " + expected + ": " + problem, Expected: expected, Actual: actual})
}
