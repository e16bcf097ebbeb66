package schema

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// noArrays and noObjects return keyword groups without requirements.
func noArrays() ArrayKeywords { return ArrayKeywords{MaxItems: -1, MinContains: 1, MaxContains: -1} }

func noObjects() ObjectKeywords { return ObjectKeywords{MaxProperties: -1} }

// arrayKeywords translates the keywords for arrays that both versions have.
func (t *schemaTranslation) arrayKeywords() *ArrayKeywords {
	k := noArrays()
	k.MinItems, k.MaxItems = t.countMinimum("minItems", Array), t.countLimit("maxItems", Array)
	if n := t.keywordValue("uniqueItems", spec.Bool, Array); n.IsTrue() {
		k.UniqueItems = true
	}
	if n := t.node.Member("items"); n.Is(spec.Array) {
		t.reportBadKeyword(n, "items", "a schema, not an array", Array)
	} else if n != nil {
		k.Items = t.schemaAt(n)
	}
	return &k
}

// objectKeywords translates the keywords for objects that both versions have.
func (t *schemaTranslation) objectKeywords() *ObjectKeywords {
	k := noObjects()
	k.MinProperties, k.MaxProperties = t.countMinimum("minProperties", Object), t.countLimit("maxProperties", Object)
	k.Properties = t.propertySchemas("properties")
	k.AdditionalProperties = t.subschema("additionalProperties")
	k.Required = t.requiredNames()
	k.byName = make(map[string]*Schema, len(k.Properties))
	for _, p := range k.Properties {
		k.byName[p.Name] = p.Schema
	}
	return &k
}

// propertySchemas returns the schemas of an object by name, sorted.
func (t *schemaTranslation) propertySchemas(name string) []Property {
	n := t.keywordValue(name, spec.Object, Object)
	if n == nil {
		return nil
	}
	all := make([]Property, 0, n.Len())
	for name, property := range n.Members() {
		all = append(all, Property{name, t.schemaAt(property)})
	}
	slices.SortFunc(all, func(a, b Property) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// requiredNames returns the names that `required` lists. A boolean, which older drafts of JSON
// Schema use, requires nothing.
func (t *schemaTranslation) requiredNames() []string {
	n := t.node.Member("required")
	if n.Is(spec.Bool) {
		t.addProblem(RuleKeywordType, n, "`required` must be an array of names, not a boolean",
			"List the name in `required` of the schema that has the property.")
		return nil
	}
	if n = t.keywordValue("required", spec.Array, Object); n == nil {
		return nil
	}
	names, ok := namesIn(n)
	if !ok {
		t.reportBadKeyword(n, "required", "an array of names", Object)
	}
	if len(names) < n.Len() {
		t.repeatedNames(n)
	}
	return names
}

// repeatedNames reports names that a list contains twice as a problem.
func (t *schemaTranslation) repeatedNames(n *spec.Node) {
	seen := make(map[string]bool, n.Len())
	for item := range n.All() {
		name, isText := item.AsString()
		if isText && seen[name] {
			t.addProblem(RuleKeywordType, item, fmt.Sprintf("`required` lists %q again", name), "Remove the repeated name.")
		}
		seen[name] = isText
	}
}

// namesIn returns the strings of an array, sorted and without duplicates; false if it has other
// items.
func namesIn(n *spec.Node) ([]string, bool) {
	names := n.Strings()
	complete := len(names) == n.Len()
	slices.Sort(names)
	return slices.Compact(names), complete
}

// setContainers stores the keyword groups that have a requirement.
func (t *schemaTranslation) setContainers(arrays *ArrayKeywords, objects *ObjectKeywords) {
	a := *arrays
	prefixed := len(a.PrefixItems) > 0
	a.PrefixItems = nil
	if empty := noArrays(); prefixed || !sameArrays(a, empty) {
		t.to.Array = arrays
	}
	if !objects.isEmpty() {
		t.to.Object = objects
	}
}

func sameArrays(a, b ArrayKeywords) bool {
	return a.MinItems == b.MinItems && a.MaxItems == b.MaxItems && a.UniqueItems == b.UniqueItems &&
		a.Items == b.Items && a.Contains == b.Contains && a.UnevaluatedItems == b.UnevaluatedItems
}

func (o *ObjectKeywords) isEmpty() bool {
	return o.MinProperties == 0 && o.MaxProperties < 0 && o.AdditionalProperties == nil && o.PropertyNames == nil &&
		o.UnevaluatedProperties == nil && len(o.Properties)+len(o.PatternProperties)+len(o.Required)+
		len(o.DependentRequired)+len(o.DependentSchemas) == 0
}
