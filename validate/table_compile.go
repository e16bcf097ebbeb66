package validate

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/spec"
)

// An errorTable is a contract's knowledge of its error codes. The document's
// response schemas say which status a code has; the extension says the rest.
type errorTable struct {
	place    document.Place
	envelope envelope
	shapes   []shape
	codes    map[string]*row
	order    []*row
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

// newErrorTable takes a document's error table.
func newErrorTable(doc *document.Document, from *spec.ErrorTable) (*errorTable, error) {
	t := &errorTable{place: from.Node.Location(), codes: make(map[string]*row), envelope: envelope{
		object: from.Envelope.Error, code: from.Envelope.Code, message: from.Envelope.Message,
		param: from.Envelope.Param, docURL: from.Envelope.DocURL,
	}}
	for _, name := range slices.Backward(t.envelope.code) {
		if !digits(name) && !strings.ContainsAny(name, `"\/`) { // an index, or a name that JSON may escape
			t.quoted = append(t.quoted, []byte(`"`+name+`"`))
		}
	}
	for _, format := range from.LegacyFormats {
		if err := t.addShape(doc, format); err != nil {
			return nil, err
		}
	}
	for _, c := range from.Codes {
		t.addRow(c)
	}
	return t, nil
}

func (t *errorTable) addShape(doc *document.Document, format spec.LegacyFormat) error {
	schema, err := document.Schema(format.Schema)
	if err != nil {
		return format.Schema.Errorf("the shape %q needs a Schema Object without references", format.Name)
	}
	place := format.Schema.Location()
	t.shapes = append(t.shapes, shape{format.Name, format.Summary, explain.New30(doc, schema, place), format.Required, place})
	return nil
}

func (t *errorTable) addRow(c *spec.ErrorCode) {
	r := &row{place: c.Location, listed: c.Enum, clean: clean(c.Name) == c.Name, Code: Code{
		Name: c.Name, Statuses: c.Statuses, Retry: Retry(c.Retry), RetryAfter: Presence(c.RetryAfter), Param: Presence(c.Param),
		Message: Promise(c.Message), DocURL: c.DocURL, Meaning: c.Meaning, Action: c.Action,
	}}
	t.codes[r.Name] = r
	t.order = append(t.order, r)
}
