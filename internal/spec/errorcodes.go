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
			if seen[r] || isSuccess(r.Key) || !IsResponseKey(r.Key) {
				continue
			}
			seen[r] = true
			t.responses.add(d, r)
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
	t.responses.setLists(status)
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
	hasCode := r.checkPointers()
	for _, c := range r.Codes {
		r.checkCode(c, r.Node.At("codes", c.Name), hasCode)
	}
	for _, u := range r.UndocumentedCodes {
		if c := r.Code(u.Name); c != nil && r.Node.At("codes", u.Name) == nil {
			r.addMismatchf(r.Node.At("undocumented", u.Name), "Move it to `codes`.", "the responses list the code %q, so that it is documented", u.Name)
		}
	}
}

func (r *tableReader) checkCode(c *ErrorCode, node *Node, hasCode bool) {
	if hasCode && len(c.Statuses) == 0 && !r.isBlankType(c.Name) && !c.rangeListed && node.Is(Object) && node.Member("status") == nil {
		r.addMismatchf(node, "Add it to the enum of its status, or give it a `status` here.", "no response's schema lists the code %q", c.Name)
	}
	if c.statusFixed {
		r.checkStatuses(c, node.Member("status"))
	}
	if c.DocURL != "" && len(c.docURLs) > 0 && !slices.Contains(c.docURLs, c.DocURL) {
		r.addMismatchf(node.Member("docUrl"), "Correct one of the two.", "no response's schema allows the docUrl of %q", c.Name)
	}
}

// AboutBlank is the type of a problem that says no more than its status (RFC 9457,
// section 4.2.1), which it may have any of.
const AboutBlank = "about:blank"

// IsProblemDetails reports whether the envelope is that of RFC 9457, whose code is a type.
func (e *Envelope) IsProblemDetails() bool {
	return len(e.Error) == 0 && len(e.Code) == 1 && e.Code[0] == "type"
}

func (r *tableReader) isBlankType(code string) bool {
	return code == AboutBlank && r.Envelope.IsProblemDetails()
}

// checkStatuses checks that the statuses of a code are documented, and allow it.
func (r *tableReader) checkStatuses(c *ErrorCode, at *Node) {
	for _, status := range c.Statuses {
		if !r.responses.documents(status) {
			r.addMismatchf(at, "Correct it, or add the status to the responses of an operation.",
				"%s: no operation documents the status %d; they document %s", c.Name, status, r.responses.keyList())
		}
	}
	if c.rangeListed || len(c.listedStatuses) == 0 {
		return
	}
	listed := func(status int) bool { return slices.Contains(c.listedStatuses, status) }
	anyListed := slices.ContainsFunc(c.Statuses, listed)
	for _, status := range c.Statuses {
		if !listed(status) && (!anyListed || r.responses.lists[status]) {
			r.addMismatchf(at, "Correct one of the two.", "the responses list the code %q under status %s", c.Name, StatusList(c.listedStatuses))
			return
		}
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
	// wide: schemas that may apply count, too, and unknown says that a reference could not
	// be followed.
	wide, unknown bool
}

type schemaStep struct {
	schema *Node
	left   int
}

func (w *schemaWalker) walkSchema(schema *Node, tokens []string) {
	if schema == nil {
		return
	}
	schema = w.document.Follow(schema)
	w.unknown = w.unknown || schema == nil
	if !schema.Is(Object) || w.seen[schemaStep{schema, len(tokens)}] {
		return
	}
	w.seen[schemaStep{schema, len(tokens)}] = true
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		for _, branch := range schema.Member(keyword).Items() {
			w.walkSchema(branch, tokens)
		}
	}
	if w.wide {
		w.walkConditions(schema, tokens)
	}
	if len(tokens) == 0 {
		w.visit(schema)
		return
	}
	w.walkSchema(schema.Member("properties").Member(tokens[0]), tokens[1:])
	if tokens[0] == EveryItem || arrayIndex(tokens[0]) >= 0 {
		w.walkSchema(schema.Member("items"), tokens[1:])
	}
}

// walkConditions walks the schemas that apply to some values, or to members and items
// that are not named.
func (w *schemaWalker) walkConditions(schema *Node, tokens []string) {
	w.unknown = w.unknown || schema.Member("$dynamicRef") != nil
	w.walkSchema(schema.Member("then"), tokens)
	w.walkSchema(schema.Member("else"), tokens)
	for _, branch := range schema.Member("dependentSchemas").Members() {
		w.walkSchema(branch, tokens)
	}
	if len(tokens) == 0 {
		return
	}
	w.walkSchema(schema.Member("additionalProperties"), tokens[1:])
	for _, branch := range schema.Member("patternProperties").Members() {
		w.walkSchema(branch, tokens[1:])
	}
	for _, branch := range schema.Member("prefixItems").Items() {
		w.walkSchema(branch, tokens[1:])
	}
}
