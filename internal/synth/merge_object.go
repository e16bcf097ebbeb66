package synth

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

func mergeObjects(sum, a, b *openapi3.Schema) {
	sum.Required = append(slices.Clip(a.Required), b.Required...)
	sum.MinProps, sum.MaxProps = max(a.MinProps, b.MinProps), lowerOf(a.MaxProps, b.MaxProps)
	sum.PropertyNames = mergeRefs(a.PropertyNames, b.PropertyNames)
	sum.Properties = bothMembers(a, b)
	sum.PatternProperties = unionSchemas(a.PatternProperties, b.PatternProperties)
	sum.AdditionalProperties = bothAdditional(a.AdditionalProperties, b.AdditionalProperties)
	sum.DependentRequired = unionOf(a.DependentRequired, b.DependentRequired, func(x, y []string) []string { return append(slices.Clip(x), y...) })
	if !isSet(sum.UnevaluatedProperties) {
		sum.UnevaluatedProperties = b.UnevaluatedProperties
	}
}

// bothMembers joins the properties of two schemas. Either may forbid or restrict members that only
// the other one names.
func bothMembers(a, b *openapi3.Schema) openapi3.Schemas {
	all := unionSchemas(a.Properties, b.Properties)
	for name, member := range all {
		for _, s := range []*openapi3.Schema{a, b} {
			if s.Properties[name] != nil || matchesPattern(s, name) {
				continue
			}
			if isClosed(s) {
				delete(all, name)
				break
			}
			member = mergeRefs(member, s.AdditionalProperties.Schema)
			all[name] = member
		}
	}
	return all
}

func isClosed(s *openapi3.Schema) bool {
	has := s.AdditionalProperties.Has
	return has != nil && !*has || isFalse(s.AdditionalProperties.Schema)
}

func isFalse(ref *openapi3.SchemaRef) bool {
	return ref != nil && ref.Value != nil && ref.Value.Always != nil && !*ref.Value.Always
}

func bothAdditional(a, b openapi3.AdditionalProperties) openapi3.AdditionalProperties {
	no := false
	for _, p := range []openapi3.AdditionalProperties{a, b} {
		if p.Has != nil && !*p.Has {
			return openapi3.AdditionalProperties{Has: &no}
		}
	}
	if a.Has == nil {
		a.Has = b.Has
	}
	return openapi3.AdditionalProperties{Has: a.Has, Schema: mergeRefs(a.Schema, b.Schema)}
}

func unionSchemas(a, b openapi3.Schemas) openapi3.Schemas { return unionOf(a, b, mergeRefs) }

func unionOf[M ~map[string]V, V any](a, b M, join func(V, V) V) M {
	all := make(M, len(a)+len(b))
	maps.Copy(all, a)
	for name, v := range b {
		if old, ok := all[name]; ok {
			v = join(old, v)
		}
		all[name] = v
	}
	return all
}
