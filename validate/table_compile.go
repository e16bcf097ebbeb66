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
}

// A shape is content of another version of the API, told apart by a schema.
type shape struct {
	name, summary string
	schema        explain.Schema
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
		t.shapes = append(t.shapes, shape{text.Name, text.Summary, explain.New30(&schema, place), place})
	}
	return nil
}

// learn takes from a response's schema which codes have its status. Without a
// status of its own (a range, or default) a response only shows that the
// envelope belongs there.
func (t *errorTable) learn(m *media, status int, schema *openapi3.SchemaRef, place document.Place) {
	if len(t.envelope.object) > 0 {
		each(schema, place, t.envelope.object, func(*openapi3.Schema, document.Place) { m.ownError = true })
	}
	var docs []string
	each(schema, place, t.envelope.docURL, func(s *openapi3.Schema, _ document.Place) { docs = append(docs, texts(s)...) })
	success := status/100 == 2
	each(schema, place, t.envelope.code, func(s *openapi3.Schema, place document.Place) {
		m.envelope = !success
		m.ownError = true
		for _, name := range texts(s) {
			if !success && status != 0 {
				t.list(name, status, place.Child("enum"), docs)
			}
		}
	})
}

// list enters that a response of a status lists a code.
func (t *errorTable) list(name string, status int, place document.Place, docs []string) {
	r := t.codes[name]
	if r == nil {
		r = &row{Code: Code{Name: name}, place: place}
		t.codes[name] = r
		t.order = append(t.order, r)
	}
	r.listed = place
	r.docs = append(r.docs, docs...)
	if !r.fixed && !slices.Contains(r.Statuses, status) {
		r.Statuses = append(r.Statuses, status)
		slices.Sort(r.Statuses)
	}
}

// complete checks that the two halves of the table agree, once all responses
// are known.
func (t *errorTable) complete(doc *document.Document) error {
	for _, r := range t.order {
		if len(r.Statuses) == 0 {
			return doc.Errorf(r.place, "no response's schema lists the code %q: add it to the enum of its status, or give it a `status` here", r.Name)
		}
		if r.DocURL != "" && len(r.docs) > 0 && !slices.Contains(r.docs, r.DocURL) {
			return doc.Errorf(r.place.Child("docUrl"), "no response's schema allows the docUrl of %q: the two must agree", r.Name)
		}
	}
	return nil
}

// each calls f for every schema that applies to the member which tokens lead to
// from schema, through references and allOf, oneOf and anyOf.
func each(schema *openapi3.SchemaRef, place document.Place, tokens []string, f func(*openapi3.Schema, document.Place)) {
	if tokens == nil {
		return
	}
	w := walker{f: f, seen: make(map[walked]bool)}
	w.walk(schema, place, tokens)
}

type walker struct {
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
	s, place := ref.Value, place.Follow(ref.Ref)
	for keyword, refs := range map[string]openapi3.SchemaRefs{"allOf": s.AllOf, "oneOf": s.OneOf, "anyOf": s.AnyOf} {
		for i, ref := range refs {
			w.walk(ref, place.Child(keyword, fmt.Sprint(i)), tokens)
		}
	}
	if len(tokens) == 0 {
		w.f(s, place)
		return
	}
	w.walk(s.Properties[tokens[0]], place.Child("properties", tokens[0]), tokens[1:])
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
