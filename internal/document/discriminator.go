package document

import (
	"path"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// completeDiscriminators adds implicit mappings to discriminators: without a mapping, a branch is
// chosen by the name of its schema (OpenAPI 3.0, Discriminator Object), but kin-openapi only uses
// explicit mappings.
func completeDiscriminators(t *openapi3.T) {
	_ = t.WalkSchemas(func(_ string, ref *openapi3.SchemaRef) error { // the callback never fails
		s := ref.Value
		// For a schema without a type, kin-openapi asks recursively whether it is empty, without
		// end if schemas refer to each other. This field answers the question, and has no other
		// effect in a response.
		s.AllowEmptyValue = s.AllowEmptyValue || s.Type == nil
		if s.Discriminator != nil {
			addImplicitMappings(s.Discriminator, slices.Concat(s.OneOf, s.AnyOf))
		}
		return nil
	})
}

func addImplicitMappings(d *openapi3.Discriminator, branches openapi3.SchemaRefs) {
	mapped := make(map[string]bool, len(d.Mapping))
	for _, ref := range d.Mapping {
		mapped[path.Base(ref.Ref)] = true
	}
	for _, branch := range branches {
		if branch.Ref == "" {
			return // a branch without a name cannot be mapped, so none is
		}
	}
	for _, branch := range branches {
		if name := path.Base(branch.Ref); !mapped[name] {
			if d.Mapping == nil {
				d.Mapping = make(map[string]openapi3.MappingRef)
			}
			d.Mapping[name] = openapi3.MappingRef{Ref: branch.Ref}
		}
	}
}
