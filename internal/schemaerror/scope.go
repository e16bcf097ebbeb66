package schemaerror

import "github.com/apicontract/apicontract/internal/schema"

// A dynamicScope is the chain of resources through which a schema was reached, the
// innermost first (JSON Schema 2020-12, section 7.1).
type dynamicScope struct {
	resource *schema.Resource
	outer    *dynamicScope
}

// dynamicTarget returns the target of a $dynamicRef: in the outermost resource that has the anchor.
func (s *dynamicScope) dynamicTarget(d *schema.DynamicRef) *schema.Schema {
	found := d.Static
	if d.Anchor == "" {
		return found
	}
	for ; s != nil; s = s.outer {
		if target := d.TargetIn(s.resource); target != nil {
			found = target
		}
	}
	return found
}
