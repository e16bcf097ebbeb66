package mock

import (
	"maps"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// A listing is an array in a body, with the objects that tell of its pages.
type listing struct {
	body   any
	schema *openapi3.SchemaRef
	path   []string // of the array
	items  []any
	frames []frame
}

// A frame is an object that may have members that tell of pages.
type frame struct {
	path    []string
	object  map[string]any
	schemas []*openapi3.Schema // that apply to it
}

// listNames are members that hold a list even if it is empty or one of scalars,
// in the order in which they are looked for.
var listNames = []string{"data", "items", "results", "records", "entries", "values", "list", "objects", "resources"}

// frameNames are objects beside a list that tell of its pages.
var frameNames = []string{"meta", "metadata", "pagination", "paging", "page", "pageinfo", "pages", "responsemetadata", "links"}

// findList finds the list in a body: under data, under a member of it, or the
// first array of objects, the nearest to the top first.
func findList(body any, schema *openapi3.SchemaRef) (*listing, bool) {
	path, ok := findArray(body)
	if !ok {
		return nil, false
	}
	found, _ := document.Lookup(body, path)
	items, _ := found.([]any)
	l := &listing{body: body, schema: schema, path: path, items: items}
	l.addFrame(nil)
	if len(path) > 1 {
		l.addFrame(path[:len(path)-1])
	}
	for _, f := range slices.Clone(l.frames) {
		for _, name := range slices.Sorted(maps.Keys(f.object)) {
			if slices.Contains(frameNames, plainName(name)) {
				l.addFrame(append(slices.Clone(f.path), name))
			}
		}
	}
	return l, true
}

func (l *listing) addFrame(path []string) {
	found, _ := document.Lookup(l.body, path)
	if object, ok := found.(map[string]any); ok {
		l.frames = append(l.frames, frame{path, object, schemasAt(l.schema, path)})
	}
}

func findArray(body any) ([]string, bool) {
	if _, ok := body.([]any); ok {
		return nil, true
	}
	top, ok := body.(map[string]any)
	if !ok {
		return nil, false
	}
	switch data := top["data"].(type) {
	case []any:
		return []string{"data"}, true
	case map[string]any:
		if path, ok := arrayIn(data); ok {
			return append([]string{"data"}, path...), true
		}
	}
	return arrayIn(top)
}

// arrayIn finds the array of an object, or of an object in it.
func arrayIn(object map[string]any) ([]string, bool) {
	for _, name := range listNames {
		if _, ok := object[name].([]any); ok {
			return []string{name}, true
		}
	}
	names := slices.Sorted(maps.Keys(object))
	for _, name := range names {
		if isObjects(object[name]) {
			return []string{name}, true
		}
	}
	for _, name := range names {
		inner, ok := object[name].(map[string]any)
		if !ok || slices.Contains(frameNames, plainName(name)) {
			continue
		}
		for _, within := range append(slices.Clone(listNames), slices.Sorted(maps.Keys(inner))...) {
			if array, ok := inner[within].([]any); ok && (isObjects(array) || slices.Contains(listNames, within)) {
				return []string{name, within}, true
			}
		}
	}
	return nil, false
}

func isObjects(value any) bool {
	items, _ := value.([]any)
	if len(items) == 0 {
		return false
	}
	_, ok := items[0].(map[string]any)
	return ok
}

// hasPages reports whether the body tells of pages.
func (l *listing) hasPages() bool {
	return len(l.membersOf(nextPage)) > 0 || len(l.membersOf(hasMore)) > 0
}

// max is the most items that the list's schema allows.
func (l *listing) max() int {
	most := maxLimit
	for _, s := range schemasAt(l.schema, l.path) {
		if s.MaxItems != nil && *s.MaxItems < uint64(most) {
			most = int(*s.MaxItems) //nolint:gosec // it is less than maxLimit
		}
	}
	return max(most, 1)
}

// fill returns a copy of the body with the items of a page, and what is beside
// them in accord.
func (l *listing) fill(view page, items []any) any {
	if len(l.path) == 0 {
		return items
	}
	body := copyBut(l.body, l.path)
	jsonvalue.SetMember(body, l.path, items)
	for _, m := range l.members() {
		m.set(body, view)
	}
	return body
}

// copyBut copies the objects of a JSON value, but not what a path leads to. What
// is no object is shared: nobody writes to it.
func copyBut(value any, path []string) any {
	object, ok := value.(map[string]any)
	if !ok || path != nil && len(path) == 0 {
		return value
	}
	out := make(map[string]any, len(object))
	for name, member := range object {
		below := []string(nil)
		if len(path) > 0 && path[0] == name {
			below = path[1:]
		}
		out[name] = copyBut(member, below)
	}
	return out
}

// schemasAt are the schemas that apply where a path leads, through allOf, oneOf
// and anyOf.
func schemasAt(ref *openapi3.SchemaRef, path []string) []*openapi3.Schema {
	var found []*openapi3.Schema
	seen := make(map[schemaAt]bool)
	var walk func(ref *openapi3.SchemaRef, path []string)
	walk = func(ref *openapi3.SchemaRef, path []string) {
		if ref == nil || ref.Value == nil || seen[schemaAt{ref.Value, len(path)}] {
			return
		}
		s := ref.Value
		seen[schemaAt{s, len(path)}] = true
		for _, parts := range []openapi3.SchemaRefs{s.AllOf, s.OneOf, s.AnyOf} {
			for _, part := range parts {
				walk(part, path)
			}
		}
		if len(path) == 0 {
			found = append(found, s)
			return
		}
		walk(s.Properties[path[0]], path[1:])
		if _, err := strconv.Atoi(path[0]); err == nil {
			walk(s.Items, path[1:])
		}
	}
	walk(ref, path)
	return found
}

type schemaAt struct {
	schema *openapi3.Schema
	left   int
}
