package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/paging"
	"github.com/apicontract/apicontract/internal/mock/state"
)

// A collection is a path with items that a client addresses by an ID: /videos of /videos/{video_id}.
type collection struct {
	path   []string // segments of its template, with {} for each parameter
	param  string   // the path parameter with the ID of an item
	schema *openapi3.Schema
	job    state.Job
	// isCreated reports that requests create the items. Other IDs do not exist then.
	isCreated bool
}

// name returns the template of the collection, for use as a key.
func (c *collection) name() string { return strings.Join(c.path, "/") }

// A resourceRole is what an operation does with collections.
type resourceRole struct {
	template []string
	own      *collection   // the collection that the path is, or has an item of; nil for another path
	isItem   bool          // the path is that of an item
	items    []*collection // collections of the items in the path
	creates  *collection   // the collection whose items the operation creates; nil if it creates none
	shows    *collection   // the collection whose item in the path the response shows; nil if it shows none
}

// A resourceMap is the collections of a document and the roles of its operations.
type resourceMap struct {
	collections map[string]*collection // by name
	roles       map[*operation]*resourceRole
	byReference map[string]*collection // collections whose items requests create, by state.ReferenceName of the ID
}

// mapResources finds the collections of the document.
func (mk *responseMaker) mapResources() *resourceMap {
	m := &resourceMap{make(map[string]*collection), make(map[*operation]*resourceRole), make(map[string]*collection)}
	for _, op := range mk.operations {
		role := &resourceRole{template: splitTemplate(op.PathTemplate)}
		m.roles[op] = role
		if name, param, ok := role.item(len(role.template)); ok {
			role.isItem = true
			m.addItem(op, name, param)
		}
	}
	for _, role := range m.roles {
		m.addItems(role)
	}
	mk.addEffects(m)
	m.removeSentJobs()
	for _, c := range sortedEntries(m.collections) {
		name := state.ReferenceName(c.param)
		if first := m.byReference[name]; c.isCreated && name != "id" && (first == nil || len(c.path) < len(first.path)) {
			m.byReference[name] = c
		}
	}
	return m
}

// addItem adds the collection of an operation on an item.
func (m *resourceMap) addItem(op *operation, name, param string) {
	c := m.collections[name]
	if c == nil {
		c = &collection{path: normalizeTemplate(strings.Split(name, "/")), param: param}
		m.collections[name] = c
	}
	if op.Method == http.MethodGet || c.schema == nil {
		c.describeItem(op)
	}
}

// addItems adds the collections in the path of an operation to its role.
func (m *resourceMap) addItems(role *resourceRole) {
	for end := len(role.template); end > 0; end-- {
		if name, _, ok := role.item(end); ok && m.collections[name] != nil {
			role.items = append(role.items, m.collections[name])
		}
	}
	role.own = m.collections[strings.Join(normalizeTemplate(role.template), "/")]
	if role.isItem {
		role.own = role.items[0]
	}
}

// item returns the collection and the parameter of an item, if the path up to a segment is that of
// an item.
func (r *resourceRole) item(end int) (name, param string, ok bool) {
	if end < 2 || !isParameter(r.template[end-1]) {
		return "", "", false
	}
	return strings.Join(normalizeTemplate(r.template[:end-1]), "/"), strings.Trim(r.template[end-1], "{}"), true
}

// addEffects finds the operations that create items: a POST to a collection whose response has an ID,
// and a POST elsewhere whose response has the schema of another collection's items. It also finds
// those that respond with the item in their path.
func (mk *responseMaker) addEffects(m *resourceMap) {
	for op, role := range m.roles {
		if op.Method == http.MethodPost && role.own != nil && !role.isItem && mk.respondsWithID(op, role.own) {
			role.creates, role.own.isCreated = role.own, true
		}
	}
	for op, role := range m.roles {
		schema := op.successSchema()
		if schema == nil || role.creates != nil {
			continue
		}
		for _, c := range sortedEntries(m.collections) {
			switch inPath := slices.Contains(role.items, c); {
			case inPath && (c == role.own && role.isItem && op.Method != http.MethodDelete || c.schema == schema):
				role.shows = c
			case !inPath && op.Method == http.MethodPost && c.isCreated && c.schema == schema && role.creates == nil:
				role.creates = c
			}
		}
	}
}

// respondsWithID reports whether a success of an operation has the ID of a new item.
func (mk *responseMaker) respondsWithID(op *operation, c *collection) bool {
	a, ok := mk.documentedResponse(&responseContext{op: op, target: mk.urlOf(op)}, op.successStatus(), "")
	if !ok {
		return false
	}
	_, object := state.ObjectIn(decodeJSON(a.Body))
	_, ids := state.FindIDs(object, c.name(), c.param)
	return len(ids) > 0
}

// describeItem reads the schema of the items, and the states of their work, from an operation.
func (c *collection) describeItem(op *operation) {
	if c.schema = op.successSchema(); c.schema == nil {
		return
	}
	for _, place := range [][]string{nil, {"data"}} {
		for _, s := range paging.SchemasAt(&openapi3.SchemaRef{Value: c.schema}, place) {
			for _, name := range []string{"status", "state"} {
				if member := s.Properties[name]; member != nil && len(c.job.States) == 0 {
					c.job = state.NewJob(name, textsOfEnum(member))
				}
			}
		}
	}
}

// removeSentJobs removes the jobs whose member the clients set, because such a member does not change
// by itself.
func (m *resourceMap) removeSentJobs() {
	for op, role := range m.roles {
		if role.own == nil || op.doc.RequestBody == nil || op.Method != http.MethodPost && op.Method != http.MethodPut {
			continue
		}
		for _, media := range op.doc.RequestBody.Value.Content {
			for _, s := range append(paging.SchemasAt(media.Schema, nil), paging.SchemasAt(media.Schema, []string{"data"})...) {
				if s.Properties[role.own.job.Member] != nil {
					role.own.job = state.Job{}
				}
			}
		}
	}
}

// textsOfEnum returns the texts that a schema lists.
func textsOfEnum(ref *openapi3.SchemaRef) (texts []string) {
	for _, s := range paging.SchemasAt(ref, nil) {
		for _, value := range s.Enum {
			if text, ok := value.(string); ok {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// successSchema returns the schema of the JSON of an operation's success, nil if there is none.
func (op *operation) successSchema() *openapi3.Schema {
	r := op.responseFor(op.successStatus())
	if r == nil {
		return nil
	}
	for name, media := range sortedEntries(r.Content) {
		if mediatype.MayBeJSON(mediatype.Essence(name)) && media.Schema != nil {
			return media.Schema.Value
		}
	}
	return nil
}

func splitTemplate(template string) []string {
	return strings.Split(strings.TrimSuffix(template, "/"), "/")
}

// normalizeTemplate returns a template without the names of its parameters, because operations may
// call the same parameter differently.
func normalizeTemplate(template []string) []string {
	normal := slices.Clone(template)
	for i, segment := range normal {
		if isParameter(segment) {
			normal[i] = "{}"
		}
	}
	return normal
}

// isParameter reports whether a segment of a template is one parameter and nothing else.
func isParameter(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.IndexByte(segment, '}') == len(segment)-1
}

// pathOf returns the path of a collection with the parameters of a request. It reports false if the
// path of the request does not have them.
func (r *resourceRole) pathOf(c *collection, params map[string]string) (string, bool) {
	path := slices.Clone(c.path)
	template := normalizeTemplate(r.template)
	for i, segment := range path {
		if !strings.Contains(segment, "{") {
			continue
		}
		if len(template) <= i || !slices.Equal(template[:i+1], c.path[:i+1]) {
			return "", false
		}
		path[i] = fillTemplate(r.template[i], params)
	}
	return strings.Join(path, "/"), true
}

// fillTemplate returns a segment of a template with the values of its parameters.
func fillTemplate(segment string, params map[string]string) string {
	for name, value := range sortedEntries(params) {
		segment = strings.ReplaceAll(segment, "{"+name+"}", url.PathEscape(value))
	}
	return segment
}

// keyOf returns the key of the item of a collection that the path of a request names.
func (r *resourceRole) keyOf(c *collection, params map[string]string) state.Key {
	path, _ := r.pathOf(c, params) // a prefix of the request's path
	return state.Key{Collection: path, ID: params[strings.Trim(r.template[len(c.path)], "{}")]}
}
