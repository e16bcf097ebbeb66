package schemamatch

import (
	"slices"
	"unicode/utf8"
	"unsafe"

	"github.com/apicontract/apicontract/internal/schema"
)

// maxNumber is the maximum length of a number.
const maxNumber = 300

// integerFormats holds the bounds of the integer formats. Integers with fewer digits than the
// bounds need no check.
var integerFormats = map[string]numberRule{
	"int32": {rangeOf("-2147483648", "2147483647"), len("-2147483648") - 2},
	"int64": {rangeOf("-9223372036854775808", "9223372036854775807"), len("-9223372036854775808") - 2},
}

func rangeOf(least, most string) *schema.NumberKeywords {
	minimum, _ := schema.ParseDecimal(least)
	maximum, _ := schema.ParseDecimal(most)
	return &schema.NumberKeywords{Minimum: &minimum, Maximum: &maximum}
}

// matchString returns the index after the string at p if it conforms to n, else -1.
func (m *Matcher) matchString(n *schemaNode, p int) int {
	end, plain := stringEnd(m.b, p+1)
	if end < 0 || n.types&schema.String == 0 {
		return -1
	}
	if n.capture == 0 && n.text == nil && n.enum == nil {
		return end + 1
	}
	s := m.b[p+1 : end : end]
	if !plain {
		s = unquoteInto(m.unquoted[n.capture], m.b[p:end+1])
		m.unquoted[n.capture] = s
	}
	if n.enum != nil && !n.enum.strings[string(s)] || n.text != nil && !n.text.allows(s, &m.patternSteps) {
		return -1
	}
	if n.capture > 0 {
		m.captured[n.capture] = s
	}
	return end + 1
}

// allows reports whether a text conforms. It reports false if the steps do not suffice for its
// patterns.
func (t *textRule) allows(s []byte, steps *int) bool {
	// A character has one to four bytes, so most lengths need no counting.
	if t.min > 0 && len(s)/4 < t.min && utf8.RuneCount(s) < t.min {
		return false
	}
	if t.max >= 0 && len(s) > t.max && utf8.RuneCount(s) > t.max {
		return false
	}
	for _, check := range t.checks {
		if !check(s) {
			return false
		}
	}
	for _, p := range t.patterns {
		if matches, err := p.MatchWithin(stringView(s), steps); !matches || err != nil {
			return false
		}
	}
	return true
}

// matchNumber returns the index after the number at p if it conforms to n, else -1.
func (m *Matcher) matchNumber(n *schemaNode, p int) int {
	end, integer := numberEnd(m.b, p)
	if end < 0 || end-p > maxNumber {
		return -1
	}
	s := m.b[p:end]
	if integer && n.types&schema.Integer == 0 {
		return -1
	}
	if n.enum == nil && (integer && n.isShort(len(s)) || n.numbers == nil && n.types&schema.Fraction != 0 && !hasExponent(s)) {
		return end
	}
	d, ok := schema.ParseDecimal(stringView(s))
	if !ok || !n.allowsNumber(d) {
		return -1
	}
	return end
}

// isShort reports whether an integer of a length needs no check.
func (n *schemaNode) isShort(length int) bool {
	for i := range n.numbers {
		if length > n.numbers[i].short {
			return false
		}
	}
	return true
}

func (n *schemaNode) allowsNumber(d schema.Decimal) bool {
	if n.types&schema.Integer == 0 || n.types&schema.Fraction == 0 && !d.IsInteger() || n.enum != nil && !n.enum.hasNumber(d) {
		return false
	}
	for i := range n.numbers {
		if !n.numbers[i].allows(d) {
			return false
		}
	}
	return true
}

func (e *enumRule) hasNumber(d schema.Decimal) bool { return slices.ContainsFunc(e.numbers, d.Equal) }

func (r *numberRule) allows(d schema.Decimal) bool {
	k := r.keywords
	return (k.Minimum == nil || d.Compare(*k.Minimum) >= 0) &&
		(k.Maximum == nil || d.Compare(*k.Maximum) <= 0) &&
		(k.ExclusiveMinimum == nil || d.Compare(*k.ExclusiveMinimum) > 0) &&
		(k.ExclusiveMaximum == nil || d.Compare(*k.ExclusiveMaximum) < 0) &&
		(k.MultipleOf == nil || d.IsMultipleOf(*k.MultipleOf))
}

func hasExponent(s []byte) bool {
	return slices.ContainsFunc(s, func(c byte) bool { return c|0x20 == 'e' })
}

// stringView returns a string that shares the bytes, for functions that do not keep it.
func stringView(s []byte) string { return unsafe.String(unsafe.SliceData(s), len(s)) }
