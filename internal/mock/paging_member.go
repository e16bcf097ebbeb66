package mock

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/synth"
)

// What a member beside a list tells of.
type telling int

const (
	hasMore telling = iota
	isLast
	hasPrevious
	nextPage
	previousPage
	totalItems
	pageItems
	totalPages
	pageNumber
	pageLimit
	pageOffset
)

var tellingNames = map[telling][]string{
	hasMore:     {"hasmore", "hasnext", "hasnextpage", "more", "morepages", "moreresults"},
	isLast:      {"islast", "islastpage", "last"},
	hasPrevious: {"hasprevious", "hasprev", "haspreviouspage", "hasprevpage"},
	nextPage: {"nexttoken", "nextcursor", "nextpagetoken", "next", "nextpage", "nextoffset", "nextmarker", "nextlink",
		"nexturl", "nexturi", "nextpageurl", "continuationtoken", "continuation", "paginationtoken", "endcursor", "cursor"},
	previousPage: {"previoustoken", "previouscursor", "previouspagetoken", "previous", "previouspage", "previousoffset",
		"previousurl", "prevtoken", "prevcursor", "prevpagetoken", "prev", "prevpage", "prevurl", "prevpageurl"},
	totalItems: {"total", "totalcount", "totalitems", "totalresults", "totalelements", "count"},
	pageItems:  {"numberofelements", "itemcount"},
	totalPages: {"totalpages", "pagecount", "lastpage", "pages"},
	pageNumber: {"page", "currentpage", "pagenumber"},
	pageLimit:  {"limit", "pagesize", "perpage"},
	pageOffset: {"offset", "skip"},
}

// A member is one beside a list that tells of its pages.
type member struct {
	frame
	name    string
	telling telling
	own     []*openapi3.SchemaRef // its schemas; none: the document does not say
}

// members are all that tell of pages. What is missing in the body is among them
// if the schema has it and a client may need it to go on.
func (l *listing) members() []member {
	var all []member
	for _, f := range l.frames {
		names := maps.Clone(f.object)
		for _, s := range f.schemas {
			for name := range s.Properties {
				names[name] = nil
			}
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if len(l.path) > 0 && slices.Equal(append(slices.Clone(f.path), name), l.path) {
				continue
			}
			_, present := f.object[name]
			if t, ok := f.tells(name); ok && (present || t == hasMore || t == nextPage) {
				all = append(all, member{f, name, t, f.property(name)})
			}
		}
	}
	return all
}

// tells says what a member tells of. A count beside a total is that of the page.
func (f frame) tells(name string) (telling, bool) {
	name = plainName(name)
	if name == "count" && f.hasTotal() {
		return pageItems, true
	}
	for t, names := range tellingNames {
		if slices.Contains(names, name) {
			return t, true
		}
	}
	return 0, false
}

func (f frame) hasTotal() bool {
	for name := range f.object {
		if name = plainName(name); name != "count" && slices.Contains(tellingNames[totalItems], name) {
			return true
		}
	}
	return false
}

func (l *listing) membersOf(t telling) []member {
	return slices.DeleteFunc(l.members(), func(m member) bool { return m.telling != t })
}

// property are the schemas of a frame's member.
func (f frame) property(name string) []*openapi3.SchemaRef {
	var own []*openapi3.SchemaRef
	for _, s := range f.schemas {
		if ref := s.Properties[name]; ref != nil && ref.Value != nil {
			own = append(own, ref)
		}
	}
	return own
}

// accepts reports whether the member may have a value: by its schema, else by
// what it was.
func (m member) accepts(value any) bool {
	if len(m.own) == 0 {
		was := m.object[m.name]
		return was == nil || value == nil || synth.KindOf(was) == synth.KindOf(value)
	}
	return slices.ContainsFunc(m.own, func(ref *openapi3.SchemaRef) bool { return ref.Value.VisitJSON(value) == nil })
}

func (m member) required() bool {
	return slices.ContainsFunc(m.schemas, func(s *openapi3.Schema) bool { return slices.Contains(s.Required, m.name) })
}

// isLink reports whether the member is a URL: by its schema, its name, or what
// it was.
func (m member) isLink() bool {
	for _, ref := range m.own {
		switch ref.Value.Format {
		case "uri", "uri-reference", "url":
			return true
		}
	}
	name := plainName(m.name)
	was, _ := m.object[m.name].(string)
	u, err := url.Parse(was)
	return strings.HasSuffix(name, "url") || strings.HasSuffix(name, "uri") || strings.HasSuffix(name, "link") ||
		err == nil && u.IsAbs() && u.Host != "" || strings.HasPrefix(was, "/")
}

// set writes the member into a body, as far as its schema has room for it.
func (m member) set(body any, view page) {
	path := append(slices.Clone(m.path), m.name)
	switch m.telling {
	case nextPage:
		m.point(body, path, view, view.end, view.end < view.total)
	case previousPage:
		m.point(body, path, view, max(0, view.start-view.limit), view.start > 0)
	default:
		if value := view.tell(m.telling); m.accepts(value) {
			jsonvalue.SetMember(body, path, value)
		}
	}
}

// tell is the value of a member that points nowhere.
func (v page) tell(t telling) any {
	switch t {
	case hasMore:
		return v.end < v.total
	case isLast:
		return v.end >= v.total
	case hasPrevious:
		return v.start > 0
	case totalItems:
		return float64(v.total)
	case pageItems:
		return float64(v.end - v.start)
	case totalPages:
		return float64((v.total + v.limit - 1) / max(1, v.limit))
	case pageLimit:
		return float64(v.limit)
	case pageOffset:
		return float64(v.start)
	case pageNumber:
		return v.number()
	case nextPage, previousPage:
	}
	return nil
}

// number is that of the page, counted as the parameter counts.
func (v page) number() any {
	first := 1
	if v.link != nil {
		for _, at := range v.link.pager.positions {
			if at.kind == byPage {
				first = at.first
			}
		}
	}
	return float64(v.start/max(1, v.limit) + first)
}

// point writes where another page is; if there is none, null, or nothing, or
// the empty text, whichever the schema allows first.
func (m member) point(body any, path []string, view page, start int, exists bool) {
	if exists && view.link != nil {
		if value, ok := view.link.value(m, start); ok {
			jsonvalue.SetMember(body, path, value)
			return
		}
	}
	_, present := m.object[m.name]
	switch {
	case (present || len(m.own) > 0) && m.accepts(nil):
		jsonvalue.SetMember(body, path, nil)
	case !m.required():
		jsonvalue.Delete(body, path)
	case m.accepts(""):
		jsonvalue.SetMember(body, path, "")
	}
}
