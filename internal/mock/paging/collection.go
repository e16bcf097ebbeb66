package paging

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/spec"
)

// An itemCollection is the list in a body, with the objects that describe its pages.
type itemCollection struct {
	body   any
	schema *openapi3.SchemaRef
	path   []string // of the list in the body
	items  []any
	infos  []pageInfo
}

// A pageInfo is an object that may have members that describe pages.
type pageInfo struct {
	path    []string
	object  map[string]any
	schemas []*openapi3.Schema // schemas that apply to the object
}

// listNames are members that hold the list even if it is empty or has no objects,
// in the order in which they are searched.
var listNames = []string{"data", "items", "results", "records", "entries", "values", "list", "objects", "resources"}

// infoNames are objects beside a list that describe its pages, as [normalizeName]
// returns them.
var infoNames = []string{"meta", "metadata", "pagination", "paging", "page", "pageinfo", "pages", "responsemetadata", "links"}

// findCollection finds the list in a body: under data, under a member of data, or
// else the array of objects that is nearest to the root.
func findCollection(body any, schema *openapi3.SchemaRef) (*itemCollection, bool) {
	path, ok := findArray(body)
	if !ok {
		return nil, false
	}
	found, _ := spec.ValueAt(body, path)
	items, _ := found.([]any)
	c := &itemCollection{body: body, schema: schema, path: path, items: items}
	c.addInfo(nil)
	if len(path) > 1 {
		c.addInfo(path[:len(path)-1])
	}
	for _, info := range slices.Clone(c.infos) {
		for _, name := range slices.Sorted(maps.Keys(info.object)) {
			if slices.Contains(infoNames, normalizeName(name)) {
				c.addInfo(append(slices.Clone(info.path), name))
			}
		}
	}
	return c, true
}

func (c *itemCollection) addInfo(path []string) {
	found, _ := spec.ValueAt(c.body, path)
	if object, ok := found.(map[string]any); ok {
		c.infos = append(c.infos, pageInfo{path, object, SchemasAt(c.schema, path)})
	}
}

func findArray(body any) ([]string, bool) {
	if _, ok := body.([]any); ok {
		return nil, true
	}
	root, ok := body.(map[string]any)
	if !ok {
		return nil, false
	}
	switch data := root["data"].(type) {
	case []any:
		return []string{"data"}, true
	case map[string]any:
		if path, ok := findArrayIn(data); ok {
			return append([]string{"data"}, path...), true
		}
	}
	return findArrayIn(root)
}

// findArrayIn finds the list among the members of an object, or of its objects.
func findArrayIn(object map[string]any) ([]string, bool) {
	for _, name := range listNames {
		if _, ok := object[name].([]any); ok {
			return []string{name}, true
		}
	}
	names := slices.Sorted(maps.Keys(object))
	for _, name := range names {
		if isArrayOfObjects(object[name]) {
			return []string{name}, true
		}
	}
	for _, name := range names {
		inner, ok := object[name].(map[string]any)
		if !ok || slices.Contains(infoNames, normalizeName(name)) {
			continue
		}
		if list, ok := findListName(inner); ok {
			return []string{name, list}, true
		}
	}
	return nil, false
}

// findListName returns the member of an object that holds the list.
func findListName(object map[string]any) (string, bool) {
	for _, name := range append(slices.Clone(listNames), slices.Sorted(maps.Keys(object))...) {
		if array, ok := object[name].([]any); ok && (isArrayOfObjects(array) || slices.Contains(listNames, name)) {
			return name, true
		}
	}
	return "", false
}

func isArrayOfObjects(value any) bool {
	items, _ := value.([]any)
	if len(items) == 0 {
		return false
	}
	_, ok := items[0].(map[string]any)
	return ok
}

// hasPages reports whether the body describes pages.
func (c *itemCollection) hasPages() bool {
	return len(c.membersOf(nextPage)) > 0 || len(c.membersOf(hasMore)) > 0
}

// maxItems returns how many items the list's schema allows.
func (c *itemCollection) maxItems() int {
	most := maxLimit
	for _, s := range SchemasAt(c.schema, c.path) {
		if s.MaxItems != nil && *s.MaxItems < uint64(most) {
			most = int(*s.MaxItems) //nolint:gosec // it is less than maxLimit
		}
	}
	return max(most, 1)
}

// fillPage returns a copy of the body with the items of a page, and the members that
// describe the page.
func (c *itemCollection) fillPage(p itemPage, items []any) any {
	if len(c.path) == 0 {
		return items
	}
	body := cloneExcept(c.body, c.path)
	jsonvalue.SetMember(body, c.path, items)
	for _, m := range c.pageMembers() {
		m.writeTo(body, p)
	}
	return body
}

// cloneExcept copies the objects of a value, except what is at a path. Arrays are
// shared, because they are not written to.
func cloneExcept(value any, path []string) any {
	object, ok := value.(map[string]any)
	if !ok || path != nil && len(path) == 0 {
		return value
	}
	clone := make(map[string]any, len(object))
	for name, member := range object {
		below := []string(nil)
		if len(path) > 0 && path[0] == name {
			below = path[1:]
		}
		clone[name] = cloneExcept(member, below)
	}
	return clone
}
