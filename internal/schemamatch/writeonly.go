package schemamatch

import "github.com/apicontract/apicontract/internal/schema"

// mayHoldWriteOnly reports whether a schema, or one for a part of its values, may be writeOnly. It
// reports true if the search takes too long.
func (c *Compiler) mayHoldWriteOnly(s *schema.Schema) bool {
	found, known := c.writeOnly[s]
	if !known {
		found = (&writeOnlySearch{seen: make(map[*schema.Schema]bool)}).inSchemas(s)
		c.writeOnly[s] = found
	}
	return found
}

type writeOnlySearch struct{ seen map[*schema.Schema]bool }

func (w *writeOnlySearch) inSchemas(schemas ...*schema.Schema) bool {
	const most = 300
	for _, s := range schemas {
		if s == nil || w.seen[s] {
			continue
		}
		w.seen[s] = true
		if len(w.seen) > most || w.inKeywords(s.Keywords()) {
			return true
		}
	}
	return false
}

func (w *writeOnlySearch) inKeywords(k *schema.Keywords) bool {
	return k.WriteOnly || k.DynamicRef != nil || w.inSchemas(k.Ref, k.If, k.Then, k.Else) ||
		w.inSchemas(k.AllOf...) || w.inSchemas(k.AnyOf...) || w.inSchemas(k.OneOf...) ||
		k.Array != nil && (w.inSchemas(k.Array.Items, k.Array.UnevaluatedItems) || w.inSchemas(k.Array.PrefixItems...)) ||
		k.Object != nil && w.inObject(k.Object)
}

func (w *writeOnlySearch) inObject(o *schema.ObjectKeywords) bool {
	for _, p := range o.PatternProperties {
		if w.inSchemas(p.Schema) {
			return true
		}
	}
	return w.inSchemas(o.AdditionalProperties, o.PropertyNames, o.UnevaluatedProperties) ||
		w.inMembers(o.Properties) || w.inMembers(o.DependentSchemas)
}

func (w *writeOnlySearch) inMembers(members []schema.Property) bool {
	for _, m := range members {
		if w.inSchemas(m.Schema) {
			return true
		}
	}
	return false
}
