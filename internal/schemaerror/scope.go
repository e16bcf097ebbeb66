package schemaerror

import "github.com/apicontract/apicontract/internal/schema"

// A scope is the chain of resources through which a schema was reached, the
// innermost first (JSON Schema 2020-12, section 7.1).
type scope struct {
	resource *schema.Resource
	outer    *scope
}

// target returns the schema that a $dynamicRef leads to: that of the outermost
// resource which has the anchor.
func (s *scope) target(d *schema.DynamicRef) *schema.Schema {
	found := d.Static
	if d.Anchor == "" {
		return found
	}
	for ; s != nil; s = s.outer {
		if target := d.Target(s.resource); target != nil {
			found = target
		}
	}
	return found
}
