package schema

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// types translates `type`, which is a name or a list of names.
func (t *translation) types() {
	n := t.node.Member("type")
	switch n.Kind() {
	case spec.Missing:
	case spec.String:
		t.to.Types = t.typeAt(n)
	case spec.Array:
		if n.Len() == 0 {
			t.bad(n, "type", "the name of a type, or an array with at least one", AnyType)
			return
		}
		t.to.Types = 0
		for _, item := range n.Items() {
			t.to.Types |= t.typeAt(item)
		}
	default:
		t.bad(n, "type", "the name of a type, not "+withArticle(n.Kind()), AnyType)
	}
}

// typeAt returns the types that a name allows; any, if it is no type.
func (t *translation) typeAt(n *spec.Node) Types {
	if types := typeNamed(n.Text()); types != 0 && n.Is(spec.String) {
		return types
	}
	fix := "Write one of null, boolean, integer, number, string, array and object."
	if lower := strings.ToLower(n.Text()); typeNamed(lower) != 0 {
		fix = "Write " + lower + "."
	}
	t.problem(RuleKeywordType, n, fmt.Sprintf("%q is not a type of JSON Schema", n.Text()), fix)
	t.unusable("type", BadKeyword, AnyType)
	return AnyType
}

// strings translates the keywords for strings.
func (t *translation) strings() {
	k := StringKeywords{MinLength: t.size("minLength", String), MaxLength: t.limit("maxLength", String)}
	if n := t.keyword("pattern", spec.String, String); n != nil {
		if k.Pattern = t.pattern(n.Text(), n); k.Pattern == nil {
			t.unusable("pattern", BadPattern, String)
		}
	}
	if k != (StringKeywords{MaxLength: -1}) {
		t.to.String = &k
	}
}

// format translates `format`, which is for values of any type.
func (t *translation) format() {
	if n := t.node.Member("format"); n.Is(spec.String) {
		t.to.Format = n.Text()
	} else if n != nil {
		t.problem(RuleKeywordType, n, "`format` must be a string, not "+withArticle(n.Kind()), "Write the name of a format.")
	}
}

// numbers translates the keywords for numbers but the exclusive bounds.
func (t *translation) numbers() {
	k := NumberKeywords{Minimum: t.decimal("minimum"), Maximum: t.decimal("maximum"), MultipleOf: t.decimal("multipleOf")}
	if k.MultipleOf != nil && k.MultipleOf.Sign() <= 0 {
		t.bad(t.node.Member("multipleOf"), "multipleOf", "more than 0", Number)
		k.MultipleOf = nil
	}
	if t.is30 {
		t.exclusive30("exclusiveMinimum", &k.Minimum, &k.ExclusiveMinimum)
		t.exclusive30("exclusiveMaximum", &k.Maximum, &k.ExclusiveMaximum)
	} else {
		k.ExclusiveMinimum = t.exclusive31("exclusiveMinimum")
		k.ExclusiveMaximum = t.exclusive31("exclusiveMaximum")
	}
	if k != (NumberKeywords{}) {
		t.to.Number = &k
	}
}

func (t *translation) decimal(name string) *Decimal {
	n := t.keyword(name, spec.Number, Number)
	if n == nil {
		return nil
	}
	d, ok := ParseDecimal(n.Text())
	if !ok {
		t.bad(n, name, "a number of at most 10,000 digits with an exponent of at most ±10,000", Number)
		return nil
	}
	return &d
}

// limit returns a length or a count, -1 if the keyword is absent.
func (t *translation) limit(name string, types Types) int {
	n := t.keyword(name, spec.Number, types)
	if n == nil {
		return -1
	}
	d, ok := ParseDecimal(n.Text())
	size, integer := d.size()
	if !ok || !integer {
		t.bad(n, name, "an integer of at least 0", types)
		return -1
	}
	return size
}

// size is limit for keywords of which the default is 0.
func (t *translation) size(name string, types Types) int { return max(0, t.limit(name, types)) }
