package schema

import "slices"

// Subschemas returns the schemas that a schema contains or refers to.
func (s *Schema) Subschemas() []*Schema {
	k := s.Keywords()
	parts := []*Schema{k.Ref, k.Not, k.If, k.Then, k.Else}
	for _, list := range [][]*Schema{k.AllOf, k.AnyOf, k.OneOf} {
		parts = append(parts, list...)
	}
	if a := k.Array; a != nil {
		parts = append(append(parts, a.PrefixItems...), a.Items, a.Contains, a.UnevaluatedItems)
	}
	if o := k.Object; o != nil {
		parts = append(parts, o.AdditionalProperties, o.PropertyNames, o.UnevaluatedProperties)
		for _, p := range slices.Concat(o.Properties, o.DependentSchemas) {
			parts = append(parts, p.Schema)
		}
		for _, p := range o.PatternProperties {
			parts = append(parts, p.Schema)
		}
	}
	return parts
}
