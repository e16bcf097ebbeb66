package schema

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/spec"
)

// A translation is the work on one Schema Object.
type translation struct {
	*Compiler
	node *spec.Node
	to   *Keywords
}

// translate compiles the keywords of a schema, but not the schemas below it.
func (c *Compiler) translate(n *spec.Node) *Keywords {
	t := translation{c, n, &Keywords{Types: AnyType}}
	switch n.Kind() {
	case spec.Bool:
		t.to.False = !n.IsTrue()
		if c.is30 && n.Name() != "additionalProperties" {
			c.problem(RuleKeywordVersion, n, "a boolean as schema is of OpenAPI 3.1", "Write {} for true, and {not: {}} for false.")
		}
		return t.to
	case spec.Object:
	default:
		c.problem(RuleKeywordType, n, fmt.Sprintf("a schema is an object, not %s", withArticle(n.Kind())), "Write a Schema Object.")
		t.unusable("", BadKeyword, AnyType)
		return t.to
	}
	if c.is30 {
		t.object30()
	} else {
		t.object31()
	}
	t.to.InPlace = t.to.InPlace || t.to.hasInPlace()
	return t.to
}

func (k *Keywords) hasInPlace() bool {
	return k.Ref != nil || k.DynamicRef != nil || k.Not != nil || k.If != nil ||
		len(k.AllOf)+len(k.AnyOf)+len(k.OneOf) > 0 || k.Object != nil && len(k.Object.DependentSchemas) > 0
}

// common translates the keywords that both versions have with one meaning.
func (t *translation) common() {
	t.enum()
	t.strings()
	t.numbers()
	if t.to.Resource == nil || t.to.Resource.formats {
		t.format()
	}
	t.to.AllOf = t.list("allOf")
	t.to.AnyOf = t.list("anyOf")
	t.to.OneOf = t.list("oneOf")
	t.to.Not = t.below("not")
	t.flag("readOnly", &t.to.ReadOnly)
	t.flag("writeOnly", &t.to.WriteOnly)
	if t.to.ReadOnly || t.to.WriteOnly {
		t.oneWay.Store(true)
	}
	t.discriminator()
}

// keyword returns the value of a keyword, nil if it is absent or not of the JSON
// type that it must have, which is a problem: values of the types then remain
// unchecked.
func (t *translation) keyword(name string, kind spec.Kind, types Types) *spec.Node {
	n := t.node.Member(name)
	if n == nil || n.Is(kind) {
		return n
	}
	t.bad(n, name, fmt.Sprintf("%s, not %s", withArticle(kind), withArticle(n.Kind())), types)
	return nil
}

// bad reports a keyword with a value that it cannot have.
func (t *translation) bad(n *spec.Node, keyword, wantNotGot string, types Types) {
	t.problem(RuleKeywordType, n, fmt.Sprintf("`%s` must be %s", keyword, wantNotGot),
		"Correct the keyword. Until then, values that it applies to are not checked against it.")
	t.unusable(keyword, BadKeyword, types)
}

func (t *translation) unusable(keyword string, reason UnusableReason, types Types) {
	t.to.Unusable = append(t.to.Unusable, Unusable{keyword, reason, types})
}

// otherVersion reports a keyword that the document's version does not have.
func (t *translation) otherVersion(n *spec.Node, message, fix string) {
	t.problem(RuleKeywordVersion, n, message, fix)
}

func (t *translation) flag(name string, to *bool) {
	if n := t.node.Member(name); n.Is(spec.Bool) {
		*to = n.IsTrue()
	} else if n != nil {
		t.problem(RuleKeywordType, n, fmt.Sprintf("`%s` must be a boolean, not %s", name, withArticle(n.Kind())), "Write true or false.")
	}
}

// list returns the schemas of allOf, anyOf or oneOf.
func (t *translation) list(name string) []*Schema {
	n := t.keyword(name, spec.Array, AnyType)
	if n == nil {
		return nil
	}
	if n.Len() == 0 {
		t.bad(n, name, "an array with at least one schema", AnyType)
		return nil
	}
	return t.schemas(n)
}

func (t *translation) schemas(n *spec.Node) []*Schema {
	all := make([]*Schema, 0, n.Len())
	for _, item := range n.Items() {
		all = append(all, t.schema(item))
	}
	return all
}

// below returns the schema of a keyword, nil if it is absent.
func (t *translation) below(name string) *Schema {
	if n := t.node.Member(name); n != nil {
		return t.schema(n)
	}
	return nil
}

func (t *translation) enum() {
	if n := t.keyword("enum", spec.Array, AnyType); n != nil {
		values := make([]*spec.Node, 0, n.Len())
		for item := range n.All() {
			values = append(values, item)
		}
		if len(values) == 0 {
			t.problem(RuleKeywordType, n, "`enum` lists no value, so that nothing conforms", "List the values, or remove the keyword.")
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
