package paging

import (
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// SchemasAt returns the schemas that apply to the value at a path, through allOf,
// oneOf and anyOf.
func SchemasAt(ref *openapi3.SchemaRef, path []string) []*openapi3.Schema {
	w := schemaWalk{seen: make(map[schemaStep]bool)}
	w.visit(ref, path)
	return w.found
}

// A schemaWalk collects the schemas at a path. It visits a schema once for each
// remaining length of the path, so that schemas that refer to themselves end.
type schemaWalk struct {
	seen  map[schemaStep]bool
	found []*openapi3.Schema
}

type schemaStep struct {
	schema    *openapi3.Schema
	remaining int
}

func (w *schemaWalk) visit(ref *openapi3.SchemaRef, path []string) {
	if ref == nil || ref.Value == nil || w.seen[schemaStep{ref.Value, len(path)}] {
		return
	}
	s := ref.Value
	w.seen[schemaStep{s, len(path)}] = true
	for _, parts := range []openapi3.SchemaRefs{s.AllOf, s.OneOf, s.AnyOf} {
		for _, part := range parts {
			w.visit(part, path)
		}
	}
	if len(path) == 0 {
		w.found = append(w.found, s)
		return
	}
	w.visit(s.Properties[path[0]], path[1:])
	if _, err := strconv.Atoi(path[0]); err == nil {
		w.visit(s.Items, path[1:])
	}
}
