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

// RolesOf returns the roles of the schema of a media type under a response key.
func (t *ErrorTable) RolesOf(d *Document, key string, m *MediaType) SchemaRoles {
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

// mayBeJSON reports whether bodies of a media type may be JSON.
func (m *MediaType) mayBeJSON() bool { return mediatype.MayBeJSON(m.Essence()) }

// Essence returns the name in lower case and without parameters.
func (m *MediaType) Essence() string {
	return mediatype.Essence(m.Name)
}

func (t *ErrorTable) readSchema(d *Document, r *Response, m *MediaType) {
	if m.Schema == nil || !m.mayBeJSON() {
		return
	}
	var docURLs []string
	d.EachSchema(m.Schema, t.Envelope.DocURL, func(s *Node) { docURLs = append(docURLs, listedStrings(s)...) })
	d.EachSchema(m.Schema, t.Envelope.Code, func(s *Node) {
		t.hasCodeMember = true
		for _, name := range listedStrings(s) {
			t.addListedCode(name, r.status(), s.Location().Child("enum"), docURLs)
		}
	})
}

// addListedCode enters that a response of a status lists a code. A status of 0, that of a
// range or default, allows any.
func (t *ErrorTable) addListedCode(name string, status int, enum Location, docURLs []string) {
	c := t.byName[name]
	if c == nil {
		c = &ErrorCode{Name: name, Location: enum}
		t.addCode(c)
	}
	if c.Enum == (Location{}) {
		c.Enum = enum
	}
	c.docURLs = append(c.docURLs, docURLs...)
	switch {
	case status == 0:
		c.rangeListed = true
	case !slices.Contains(c.listedStatuses, status):
		c.listedStatuses = append(c.listedStatuses, status)
		slices.Sort(c.listedStatuses)
	}
	if !c.statusFixed {
		c.Statuses = c.listedStatuses
	}
}

// checkAgreement checks that the extension and the responses agree.
func (r *tableReader) checkAgreement() {
	if !r.hasCodeMember && len(r.Codes) > 0 && !slices.ContainsFunc(r.Codes, func(c *ErrorCode) bool { return c.statusFixed }) {
		r.addMistakef(r.Node.At("envelope", "code"), "Correct the pointer, or the schemas.",
			"no error response's schema has a member at %s, where the code is to stand", JoinPointer(r.Envelope.Code...))
		return
	}
	for _, c := range r.Codes {
		r.checkCode(c, r.Node.At("codes", c.Name))
	}
}

func (r *tableReader) checkCode(c *ErrorCode, node *Node) {
	if len(c.Statuses) == 0 && !c.rangeListed && node.Is(Object) && node.Member("status") == nil {
		r.addMistakef(node, "Add it to the enum of its status, or give it a `status` here.", "no response's schema lists the code %q", c.Name)
	}
	if c.statusFixed && len(c.listedStatuses) > 0 && !c.rangeListed && !slices.Contains(c.listedStatuses, c.Statuses[0]) {
		r.addMistakef(node.Member("status"), "Correct one of the two.", "the responses list the code %q under status %s", c.Name, StatusList(c.listedStatuses))
	}
	if c.DocURL != "" && len(c.docURLs) > 0 && !slices.Contains(c.docURLs, c.DocURL) {
		r.addMistakef(node.Member("docUrl"), "Correct one of the two.", "no response's schema allows the docUrl of %q", c.Name)
	}
}

// listedStrings returns the strings of a schema's enum and const.
func listedStrings(schema *Node) []string {
	all := schema.Member("enum").Strings()
	if s, ok := schema.Member("const").AsString(); ok {
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
	w.walkSchema(schema, tokens)
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

func (w *schemaWalker) walkSchema(schema *Node, tokens []string) {
	schema = w.document.Follow(schema)
	if !schema.Is(Object) || w.seen[schemaStep{schema, len(tokens)}] {
		return
	}
	w.seen[schemaStep{schema, len(tokens)}] = true
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		for _, branch := range schema.Member(keyword).Items() {
			w.walkSchema(branch, tokens)
		}
	}
	if len(tokens) == 0 {
		w.visit(schema)
		return
	}
	w.walkSchema(schema.Member("properties").Member(tokens[0]), tokens[1:])
	if arrayIndex(tokens[0]) >= 0 {
		w.walkSchema(schema.Member("items"), tokens[1:])
	}
}
