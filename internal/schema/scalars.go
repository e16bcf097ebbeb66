package schema

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// translateTypes translates `type`, which is a name or a list of names.
func (t *schemaTranslation) translateTypes() {
	n := t.node.Member("type")
	switch n.Kind() {
	case spec.Missing:
	case spec.String:
		t.to.Types = t.typeAt(n)
	case spec.Array:
		if n.Len() == 0 {
			t.reportBadKeyword(n, "type", "the name of a type, or an array with at least one", AnyType)
			return
		}
		t.to.Types = 0
		for _, item := range n.Items() {
			t.to.Types |= t.typeAt(item)
		}
	default:
		t.reportBadKeyword(n, "type", "the name of a type, not "+withArticle(n.Kind()), AnyType)
	}
}

// typeAt returns the types that a name allows; any type if the name is invalid.
func (t *schemaTranslation) typeAt(n *spec.Node) Types {
	if types := typeNamed(n.Text()); types != 0 && n.Is(spec.String) {
		return types
	}
	fix := "Write one of null, boolean, integer, number, string, array and object."
	if lower := strings.ToLower(n.Text()); typeNamed(lower) != 0 {
		fix = "Write " + lower + "."
	}
	t.addProblem(RuleKeywordType, n, fmt.Sprintf("%q is not a type of JSON Schema", n.Text()), fix)
	t.addUnusable("type", BadKeyword, AnyType)
	return AnyType
}

// translateStrings translates the keywords for strings.
func (t *schemaTranslation) translateStrings() {
	k := StringKeywords{MinLength: t.countMinimum("minLength", String), MaxLength: t.countLimit("maxLength", String)}
	if n := t.keywordValue("pattern", spec.String, String); n != nil {
		if k.Pattern = t.compilePattern(n.Text(), n); k.Pattern == nil {
			t.addUnusable("pattern", BadPattern, String)
		}
	}
	if k != (StringKeywords{MaxLength: -1}) {
		t.to.String = &k
	}
}

// translateFormat translates `format`, which applies to values of any type.
func (t *schemaTranslation) translateFormat() {
	if n := t.node.Member("format"); n.Is(spec.String) {
		t.to.Format = n.Text()
	} else if n != nil {
		t.addProblem(RuleKeywordType, n, "`format` must be a string, not "+withArticle(n.Kind()), "Write the name of a format.")
	}
}

// translateNumbers translates the keywords for numbers, except for the exclusive bounds.
func (t *schemaTranslation) translateNumbers() {
	k := NumberKeywords{Minimum: t.decimalKeyword("minimum"), Maximum: t.decimalKeyword("maximum"), MultipleOf: t.decimalKeyword("multipleOf")}
	if k.MultipleOf != nil && k.MultipleOf.Sign() <= 0 {
		t.reportBadKeyword(t.node.Member("multipleOf"), "multipleOf", "more than 0", Number)
		k.MultipleOf = nil
	}
	if t.is30 {
		t.exclusiveBound30("exclusiveMinimum", &k.Minimum, &k.ExclusiveMinimum)
		t.exclusiveBound30("exclusiveMaximum", &k.Maximum, &k.ExclusiveMaximum)
	} else {
		k.ExclusiveMinimum = t.exclusiveBound31("exclusiveMinimum")
		k.ExclusiveMaximum = t.exclusiveBound31("exclusiveMaximum")
	}
	if k != (NumberKeywords{}) {
		t.to.Number = &k
	}
}

func (t *schemaTranslation) decimalKeyword(name string) *Decimal {
	n := t.keywordValue(name, spec.Number, Number)
	if n == nil {
		return nil
	}
	d, ok := ParseDecimal(n.Text())
	if !ok {
		t.reportBadKeyword(n, name, "a number of at most 10,000 digits with an exponent of at most ±10,000", Number)
		return nil
	}
	return &d
}

// countLimit returns a length or a count, -1 if the keyword is absent.
func (t *schemaTranslation) countLimit(name string, types Types) int {
	n := t.keywordValue(name, spec.Number, types)
	if n == nil {
		return -1
	}
	d, ok := ParseDecimal(n.Text())
	size, integer := d.asCount()
	if !ok || !integer {
		t.reportBadKeyword(n, name, "an integer of at least 0", types)
		return -1
	}
	return size
}

// countMinimum is countLimit for keywords whose default is 0.
func (t *schemaTranslation) countMinimum(name string, types Types) int {
	return max(0, t.countLimit(name, types))
}
