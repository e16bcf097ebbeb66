package document

import (
	"path"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// completeDiscriminators enters what a discriminator leaves unsaid: without a mapping of
// its own, a branch is chosen by the name of its schema (OpenAPI 3.0,
// Discriminator Object). The validator knows only what a mapping says.
func completeDiscriminators(t *openapi3.T) {
	_ = t.WalkSchemas(func(_ string, ref *openapi3.SchemaRef) error { // nothing in it fails
		s := ref.Value
		// The library asks of a schema without a type whether it is empty, and
		// of all below, in circles if they go in circles. This field says that
		// it is not, and nothing else in a response.
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
			return // it has no name, and none of them may be told apart by one
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
