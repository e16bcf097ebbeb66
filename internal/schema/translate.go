package schema

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/spec"
)

// A schemaTranslation is the translation of one Schema Object.
type schemaTranslation struct {
	*Compiler
	node *spec.Node
	to   *Keywords
}

// translateNode compiles the keywords of a schema, but not the schemas below it.
func (c *Compiler) translateNode(n *spec.Node) *Keywords {
	t := schemaTranslation{c, n, &Keywords{Types: AnyType}}
	switch n.Kind() {
	case spec.Bool:
		t.to.False = !n.IsTrue()
		if c.is30 && n.Name() != "additionalProperties" {
			c.addProblem(RuleKeywordVersion, n, "a boolean as schema is of OpenAPI 3.1", "Write {} for true, and {not: {}} for false.")
		}
		return t.to
	case spec.Object:
	default:
		c.addProblem(RuleKeywordType, n, fmt.Sprintf("a schema is an object, not %s", withArticle(n.Kind())), "Write a Schema Object.")
		t.addUnusable("", BadKeyword, AnyType)
		return t.to
	}
	if c.is30 {
		t.translateObject30()
	} else {
		t.translateObject31()
	}
	t.to.InPlace = t.to.InPlace || t.to.hasInPlace()
	return t.to
}

func (k *Keywords) hasInPlace() bool {
	return k.Ref != nil || k.DynamicRef != nil || k.Not != nil || k.If != nil ||
		len(k.AllOf)+len(k.AnyOf)+len(k.OneOf) > 0 || k.Object != nil && len(k.Object.DependentSchemas) > 0
}

// translateCommon translates the keywords that have the same meaning in both versions.
func (t *schemaTranslation) translateCommon() {
	t.translateEnum()
	t.translateStrings()
	t.translateNumbers()
	if t.to.Resource == nil || t.to.Resource.formats {
		t.translateFormat()
	}
	t.to.AllOf = t.schemaList("allOf")
	t.to.AnyOf = t.schemaList("anyOf")
	t.to.OneOf = t.schemaList("oneOf")
	t.to.Not = t.subschema("not")
	t.readFlag("readOnly", &t.to.ReadOnly)
	t.readFlag("writeOnly", &t.to.WriteOnly)
	if t.to.ReadOnly || t.to.WriteOnly {
		t.readWriteOnly.Store(true)
	}
	t.translateDiscriminator()
}

// keywordValue returns the value of a keyword, nil if it is absent. A value of the wrong JSON type
// is a problem, and nil; values of the given types then remain unchecked.
func (t *schemaTranslation) keywordValue(name string, kind spec.Kind, types Types) *spec.Node {
	n := t.node.Member(name)
	if n == nil || n.Is(kind) {
		return n
	}
	t.reportBadKeyword(n, name, fmt.Sprintf("%s, not %s", withArticle(kind), withArticle(n.Kind())), types)
	return nil
}

// reportBadKeyword reports a keyword with an invalid value.
func (t *schemaTranslation) reportBadKeyword(n *spec.Node, keyword, wantNotGot string, types Types) {
	t.addProblem(RuleKeywordType, n, fmt.Sprintf("`%s` must be %s", keyword, wantNotGot),
		"Correct the keyword. Until then, values that it applies to are not checked against it.")
	t.addUnusable(keyword, BadKeyword, types)
}

func (t *schemaTranslation) addUnusable(keyword string, reason UnusableReason, types Types) {
	t.to.Unusable = append(t.to.Unusable, Unusable{keyword, reason, types})
}

// reportOtherVersion reports a keyword that the document's version lacks.
func (t *schemaTranslation) reportOtherVersion(n *spec.Node, message, fix string) {
	t.addProblem(RuleKeywordVersion, n, message, fix)
}

func (t *schemaTranslation) readFlag(name string, to *bool) {
	if n := t.node.Member(name); n.Is(spec.Bool) {
		*to = n.IsTrue()
	} else if n != nil {
		t.addProblem(RuleKeywordType, n, fmt.Sprintf("`%s` must be a boolean, not %s", name, withArticle(n.Kind())), "Write true or false.")
	}
}

// schemaList returns the schemas of allOf, anyOf or oneOf.
func (t *schemaTranslation) schemaList(name string) []*Schema {
	n := t.keywordValue(name, spec.Array, AnyType)
	if n == nil {
		return nil
	}
	if n.Len() == 0 {
		t.reportBadKeyword(n, name, "an array with at least one schema", AnyType)
		return nil
	}
	return t.itemSchemas(n)
}

func (t *schemaTranslation) itemSchemas(n *spec.Node) []*Schema {
	all := make([]*Schema, 0, n.Len())
	for _, item := range n.Items() {
		all = append(all, t.schemaAt(item))
	}
	return all
}

// subschema returns the schema of a keyword, nil if it is absent.
func (t *schemaTranslation) subschema(name string) *Schema {
	if n := t.node.Member(name); n != nil {
		return t.schemaAt(n)
	}
	return nil
}

func (t *schemaTranslation) translateEnum() {
	if n := t.keywordValue("enum", spec.Array, AnyType); n != nil {
		values := make([]*spec.Node, 0, n.Len())
		for item := range n.All() {
			values = append(values, item)
		}
		if len(values) == 0 {
			t.addProblem(RuleKeywordType, n, "`enum` lists no value, so that nothing conforms", "List the values, or remove the keyword.")
		}
		t.to.Enum = newEnum(values...)
	}
}

func withArticle(kind spec.Kind) string {
	switch kind {
	case spec.Null:
		return "null"
	case spec.Array, spec.Object:
		return "an " + kind.String()
	}
	return "a " + kind.String()
}
