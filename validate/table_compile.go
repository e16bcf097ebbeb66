package validate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/getkin/kin-openapi/openapi3"
)

// An errorTable is a contract's knowledge of its error codes. The document's
// response schemas say which status a code has; the extension says the rest.
type errorTable struct {
	place    document.Place
	envelope envelope
	shapes   []shape
	codes    map[string]*row
	order    []*row
	placed   bool     // some response's schema has a place for the code
	quoted   [][]byte // names on the way to the code, in quotes, the last first
}

// An envelope says where the parts of an error response's content stand. A nil
// pointer: the envelope has no such part.
type envelope struct {
	object                       []string // nil: the content itself is the error object
	code, message, param, docURL []string
}

// A row is one code of the table.
type row struct {
	Code
	place  document.Place // in the extension
	listed document.Place // the enum, in a response's schema, that lists it
	docs   []string       // the values that those schemas allow for its doc URL
	fixed  bool           // the extension gives the status
	found  []int          // the statuses whose responses list it
	ranged bool           // a range's or a default response lists it
	clean  bool           // the name is shown as it is
}

// under reports whether the code may have a status. One that only ranges and
// default responses list may have any.
func (r *row) under(status int) bool {
	return len(r.Statuses) == 0 || slices.Contains(r.Statuses, status)
}

// A shape is content of another version of the API, told apart by a schema.
type shape struct {
	name, summary string
	schema        explain.Schema
	required      []string // of its members at the top
	place         document.Place
}

// pointer splits a JSON Pointer; nil for the empty one.
func pointer(p string) []string { return document.Tokens(p) }

func (t *errorTable) readShapes(doc *document.Document, texts []shapeText) error {
	for i, text := range texts {
		place := t.place.Child("shapes", fmt.Sprint(i))
		if err := checkNames(doc, place, "shape"); err != nil {
			return err
		}
		place = place.Child("schema")
		value, _ := doc.Value(place)
		raw, _ := json.Marshal(value)
		var schema openapi3.SchemaRef
		if err := json.Unmarshal(raw, &schema); err != nil || schema.Value == nil {
			return doc.Errorf(place, "the shape %q needs a Schema Object without references", text.Name)
		}
		required := schema.Value.Required
		if !schema.Value.Type.Is("object") {
			required = nil // what is no object has it without them
		}
		t.shapes = append(t.shapes, shape{text.Name, text.Summary, explain.New30(doc, &schema, place), required, place})
	}
	return nil
}

// learn takes from a response's schema which codes have its status. The key of
// a range, or default, has none: its codes may have any.
func (t *errorTable) learn(doc *document.Document, m *media, key string, schema *openapi3.SchemaRef, place document.Place) {
	each := func(pointer []string, f func(*openapi3.Schema, document.Place)) { each(doc, schema, place, pointer, f) }
	if len(t.envelope.object) > 0 {
		each(t.envelope.object, func(*openapi3.Schema, document.Place) { m.ownError = true })
	}
	var docs []string
	each(t.envelope.docURL, func(s *openapi3.Schema, _ document.Place) { docs = append(docs, texts(s)...) })
	success := strings.HasPrefix(key, "2")
	each(t.envelope.code, func(s *openapi3.Schema, place document.Place) {
		m.envelope = !success
		m.ownError = true
		if success {
			return
		}
		t.placed = true
		for _, name := range texts(s) {
			t.list(name, statusOf(key), place.Child("enum"), docs)
		}
	})
}

// list enters that a response of a status lists a code; 0 is any status.
func (t *errorTable) list(name string, status int, place document.Place, docs []string) {
	r := t.codes[name]
	if r == nil {
		r = &row{Code: Code{Name: name}, place: place}
		t.codes[name] = r
		t.order = append(t.order, r)
	}
	if r.listed == (document.Place{}) {
		r.listed = place
	}
	r.docs = append(r.docs, docs...)
	switch {
	case status == 0:
		r.ranged = true
	case !slices.Contains(r.found, status):
		r.found = append(r.found, status)
		slices.Sort(r.found)
	}
	if !r.fixed {
		r.Statuses = r.found
	}
}

// complete checks that the two halves of the table agree, once all responses
// are known.
func (t *errorTable) complete(doc *document.Document) error {
	for _, r := range t.order {
		r.clean = clean(r.Name) == r.Name
	}
	fixed := func(r *row) bool { return r.fixed }
	if !t.placed && !slices.ContainsFunc(t.order, fixed) && len(t.order) > 0 {
		return doc.Errorf(t.place.Child("envelope", "code"), "no error response's schema has a member at %s, where the code is to stand: correct the pointer, or the schemas", document.Pointer(t.envelope.code...))
	}
	for _, r := range t.order {
		switch {
		case len(r.Statuses) == 0 && !r.ranged:
			return doc.Errorf(r.place, "no response's schema lists the code %q: add it to the enum of its status, or give it a `status` here", r.Name)
		case r.fixed && len(r.found) > 0 && !r.ranged && !slices.Contains(r.found, r.Statuses[0]):
			return doc.Errorf(r.place.Child("status"), "the responses list the code %q under status %s: the two must agree", r.Name, statuses(r.found))
		}
		if r.DocURL != "" && len(r.docs) > 0 && !slices.Contains(r.docs, r.DocURL) {
			return doc.Errorf(r.place.Child("docUrl"), "no response's schema allows the docUrl of %q: the two must agree", r.Name)
		}
	}
	return nil
}

// each calls f for every schema that applies to the member which tokens lead to
// from schema, through references and allOf, oneOf and anyOf.
func each(doc *document.Document, schema *openapi3.SchemaRef, place document.Place, tokens []string, f func(*openapi3.Schema, document.Place)) {
	if tokens == nil {
		return
	}
	w := walker{doc: doc, f: f, seen: make(map[walked]bool)}
	w.walk(schema, place, tokens)
}

type walker struct {
	doc  *document.Document
	f    func(*openapi3.Schema, document.Place)
	seen map[walked]bool
}

type walked struct {
	schema *openapi3.Schema
	left   int
}

func (w *walker) walk(ref *openapi3.SchemaRef, place document.Place, tokens []string) {
	if ref == nil || ref.Value == nil || w.seen[walked{ref.Value, len(tokens)}] {
		return
	}
	w.seen[walked{ref.Value, len(tokens)}] = true
	s, place := ref.Value, w.doc.Follow(place, ref.Ref)
	for keyword, refs := range sorted(map[string]openapi3.SchemaRefs{"allOf": s.AllOf, "anyOf": s.AnyOf, "oneOf": s.OneOf}) {
		for i, ref := range refs {
			w.walk(ref, place.Child(keyword, fmt.Sprint(i)), tokens)
		}
	}
	if len(tokens) == 0 {
		w.f(s, place)
		return
	}
	w.walk(s.Properties[tokens[0]], place.Child("properties", tokens[0]), tokens[1:])
	if digits(tokens[0]) {
		w.walk(s.Items, place.Child("items"), tokens[1:])
	}
}

// texts are the strings that a schema lists.
func texts(s *openapi3.Schema) []string {
	values := s.Enum
	if s.Const != nil {
		values = append(slices.Clip(values), s.Const)
	}
	var names []string
	for _, v := range values {
		if name, ok := v.(string); ok {
			names = append(names, name)
		}
	}
	return names
}

// statuses writes the statuses of a code: "429", "400 or 422".
func statuses(codes []int) string {
	words := make([]string, len(codes))
	for i, s := range codes {
		words[i] = fmt.Sprint(s)
	}
	return strings.Join(words, " or ")
}
