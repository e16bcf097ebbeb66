package schema

import (
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// translateObject30 translates a Schema Object of OpenAPI 3.0.
func (t *schemaTranslation) translateObject30() {
	if t.node.Member("$ref").Is(spec.String) {
		t.translateReference30()
		return
	}
	t.translateTypes()
	if n := t.node.Member("type"); n.Is(spec.Array) || n.Text() == "null" {
		t.reportOtherVersion(n, "`type` is one name in OpenAPI 3.0, and not null; it is read as OpenAPI 3.1 does",
			"Write one type, and `nullable: true` for null.")
	}
	t.translateCommon()
	arrays, objects := t.arrayKeywords(), t.objectKeywords()
	if t.node.Member("type").Text() == "array" && t.node.Member("items") == nil {
		t.addProblem(RuleItemsMissing, t.node, "an array schema of OpenAPI 3.0 must have `items`", "Add `items`, which may be {}.")
	}
	t.setContainers(arrays, objects)
	t.translateNullable()
	for _, name := range laterKeywords {
		if n := t.node.Member(name); n != nil {
			t.reportOtherVersion(n, fmt.Sprintf("`%s` is not a keyword of OpenAPI 3.0, and is ignored", name),
				"Remove the keyword, or write the document in OpenAPI 3.1.")
		}
	}
}

// laterKeywords are the keywords of JSON Schema that OpenAPI 3.0 does not have.
var laterKeywords = []string{
	"$id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "$defs", "$vocabulary", "const", "if", "then", "else",
	"prefixItems", "contains", "minContains", "maxContains", "patternProperties", "propertyNames", "dependentRequired",
	"dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema",
}

// IsLaterKeyword reports whether a name is a keyword of JSON Schema that OpenAPI 3.0
// does not have.
func IsLaterKeyword(name string) bool { return slices.Contains(laterKeywords, name) }

// translateReference30 translates a reference with `nullable` beside it. Keywords beside
// $ref are ignored in OpenAPI 3.0.
func (t *schemaTranslation) translateReference30() {
	target, err := t.resolveReference(t.node.Member("$ref"))
	if err != nil {
		t.addUnusable("$ref", BadReference, AnyType)
		return
	}
	t.to.Ref = t.schemaAt(target)
	t.to.Nullable = NullableBesideRef
	t.to.AcceptNull = t.options.LenientNullable
}

// translateNullable translates `nullable: true`, which adds null to the `type` beside it
// and has no other effect (OpenAPI 3.0.3, "Clarify Semantics of nullable").
func (t *schemaTranslation) translateNullable() {
	var nullable bool
	if t.readFlag("nullable", &nullable); !nullable {
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

// exclusiveBound30 translates a boolean that makes the bound beside it exclusive.
func (t *schemaTranslation) exclusiveBound30(name string, inclusive, exclusive **Decimal) {
	n := t.node.Member(name)
	switch {
	case n.Is(spec.Number):
		t.reportOtherVersion(n, fmt.Sprintf("`%s` is a boolean in OpenAPI 3.0, and a number is ignored", name),
			"Write the number in `minimum` or `maximum`, and true here.")
	case t.keywordValue(name, spec.Bool, Number).IsTrue():
		*inclusive, *exclusive = nil, *inclusive
	}
}
