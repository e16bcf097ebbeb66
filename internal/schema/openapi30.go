package schema

import (
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// object30 translates a Schema Object of OpenAPI 3.0.
func (t *translation) object30() {
	if t.node.Member("$ref").Is(spec.String) {
		t.reference30()
		return
	}
	t.types()
	if n := t.node.Member("type"); n.Is(spec.Array) || n.Text() == "null" {
		t.otherVersion(n, "`type` is one name in OpenAPI 3.0, and not null; it is read as OpenAPI 3.1 does",
			"Write one type, and `nullable: true` for null.")
	}
	t.common()
	arrays, objects := t.arrays(), t.objects()
	if t.node.Member("type").Text() == "array" && t.node.Member("items") == nil {
		t.problem(RuleItemsMissing, t.node, "an array schema of OpenAPI 3.0 must have `items`", "Add `items`, which may be {}.")
	}
	t.keep(arrays, objects)
	t.nullable()
	for _, name := range later {
		if n := t.node.Member(name); n != nil {
			t.otherVersion(n, fmt.Sprintf("`%s` is not a keyword of OpenAPI 3.0, and is ignored", name),
				"Remove the keyword, or write the document in OpenAPI 3.1.")
		}
	}
}

// later are the keywords of JSON Schema that OpenAPI 3.0 does not have.
var later = []string{
	"$id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "$defs", "$vocabulary", "const", "if", "then", "else",
	"prefixItems", "contains", "minContains", "maxContains", "patternProperties", "propertyNames", "dependentRequired",
	"dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema",
}

// IsLaterKeyword reports whether a name is a keyword of JSON Schema that OpenAPI 3.0
// does not have.
func IsLaterKeyword(name string) bool { return slices.Contains(later, name) }

// reference30 translates a reference with `nullable` beside it. Keywords beside
// $ref are ignored in OpenAPI 3.0.
func (t *translation) reference30() {
	target, err := t.resolve(t.node.Member("$ref"))
	if err != nil {
		t.unusable("$ref", BadReference, AnyType)
		return
	}
	t.to.Ref = t.schema(target)
	t.to.Nullable = NullableBesideRef
	t.to.AcceptNull = t.options.LenientNullable
}

// nullable translates `nullable: true`, which adds null to the `type` beside it
// and has no other effect (OpenAPI 3.0.3, "Clarify Semantics of nullable").
func (t *translation) nullable() {
	var nullable bool
	if t.flag("nullable", &nullable); !nullable {
		return
	}
	typed := t.node.Member("type") != nil
	if typed {
		t.to.Types |= Null
	}
	switch {
	case t.to.Enum != nil && t.to.Enum.Has(nil) == False:
		t.to.Nullable = NullableWithEnum
	case t.to.hasInPlace() && typed:
		t.to.Nullable = NullableBesideSchemas
	case t.to.hasInPlace():
		t.to.Nullable = NullableWithoutType
	default:
		return
	}
	t.to.AcceptNull = t.options.LenientNullable
}

// exclusive30 translates a boolean that makes the bound beside it exclusive.
func (t *translation) exclusive30(name string, inclusive, exclusive **Decimal) {
	n := t.node.Member(name)
	switch {
	case n.Is(spec.Number):
		t.otherVersion(n, fmt.Sprintf("`%s` is a boolean in OpenAPI 3.0, and a number is ignored", name),
			"Write the number in `minimum` or `maximum`, and true here.")
	case t.keyword(name, spec.Bool, Number).IsTrue():
		*inclusive, *exclusive = nil, *inclusive
	}
}
