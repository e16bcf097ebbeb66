package validate

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/spec"
)

// at returns what a JSON Pointer leads to in a decoded value; nil if nothing
// does, or if the pointer itself is nil.
func at(value any, tokens []string) any {
	v, _ := lookup(value, tokens)
	return v
}

func lookup(value any, tokens []string) (any, bool) {
	if tokens == nil {
		return nil, false
	}
	return document.Lookup(value, tokens)
}

// mayHold is a cheap look whether content can hold the envelope's code at all.
func (t *errorTable) mayHold(content []byte) bool {
	for _, name := range t.quoted {
		if !bytes.Contains(content, name) {
			return bytes.Contains(content, []byte(`\u`))
		}
	}
	return true
}

// shapeOf returns the shape of another version that a value has, if any.
func (t *errorTable) shapeOf(value any) *shape {
	object, isObject := value.(map[string]any)
	for i := range t.shapes {
		if (!isObject && len(t.shapes[i].required) > 0) || !t.shapes[i].mayBe(object) {
			continue // a cheap look first
		}
		if len(t.shapes[i].schema.First(value)) == 0 {
			return &t.shapes[i]
		}
	}
	return nil
}

// errorContent judges content under a status whose schema m is the envelope's.
func (j *judge) errorContent(r *response, m *media) {
	essence, declared := j.x.Response.contentType()
	content := j.x.Response.Content
	switch {
	case len(content) == 0:
		j.noEnvelope(m, "empty content")
		return
	case declared && !mediatype.IsJSON(essence):
		j.noEnvelope(m, looks(content, printable(essence)))
		return
	}
	documented := r.mediaOf(essence)
	value, err := j.decode()
	switch {
	case err != nil && !declared && !beginsJSON(content):
		j.noEnvelope(m, looks(content, "text that is not JSON"))
		return
	case err != nil:
		j.unreadable(m, err)
		return
	}
	if came := j.v.contract.table.otherThanEnvelope(value); came != "" {
		j.noEnvelope(m, came)
		return
	}
	if documented == nil && (declared || len(j.x.Response.Fields) > 0) {
		j.undocumentedType(r, essence, declared)
	}
	j.envelope(m, value, true)
}

func (j *judge) noEnvelope(m *media, came string) {
	j.find(EnvelopeMissing, finding{place: m.place.Child("schema"),
		message:  fmt.Sprintf("status %s came with %s instead of the error envelope", statusText(j.Status), came),
		expected: "the error envelope", actual: came})
}

// otherThanEnvelope names what a value is if it has no error object; empty if
// it has one.
func (t *errorTable) otherThanEnvelope(value any) string {
	if s := t.shapeOf(value); s != nil {
		return "the " + s.name + " shape"
	}
	object, ok := lookup(value, t.object())
	if _, isObject := object.(map[string]any); isObject {
		return ""
	}
	place := document.Pointer(t.envelope.object...)
	if place == "" {
		return "a JSON " + jsonType(value)
	}
	if top, isObject := value.(map[string]any); !ok && isObject {
		return fmt.Sprintf("a JSON object of %d members without %s", len(top), place)
	}
	if !ok {
		return "a JSON " + jsonType(value)
	}
	return fmt.Sprintf("a JSON object whose %s is of type %s", place, jsonType(object))
}

// object is the pointer of the error object, which may be the content itself.
func (t *errorTable) object() []string {
	if t.envelope.object == nil {
		return []string{}
	}
	return t.envelope.object
}

func jsonType(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

func beginsJSON(content []byte) bool {
	trimmed := strings.TrimLeft(string(content[:min(len(content), 512)]), " \t\r\n")
	return strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[")
}

// looks says what content is: HTML where it is, else what its type says.
func looks(content []byte, otherwise string) string {
	if looksHTML(content) || otherwise == "text/html" {
		return "HTML"
	}
	if strings.Contains(otherwise, "/") {
		return otherwise + " content"
	}
	return otherwise
}

func looksHTML(content []byte) bool {
	head := bytes.TrimLeft(content[:min(len(content), 512)], "\ufeff \t\r\n")
	for _, start := range [...]string{"<!doctype html", "<html"} {
		if len(head) >= len(start) && strings.EqualFold(text(head[:len(start)]), start) {
			return true
		}
	}
	return false
}

// errorInSuccess says that a 2xx response carries the error envelope. Nothing
// further is said of it.
func (j *judge) errorInSuccess(code string, place document.Place) {
	j.setCode(code)
	j.find(ErrorInSuccess, finding{place: place,
		instance: j.v.contract.table.object(),
		message:  fmt.Sprintf("status %s carries an error: %q", statusText(j.Status), clean(code)),
		expected: "no error envelope under " + statusText(j.Status), actual: clean(code)})
	j.stamp()
}

// An inspection is the judging of one error object.
type inspection struct {
	*judge
	table *errorTable
	value any    // the whole content
	row   *row   // of the code; nil: the table does not have it
	code  string // empty: there is none
	// fits: the code stands under its own status, or under one that the
	// operation does not document, so that all that is promised can be asked.
	fits bool
	// nullParam: the schema does not allow the null that param is.
	nullParam bool
}

// envelope judges content that has an error object. m is nil where no schema is
// known for it. documented says whether the operation documents the status.
func (j *judge) envelope(m *media, value any, documented bool) {
	i := inspection{judge: j, table: j.v.contract.table, value: value}
	code, ok := at(value, i.table.envelope.code).(string)
	if ok {
		i.code = code
		j.setCode(code)
		i.inspectCode(documented)
	}
	if m != nil && m.schema != nil {
		i.schema(m, ok)
	}
	if ok {
		i.members()
	}
	j.stamp()
}

// setCode notes the code for the verdict.
func (j *judge) setCode(code string) {
	j.Code = clean(code)
	_, j.known = j.v.contract.LookupCode(code)
}

// stamp writes the code into the findings, once it is known.
func (j *judge) stamp() {
	for i := range j.Violations {
		j.Violations[i].Code = j.Code
	}
}

// inspectCode judges the code itself.
func (i *inspection) inspectCode(documented bool) {
	i.row = i.table.codes[i.code]
	f := finding{instance: i.table.envelope.code, actual: clean(i.code)}
	switch {
	case i.row == nil:
		f.place = i.table.place.Child("codes")
		f.message = fmt.Sprintf("the error table has no code %q", clean(i.code))
		f.expected = "a code of the error table"
		if near := i.table.nearest(i.code, i.Status); near != "" {
			f.expected += ", such as " + near
		}
		i.find(CodeUnknown, f)
	case documented && !i.row.under(i.Status):
		f.place = i.row.listed
		if f.place == (document.Place{}) {
			f.place = i.row.place
		}
		f.message = fmt.Sprintf("the code %q belongs to status %s, not to %d", i.row.Name, spec.StatusList(i.row.Statuses), i.Status)
		f.expected = "status " + spec.StatusList(i.row.Statuses)
		i.find(CodeStatus, f)
	default:
		i.fits = true
	}
}

// nearest suggests a code for an unknown one: the only code of its status, or
// one whose name holds it or is held by it.
func (t *errorTable) nearest(code string, status int) string {
	var own []string
	for _, r := range t.order {
		if !r.under(status) {
			continue
		}
		own = append(own, r.Name)
		if len(code) > 3 && (strings.Contains(r.Name, code) || strings.Contains(code, r.Name)) {
			return r.Name
		}
	}
	if len(own) == 1 {
		return own[0]
	}
	return ""
}

// schema enters the schema's faults, less those that another rule says better.
func (i *inspection) schema(m *media, coded bool) {
	said := false
	for _, f := range i.explain(m, i.value) {
		if i.silent(f) {
			continue
		}
		said = true
		i.schemaFault(f)
	}
	if !coded && !said {
		// The schema allows what the table cannot read.
		i.find(BodySchema, finding{place: m.place.Child("schema"), instance: i.table.object(),
			message: "the error object has no code", expected: "a string code", actual: "absent"})
	}
}

// silent reports whether a fault is left to another rule.
func (i *inspection) silent(f explain.Fault) bool {
	member := f.Instance
	if f.Property != "" {
		member = append(slices.Clone(f.Instance), f.Property)
	}
	if len(member) == 0 {
		return false
	}
	value := at(i.value, member)
	text, isText := value.(string)
	absent := value == nil
	e := i.table.envelope
	switch {
	case slices.Equal(member, e.code):
		return isText && !i.fits
	case slices.Equal(member, e.docURL):
		return absent || isText && i.judgesDocURL()
	case slices.Equal(member, e.message):
		return absent || isText && strings.TrimSpace(text) == ""
	case slices.Equal(member, e.param):
		i.nullParam = i.nullParam || absent
		return absent || isText && !i.allowsParam()
	}
	return false
}

// judgesDocURL reports whether the table says where the link must lead, or the
// code is not known and nothing is said of it.
func (i *inspection) judgesDocURL() bool { return i.row == nil || i.row.DocURL != "" }

// allowsParam reports whether it matters what param is: the code is right, and
// not one that has none.
func (i *inspection) allowsParam() bool { return i.fits && i.row.Param != Forbidden }
