package schemamatch

import "github.com/apicontract/apicontract/internal/schema"

// mayHoldWriteOnly reports whether a schema, or one that it applies to a part of a
// value, may be writeOnly. True is the answer where the search is too long.
func (c *Compiler) mayHoldWriteOnly(s *schema.Schema) bool {
	found, known := c.writeOnly[s]
	if !known {
		found = (&writeOnlySearch{seen: make(map[*schema.Schema]bool)}).in(s)
		c.writeOnly[s] = found
	}
	return found
}

type writeOnlySearch struct{ seen map[*schema.Schema]bool }

func (w *writeOnlySearch) in(schemas ...*schema.Schema) bool {
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
	return k.WriteOnly || k.DynamicRef != nil || w.in(k.Ref, k.If, k.Then, k.Else) ||
		w.in(k.AllOf...) || w.in(k.AnyOf...) || w.in(k.OneOf...) ||
		k.Array != nil && (w.in(k.Array.Items, k.Array.UnevaluatedItems) || w.in(k.Array.PrefixItems...)) ||
		k.Object != nil && w.inObject(k.Object)
}

func (w *writeOnlySearch) inObject(o *schema.ObjectKeywords) bool {
	for _, p := range o.PatternProperties {
		if w.in(p.Schema) {
			return true
		}
	}
	return w.in(o.AdditionalProperties, o.PropertyNames, o.UnevaluatedProperties) ||
		w.inMembers(o.Properties) || w.inMembers(o.DependentSchemas)
}

func (w *writeOnlySearch) inMembers(members []schema.Property) bool {
	for _, m := range members {
		if w.in(m.Schema) {
			return true
		}
	}
	return false
}
