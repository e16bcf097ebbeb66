package schema

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// translateObject31 translates a Schema Object of OpenAPI 3.1, which is JSON Schema 2020-12.
// Unknown keywords are annotations.
func (t *schemaTranslation) translateObject31() {
	t.to.Resource = t.resourceOf(t.node)
	if t.to.Resource.root == t.node {
		t.checkDialect(t.node.Member("$schema"))
	}
	t.translateReferences31()
	if !t.to.Resource.asserts {
		t.translateUnvalidated31()
		return
	}
	t.translateTypes()
	t.translateCommon()
	if n := t.node.Member("const"); n != nil {
		t.to.Const = newEnum(n)
	}
	if t.to.If = t.subschema("if"); t.to.If != nil {
		t.to.Then, t.to.Else = t.subschema("then"), t.subschema("else")
	}
	t.setContainers(t.arrayKeywords31(), t.objectKeywords31())
	if n := t.node.Member("nullable"); n != nil {
		t.reportOtherVersion(n, "`nullable` is not a keyword of OpenAPI 3.1, and is ignored", "Add null to `type`: type: [string, \"null\"].")
		if n.IsTrue() {
			t.to.Nullable = NullableInLater
			t.to.AcceptNull = t.options.LenientNullable
		}
	}
}

// translateUnvalidated31 translates a schema of a dialect that has no validation keywords.
func (t *schemaTranslation) translateUnvalidated31() {
	t.to.AllOf, t.to.AnyOf, t.to.OneOf, t.to.Not = t.schemaList("allOf"), t.schemaList("anyOf"), t.schemaList("oneOf"), t.subschema("not")
	if t.to.Resource.formats {
		t.translateFormat()
	}
	objects := noObjects()
	objects.Properties = t.propertySchemas("properties")
	objects.AdditionalProperties = t.subschema("additionalProperties")
	objects.byName = make(map[string]*Schema)
	for _, p := range objects.Properties {
		objects.byName[p.Name] = p.Schema
	}
	arrays := noArrays()
	arrays.Items = t.subschema("items")
	t.setContainers(&arrays, &objects)
}

func (t *schemaTranslation) translateReferences31() {
	if n := t.keywordValue("$ref", spec.String, AnyType); n != nil {
		target, err := t.resolveReference(n)
		if err != nil {
			t.addUnusable("$ref", BadReference, AnyType)
		} else {
			t.to.Ref = t.schemaAt(target)
		}
	}
	if n := t.keywordValue("$dynamicRef", spec.String, AnyType); n != nil {
		t.dynamicReference(n)
	}
}

func (t *schemaTranslation) arrayKeywords31() *ArrayKeywords {
	k := t.arrayKeywords()
	if n := t.keywordValue("prefixItems", spec.Array, Array); n != nil {
		k.PrefixItems = t.itemSchemas(n)
	}
	if k.Contains = t.subschema("contains"); k.Contains != nil {
		if n := t.countLimit("minContains", Array); n >= 0 {
			k.MinContains = n
		}
		k.MaxContains = t.countLimit("maxContains", Array)
	}
	k.UnevaluatedItems = t.subschema("unevaluatedItems")
	return k
}

func (t *schemaTranslation) objectKeywords31() *ObjectKeywords {
	k := t.objectKeywords()
	for _, p := range t.propertySchemas("patternProperties") {
		n := t.node.At("patternProperties", p.Name)
		if pattern := t.compilePattern(p.Name, n); pattern != nil {
			k.PatternProperties = append(k.PatternProperties, PatternProperty{pattern, p.Schema})
		} else {
			t.addUnusable("patternProperties", BadPattern, Object)
		}
	}
	k.PropertyNames = t.subschema("propertyNames")
	k.UnevaluatedProperties = t.subschema("unevaluatedProperties")
	k.DependentSchemas = t.propertySchemas("dependentSchemas")
	if n := t.keywordValue("dependentRequired", spec.Object, Object); n != nil {
		for name, list := range n.Members() {
			required, ok := namesIn(list)
			if !ok || !list.Is(spec.Array) {
				t.reportBadKeyword(list, "dependentRequired", "an object of arrays of names", Object)
				continue
			}
			k.DependentRequired = append(k.DependentRequired, DependentRequired{name, required})
		}
	}
	return k
}

// exclusiveBound31 translates an exclusive bound, which is a number.
func (t *schemaTranslation) exclusiveBound31(name string) *Decimal {
	if n := t.node.Member(name); n.Is(spec.Bool) {
		t.reportOtherVersion(n, fmt.Sprintf("`%s` is a number in OpenAPI 3.1, and a boolean is ignored", name),
			fmt.Sprintf("Write the bound in `%s`, and remove it from `minimum` or `maximum`.", name))
		return nil
	}
	return t.decimalKeyword(name)
}

// checkDialect reports a dialect that is not JSON Schema 2020-12 or OpenAPI's.
func (c *Compiler) checkDialect(n *spec.Node) {
	uri := strings.TrimSuffix(n.Text(), "#")
	if n == nil || uri == dialect2020 || c.options.Resources[uri] != nil ||
		strings.HasPrefix(uri, "https://spec.openapis.org/oas/3.1/dialect/") ||
		strings.HasPrefix(uri, "https://spec.openapis.org/oas/3.2/dialect/") {
		return
	}
	c.addProblem(RuleDialect, n, fmt.Sprintf("the dialect %q is not known: the schemas are read as JSON Schema 2020-12, and keywords that are the dialect's own are not applied", uri),
		"Write the schemas in JSON Schema 2020-12, or add what the dialect asks for in its keywords.")
}

const dialect2020 = "https://json-schema.org/draft/2020-12/schema"
