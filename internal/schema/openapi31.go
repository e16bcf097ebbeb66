package schema

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// object31 translates a Schema Object of OpenAPI 3.1, which is JSON Schema
// 2020-12. Keywords that are not known are annotations.
func (t *translation) object31() {
	t.to.Resource = t.resourceOf(t.node)
	if t.to.Resource.root == t.node {
		t.checkDialect(t.node.Member("$schema"))
	}
	t.references31()
	if !t.to.Resource.asserts {
		t.unvalidated31()
		return
	}
	t.types()
	t.common()
	if n := t.node.Member("const"); n != nil {
		t.to.Const = newEnum(n)
	}
	if t.to.If = t.below("if"); t.to.If != nil {
		t.to.Then, t.to.Else = t.below("then"), t.below("else")
	}
	t.keep(t.arrays31(), t.objects31())
	if n := t.node.Member("nullable"); n != nil {
		t.otherVersion(n, "`nullable` is not a keyword of OpenAPI 3.1, and is ignored", "Add null to `type`: type: [string, \"null\"].")
		if n.IsTrue() {
			t.to.Nullable = NullableInLater
			t.to.AcceptNull = t.options.LenientNullable
		}
	}
}

// unvalidated31 translates a schema of a dialect that has no validation keywords.
func (t *translation) unvalidated31() {
	t.to.AllOf, t.to.AnyOf, t.to.OneOf, t.to.Not = t.list("allOf"), t.list("anyOf"), t.list("oneOf"), t.below("not")
	if t.to.Resource.formats {
		t.format()
	}
	objects := noObjects()
	objects.Properties = t.properties("properties")
	objects.AdditionalProperties = t.below("additionalProperties")
	objects.byName = make(map[string]*Schema)
	for _, p := range objects.Properties {
		objects.byName[p.Name] = p.Schema
	}
	arrays := noArrays()
	arrays.Items = t.below("items")
	t.keep(&arrays, &objects)
}

func (t *translation) references31() {
	if n := t.keyword("$ref", spec.String, AnyType); n != nil {
		target, err := t.resolve(n)
		if err != nil {
			t.unusable("$ref", BadReference, AnyType)
		} else {
			t.to.Ref = t.schema(target)
		}
	}
	if n := t.keyword("$dynamicRef", spec.String, AnyType); n != nil {
		t.dynamicReference(n)
	}
}

func (t *translation) arrays31() *ArrayKeywords {
	k := t.arrays()
	if n := t.keyword("prefixItems", spec.Array, Array); n != nil {
		k.PrefixItems = t.schemas(n)
	}
	if k.Contains = t.below("contains"); k.Contains != nil {
		if n := t.limit("minContains", Array); n >= 0 {
			k.MinContains = n
		}
		k.MaxContains = t.limit("maxContains", Array)
	}
	k.UnevaluatedItems = t.below("unevaluatedItems")
	return k
}

func (t *translation) objects31() *ObjectKeywords {
	k := t.objects()
	for _, p := range t.properties("patternProperties") {
		n := t.node.At("patternProperties", p.Name)
		if pattern := t.pattern(p.Name, n); pattern != nil {
			k.PatternProperties = append(k.PatternProperties, PatternProperty{pattern, p.Schema})
		} else {
			t.unusable("patternProperties", BadPattern, Object)
		}
	}
	k.PropertyNames = t.below("propertyNames")
	k.UnevaluatedProperties = t.below("unevaluatedProperties")
	k.DependentSchemas = t.properties("dependentSchemas")
	if n := t.keyword("dependentRequired", spec.Object, Object); n != nil {
		for name, list := range n.Members() {
			required, ok := namesIn(list)
			if !ok || !list.Is(spec.Array) {
				t.bad(list, "dependentRequired", "an object of arrays of names", Object)
				continue
			}
			k.DependentRequired = append(k.DependentRequired, DependentRequired{name, required})
		}
	}
	return k
}

// exclusive31 translates an exclusive bound, which is a number.
func (t *translation) exclusive31(name string) *Decimal {
	if n := t.node.Member(name); n.Is(spec.Bool) {
		t.otherVersion(n, fmt.Sprintf("`%s` is a number in OpenAPI 3.1, and a boolean is ignored", name),
			fmt.Sprintf("Write the bound in `%s`, and remove it from `minimum` or `maximum`.", name))
		return nil
	}
	return t.decimal(name)
}

// checkDialect reports a dialect that is not JSON Schema 2020-12 or OpenAPI's.
func (c *Compiler) checkDialect(n *spec.Node) {
	uri := strings.TrimSuffix(n.Text(), "#")
	if n == nil || uri == dialect2020 || c.options.Resources[uri] != nil ||
		strings.HasPrefix(uri, "https://spec.openapis.org/oas/3.1/dialect/") ||
		strings.HasPrefix(uri, "https://spec.openapis.org/oas/3.2/dialect/") {
		return
	}
	c.problem(RuleDialect, n, fmt.Sprintf("the dialect %q is not known: the schemas are read as JSON Schema 2020-12, and keywords that are the dialect's own are not applied", uri),
		"Write the schemas in JSON Schema 2020-12, or add what the dialect asks for in its keywords.")
}

const dialect2020 = "https://json-schema.org/draft/2020-12/schema"
