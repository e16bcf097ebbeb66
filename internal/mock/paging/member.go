package paging

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/synth"
)

// A pageMember is a member beside a list that describes its pages.
type pageMember struct {
	pageInfo
	name       string
	field      pageField
	properties []*openapi3.SchemaRef // its schemas; none if the document has none
}

// pageMembers returns all members that describe pages. They include a member that the body lacks if
// the schema has it and a client may need it to continue.
func (c *itemCollection) pageMembers() []pageMember {
	var all []pageMember
	for _, info := range c.infos {
		for _, name := range info.memberNames() {
			if len(c.path) > 0 && slices.Equal(append(slices.Clone(info.path), name), c.path) {
				continue // the list itself
			}
			_, present := info.object[name]
			if field, ok := info.classify(name); ok && (present || field == hasMore || field == nextPage) {
				all = append(all, pageMember{info, name, field, info.propertySchemas(name)})
			}
		}
	}
	return all
}

// memberNames returns the sorted members of the object and of its schemas.
func (info pageInfo) memberNames() []string {
	names := maps.Clone(info.object)
	for _, s := range info.schemas {
		for name := range s.Properties {
			names[name] = nil
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (c *itemCollection) membersOf(field pageField) []pageMember {
	return slices.DeleteFunc(c.pageMembers(), func(m pageMember) bool { return m.field != field })
}

// propertySchemas returns the schemas of a member of the object.
func (info pageInfo) propertySchemas(name string) []*openapi3.SchemaRef {
	var schemas []*openapi3.SchemaRef
	for _, s := range info.schemas {
		if ref := s.Properties[name]; ref != nil && ref.Value != nil {
			schemas = append(schemas, ref)
		}
	}
	return schemas
}

// accepts reports whether the member may have a value: by its schema, or without
// one, by the type of its value in the body.
func (m pageMember) accepts(value any) bool {
	if len(m.properties) == 0 {
		current := m.object[m.name]
		return current == nil || value == nil || synth.JSONType(current) == synth.JSONType(value)
	}
	return slices.ContainsFunc(m.properties, func(ref *openapi3.SchemaRef) bool { return ref.Value.VisitJSON(value) == nil })
}

func (m pageMember) isRequired() bool {
	return slices.ContainsFunc(m.schemas, func(s *openapi3.Schema) bool { return slices.Contains(s.Required, m.name) })
}

// isLink reports whether the member is a URL: by its schema, its name, or its value
// in the body.
func (m pageMember) isLink() bool {
	for _, ref := range m.properties {
		switch ref.Value.Format {
		case "uri", "uri-reference", "url":
			return true
		}
	}
	name := normalizeName(m.name)
	current, _ := m.object[m.name].(string)
	u, err := url.Parse(current)
	return strings.HasSuffix(name, "url") || strings.HasSuffix(name, "uri") || strings.HasSuffix(name, "link") ||
		err == nil && u.IsAbs() && u.Host != "" || strings.HasPrefix(current, "/")
}

// writeTo writes the member into a body. It omits a value that its schema does not allow.
func (m pageMember) writeTo(body any, p itemPage) {
	path := append(slices.Clone(m.path), m.name)
	switch m.field {
	case nextPage:
		m.setLink(body, path, p, p.end, p.end < p.total)
	case previousPage:
		m.setLink(body, path, p, max(0, p.start-p.limit), p.start > 0)
	default:
		if value := p.fieldValue(m.field); m.accepts(value) {
			jsonvalue.SetMember(body, path, value)
		}
	}
}

// setLink sets the member to the link or token of the page that starts at an item. If there is no
// such page, the member becomes null, is removed, or becomes empty, whichever the schema allows
// first.
func (m pageMember) setLink(body any, path []string, p itemPage, start int, exists bool) {
	if exists && p.links != nil {
		if value, ok := p.links.linkValue(m, start); ok {
			jsonvalue.SetMember(body, path, value)
			return
		}
	}
	_, present := m.object[m.name]
	switch {
	case (present || len(m.properties) > 0) && m.accepts(nil):
		jsonvalue.SetMember(body, path, nil)
	case !m.isRequired():
		jsonvalue.Delete(body, path)
	case m.accepts(""):
		jsonvalue.SetMember(body, path, "")
	}
}
