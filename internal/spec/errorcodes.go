package spec

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
)

// SchemaRoles says what the schema of a response's body has to do with the error
// envelope.
type SchemaRoles struct {
	// Envelope: the schema has a member for the error code, so that a body
	// without one is no error response.
	Envelope bool
	// OwnError: the schema has a member of its own where the error object of an
	// envelope stands.
	OwnError bool
}

// Roles returns the roles of the schema of a media type under a response key.
func (t *ErrorTable) Roles(d *Document, key string, m *MediaType) SchemaRoles {
	var roles SchemaRoles
	if len(t.Envelope.Error) > 0 {
		d.EachSchema(m.Schema, t.Envelope.Error, func(*Node) { roles.OwnError = true })
	}
	d.EachSchema(m.Schema, t.Envelope.Code, func(*Node) {
		roles.OwnError = true
		roles.Envelope = !isSuccess(key)
	})
	return roles
}

func isSuccess(key string) bool { return strings.HasPrefix(key, "2") }

// readResponses takes from the schemas of all error responses which codes they
// list.
func (t *ErrorTable) readResponses(d *Document) {
	seen := make(map[*Response]bool)
	for _, op := range d.Operations() {
		for _, r := range op.Responses() {
			if seen[r] || isSuccess(r.Key) {
				continue
			}
			seen[r] = true
			for _, m := range r.Media {
				t.readSchema(d, r, m)
			}
		}
	}
}

// MayBeJSON reports whether bodies of a media type may be JSON.
func (m *MediaType) MayBeJSON() bool { return mediatype.MayBeJSON(m.Essence()) }

// Essence returns the name in lower case and without parameters.
func (m *MediaType) Essence() string {
	return mediatype.Essence(m.Name)
}

func (t *ErrorTable) readSchema(d *Document, r *Response, m *MediaType) {
	if m.Schema == nil || !m.MayBeJSON() {
		return
	}
	var docURLs []string
	d.EachSchema(m.Schema, t.Envelope.DocURL, func(s *Node) { docURLs = append(docURLs, listedStrings(s)...) })
	d.EachSchema(m.Schema, t.Envelope.Code, func(s *Node) {
		t.placed = true
		for _, name := range listedStrings(s) {
			t.list(name, r.Status(), s.Location().Child("enum"), docURLs)
		}
	})
}

// list enters that a response of a status lists a code. A status of 0, that of a
// range or default, allows any.
func (t *ErrorTable) list(name string, status int, enum Location, docURLs []string) {
	c := t.byName[name]
	if c == nil {
		c = &ErrorCode{Name: name, Location: enum}
		t.add(c)
	}
	if c.Enum == (Location{}) {
		c.Enum = enum
	}
	c.docURLs = append(c.docURLs, docURLs...)
	switch {
	case status == 0:
		c.ranged = true
	case !slices.Contains(c.found, status):
		c.found = append(c.found, status)
		slices.Sort(c.found)
	}
	if !c.fixed {
		c.Statuses = c.found
	}
}

// checkAgreement checks that the extension and the responses agree.
func (r *tableReader) checkAgreement() {
	if !r.placed && len(r.Codes) > 0 && !slices.ContainsFunc(r.Codes, func(c *ErrorCode) bool { return c.fixed }) {
		r.mistakef(r.Node.At("envelope", "code"), "Correct the pointer, or the schemas.",
			"no error response's schema has a member at %s, where the code is to stand", Pointer(r.Envelope.Code...))
		return
	}
	for _, c := range r.Codes {
		r.checkCode(c, r.Node.At("codes", c.Name))
	}
}

func (r *tableReader) checkCode(c *ErrorCode, node *Node) {
	if len(c.Statuses) == 0 && !c.ranged && node.Is(Object) && node.Member("status") == nil {
		r.mistakef(node, "Add it to the enum of its status, or give it a `status` here.", "no response's schema lists the code %q", c.Name)
	}
	if c.fixed && len(c.found) > 0 && !c.ranged && !slices.Contains(c.found, c.Statuses[0]) {
		r.mistakef(node.Member("status"), "Correct one of the two.", "the responses list the code %q under status %s", c.Name, StatusList(c.found))
	}
	if c.DocURL != "" && len(c.docURLs) > 0 && !slices.Contains(c.docURLs, c.DocURL) {
		r.mistakef(node.Member("docUrl"), "Correct one of the two.", "no response's schema allows the docUrl of %q", c.Name)
	}
}

// listedStrings returns the strings of a schema's enum and const.
func listedStrings(schema *Node) []string {
	all := schema.Member("enum").Strings()
	if s, ok := schema.Member("const").Str(); ok {
		all = append(all, s)
	}
	return all
}

// EachSchema calls visit for every schema that applies to the member which
// tokens lead to from a schema, through references, allOf, anyOf and oneOf. Nil
// tokens lead to nothing.
func (d *Document) EachSchema(schema *Node, tokens []string, visit func(*Node)) {
	if tokens == nil {
		return
	}
	w := schemaWalker{document: d, visit: visit, seen: make(map[schemaStep]bool)}
	w.walk(schema, tokens)
}

type schemaWalker struct {
	document *Document
	visit    func(*Node)
	seen     map[schemaStep]bool
}

type schemaStep struct {
	schema *Node
	left   int
}

func (w *schemaWalker) walk(schema *Node, tokens []string) {
	schema = w.document.Follow(schema)
	if !schema.Is(Object) || w.seen[schemaStep{schema, len(tokens)}] {
		return
	}
	w.seen[schemaStep{schema, len(tokens)}] = true
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		for _, branch := range schema.Member(keyword).Items() {
			w.walk(branch, tokens)
		}
	}
	if len(tokens) == 0 {
		w.visit(schema)
		return
	}
	w.walk(schema.Member("properties").Member(tokens[0]), tokens[1:])
	if arrayIndex(tokens[0]) >= 0 {
		w.walk(schema.Member("items"), tokens[1:])
	}
}
