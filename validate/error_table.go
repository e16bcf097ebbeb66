package validate

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// An errorTable is what a contract says of its error codes. The document's response
// schemas say which status a code has; the extension says the rest.
type errorTable struct {
	node          *spec.Node
	envelope      spec.Envelope
	legacyFormats []legacyFormat
	codes         map[string]*codeEntry
	undocumented  map[string]*spec.UndocumentedCode
	others        []UndocumentedCode // those of undocumented
	order         []*codeEntry
	relative      []*codeEntry // whose names are relative URI references
	hasList       bool         // the envelope is a list of errors
	quoted        [][]byte     // names on the way to the code, in quotes, the last first
}

// A codeEntry is one code of the table.
type codeEntry struct {
	ErrorCode
	row       *spec.ErrorCode
	location  spec.Location // in the extension
	enum      spec.Location // in a response's schema, of the list that has it
	printable bool          // the name is shown as it is

	operations map[*spec.Operation]bool // that may answer with the code; nil: any
}

// belongsTo reports whether an operation may answer with the code.
func (c *codeEntry) belongsTo(op *spec.Operation) bool {
	return c.operations == nil || c.operations[op]
}

// allowsStatus reports whether the code may have a status on an operation. One that only
// ranges and default responses list may have any.
func (c *codeEntry) allowsStatus(op *spec.Operation, status int) bool {
	statuses := c.row.StatusesOn(op)
	return len(statuses) == 0 || slices.Contains(statuses, status)
}

// allowsParam reports whether an error with the code may name a request field: any,
// unless the table forbids it, and then one that the code is about.
func (c *codeEntry) allowsParam(param string) bool {
	return c.Param != Forbidden || slices.ContainsFunc(c.Fields, func(f Fact) bool {
		return f.Text == param || f.Text == lastName(param)
	})
}

// fieldNames lists the fields that the code is about.
func (c *codeEntry) fieldNames() string {
	names := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		names[i] = f.Text
	}
	return strings.Join(names, ", ")
}

// A legacyFormat is the form of bodies of another version of the API.
type legacyFormat struct {
	name     string
	schema   *schema.Schema
	required []string // of its members at the top
}

// newErrorTable takes a document's error table.
func newErrorTable(from *spec.ErrorTable, schemas *schema.Compiler) *errorTable {
	t := &errorTable{node: from.Node, codes: make(map[string]*codeEntry),
		undocumented: make(map[string]*spec.UndocumentedCode), envelope: from.Envelope}
	_, t.hasList = t.envelope.List()
	for _, name := range slices.Backward(t.envelope.Code) {
		if name != spec.EveryItem && !isDigits(name) && !strings.ContainsAny(name, `"\/`) { // an index, or a name that JSON may escape
			t.quoted = append(t.quoted, []byte(`"`+name+`"`))
		}
	}
	for _, format := range from.LegacyFormats {
		t.legacyFormats = append(t.legacyFormats, legacyFormat{format.Name, schemas.Schema(format.Schema), format.Required})
	}
	for _, c := range from.Codes {
		t.order = append(t.order, t.addCode(c))
	}
	for _, c := range from.UndocumentedCodes {
		t.undocumented[c.Name] = c
		t.others = append(t.others, UndocumentedCode{c.Name, c.Statuses, c.Meaning, Basis(c.Basis)})
	}
	return t
}

func (t *errorTable) addCode(c *spec.ErrorCode) *codeEntry {
	entry := &codeEntry{row: c, location: c.Location, enum: c.Enum, printable: sanitize(c.Name) == c.Name, ErrorCode: newCode(c)}
	for _, op := range c.Operations {
		if entry.operations == nil {
			entry.operations = make(map[*spec.Operation]bool)
		}
		entry.operations[op.Operation] = true
	}
	t.codes[entry.Name] = entry
	if isRelativeReference(entry.Name) {
		t.relative = append(t.relative, entry)
	}
	return entry
}

// mayContainCode is a cheap look whether a body can hold the envelope's code at all.
func (t *errorTable) mayContainCode(content []byte) bool {
	for _, name := range t.quoted {
		if !bytes.Contains(content, name) {
			return bytes.Contains(content, []byte(`\u`))
		}
	}
	return true
}

// legacyFormatOf returns the legacy format that a value has, if any. An error object with
// both members of the envelope, code and documentation URL, is the envelope, whatever is
// beside it.
func (c *Contract) legacyFormatOf(ctx context.Context, value any) *legacyFormat {
	if c.table.isEnvelope(value) {
		return nil
	}
	object, isObject := value.(map[string]any)
	formats := c.table.legacyFormats
	for i := range formats {
		f := &formats[i]
		if (!isObject && len(f.required) > 0) || !f.hasRequiredMembers(object) {
			continue // a cheap look first
		}
		if c.engine.conformsToSchema(ctx, f.schema, value) {
			return f
		}
	}
	return nil
}

// isEnvelope reports whether a value has the code and the documentation URL of the
// envelope, as strings.
func (t *errorTable) isEnvelope(value any) bool {
	if t.envelope.DocURL == nil {
		return false
	}
	first := t.envelope.Item(0)
	_, hasCode := valueAt(value, first.Code).(string)
	_, hasURL := valueAt(value, first.DocURL).(string)
	return hasCode && hasURL
}

// hasRequiredMembers reports whether an object has the members that a format requires.
func (f *legacyFormat) hasRequiredMembers(object map[string]any) bool {
	return !slices.ContainsFunc(f.required, func(name string) bool {
		_, has := object[name]
		return !has
	})
}

// errorObjectOf is the pointer of the error object of an envelope, which may be the body
// itself.
func errorObjectOf(e *spec.Envelope) []string {
	if e.Error == nil {
		return []string{}
	}
	return e.Error
}

// items returns the envelope of each error in a body: one, or one for each item of a
// list of errors, and none if there is no such list.
func (t *errorTable) items(value any) []spec.Envelope {
	if !t.hasList {
		return []spec.Envelope{t.envelope}
	}
	list, _ := valueAt(value, t.listPointer()).([]any)
	all := make([]spec.Envelope, min(len(list), maxListedErrors))
	for i := range all {
		all[i] = t.envelope.Item(i)
	}
	return all
}

// listPointer is where the list of errors stands.
func (t *errorTable) listPointer() []string {
	pointer, _ := t.envelope.List()
	return pointer
}

// maxListedErrors bounds the errors of one body that are checked by the table.
const maxListedErrors = 1000

// nearestCode suggests a code for an unknown one: the only code of its status, or
// one whose name holds it or is held by it.
func (t *errorTable) nearestCode(code string, op *spec.Operation, status int) string {
	var own []string
	for _, c := range t.order {
		if !c.allowsStatus(op, status) {
			continue
		}
		own = append(own, c.Name)
		if len(code) > 3 && (strings.Contains(c.Name, code) || strings.Contains(code, c.Name)) {
			return c.Name
		}
	}
	if len(own) == 1 {
		return own[0]
	}
	return ""
}

// isRelativeReference reports whether a code is a URI reference without a scheme.
func isRelativeReference(code string) bool {
	u, err := url.Parse(code)
	return err == nil && u.Scheme == ""
}
