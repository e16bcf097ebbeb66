package validate

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
)

// response judges a response whose status the operation documents.
func (j *judge) response(r *response) {
	if j.x.Response.Fields != nil {
		for _, h := range r.headers {
			j.header(h)
		}
	}
	if j.withoutContent() || j.x.Response.Absent != "" {
		return
	}
	essence, _ := j.x.Response.contentType()
	if m := r.mediaFor(essence); m != nil && m.envelope && j.Status >= 400 {
		j.errorContent(r, m)
		return
	}
	if j.Status/100 == 3 && len(j.x.Response.Content) == 0 {
		return // a redirect needs no content, whatever a default response says
	}
	j.content(r)
}

// undocumentedStatus says that the operation lacks the status, and still looks
// at an error envelope if the content is one.
func (j *judge) undocumentedStatus() {
	j.find(StatusUndocumented, finding{
		place:    j.op.place.Child("responses"),
		message:  "the operation documents no status " + statusText(j.Status),
		expected: "one of " + strings.Join(j.op.Statuses, ", "),
		actual:   fmt.Sprint(j.Status),
	})
	if j.x.Response.Absent != "" || j.withoutContent() {
		return
	}
	value, code, ok := j.strayEnvelope()
	switch {
	case !ok:
	case j.Status/100 == 2:
		j.errorInSuccess(code, j.op.place.Child("responses"))
	default:
		j.envelope(j.op.envelopeOf(j.v.contract.table.codes[code]), value, false)
	}
}

// strayEnvelope finds an error envelope where the document does not ask for one.
// Without an error object around the code, only a code of the table tells.
func (j *judge) strayEnvelope() (value any, code string, found bool) {
	table := j.v.contract.table
	essence, declared := j.x.Response.contentType()
	if table == nil || declared && !mediatype.IsJSON(essence) || !table.mayHold(j.x.Response.Content) {
		return nil, "", false
	}
	value, err := j.decode()
	if err != nil && !utf8.Valid(j.x.Response.Content) {
		// Bytes that are no UTF-8 make no JSON of it, but an error is one all the same.
		value, err = explain.Decode(bytes.ToValidUTF8(j.x.Response.Content, []byte("\uFFFD")))
	}
	if err != nil {
		return nil, "", false
	}
	code, ok := at(value, table.envelope.code).(string)
	known := len(table.envelope.object) > 0 || table.codes[code] != nil
	return value, code, ok && known && (j.Status/100 == 2 || table.shapeOf(value) == nil)
}

// decode reads the body as JSON, once.
func (j *judge) decode() (any, error) {
	if !j.decoded {
		j.value, j.invalid = explain.Decode(j.x.Response.Content)
		j.decoded = true
	}
	return j.value, j.invalid
}

// envelopeOf finds the schema for an envelope under a status that the operation
// lacks: that of the code's own status, or of any error for an unknown code. Nil
// if there is none.
func (op *operation) envelopeOf(code *row) *media {
	for _, key := range op.Statuses {
		r := op.responses[strings.ToUpper(key)]
		if code != nil && statusOf(key) != 0 && !code.under(statusOf(key)) {
			continue
		}
		if m := r.json(); m != nil && m.envelope {
			return m
		}
	}
	return nil
}

// content judges content that is no error envelope by contract.
func (j *judge) content(r *response) {
	if len(r.media) == 0 && len(j.x.Response.Content) == 0 {
		return
	}
	essence, declared := j.x.Response.contentType()
	if j.successIsError(r, essence) || j.freeEnvelope(r, essence, declared) || len(r.media) == 0 {
		return
	}
	if len(j.x.Response.Content) == 0 {
		j.emptyContent(r, essence)
		return
	}
	if !declared && j.x.Response.Fields == nil || !declared && len(j.x.Response.Fields) == 0 {
		// The recorder kept no fields: the type is what the content looks like.
		if m := r.json(); m != nil {
			j.json(m)
		}
		return
	}
	m := r.mediaOf(essence)
	if m == nil {
		j.undocumentedType(r, essence, declared)
		return
	}
	if mediatype.IsJSON(essence) {
		j.json(m)
	}
}

func (j *judge) undocumentedType(r *response, essence string, declared bool) {
	f := finding{place: r.place.Child("content"), expected: r.names(), actual: "no Content-Type",
		message: "the response names no media type"}
	if declared {
		f.actual = printable(essence)
		f.message = fmt.Sprintf("status %s documents no media type %s", statusText(j.Status), f.actual)
	}
	j.find(ContentTypeUndocumented, f)
}

// emptyContent judges content of no bytes, which is no JSON; any other media
// type may be empty.
func (j *judge) emptyContent(r *response, essence string) {
	m := r.mediaOf(essence)
	if m == nil {
		m = r.json()
	}
	if m != nil && m.schema != nil {
		j.unreadable(m, &explain.SyntaxError{Reason: "is empty"})
	}
}

// json judges JSON content by its schema.
func (j *judge) json(m *media) {
	value, err := j.decode()
	if err != nil {
		j.unreadable(m, err)
		return
	}
	if m.schema != nil {
		for _, f := range j.explain(m, value) {
			j.schemaFault(f)
		}
	}
}

func (j *judge) explain(m *media, value any) []explain.Fault {
	return explain.Bounded(m.schema, value, func(name string) bool { return j.v.contract.members()[name] })
}

func (j *judge) unreadable(m *media, err error) {
	syntax, _ := errors.AsType[*explain.SyntaxError](err)
	f := finding{place: m.place, expected: "one JSON text", actual: "content that " + syntax.Reason,
		message: "the content " + syntax.Reason}
	if len(j.x.Response.Content) > 0 {
		f.message += fmt.Sprintf(" (byte %d of %d)", syntax.Offset, len(j.x.Response.Content))
	}
	j.find(BodyUnreadable, f)
}

func (j *judge) schemaFault(f explain.Fault) {
	instance := make([]string, len(f.Instance))
	for i, token := range f.Instance {
		instance[i] = j.v.contract.memberName(token)
	}
	j.find(BodySchema, finding{place: f.Place, instance: instance,
		message: nameOf(instance) + " " + f.Message, expected: f.Expected, actual: f.Actual})
}

// nameOf names a place in the content as a person would: `data[1]`.
func nameOf(instance []string) string {
	at, index := len(instance), ""
	for at > 0 && instance[at-1] != "" && digits(instance[at-1]) {
		at--
		index = "[" + instance[at] + "]" + index
	}
	switch {
	case at > 0:
		return "`" + instance[at-1] + index + "`"
	case index != "":
		return "item `" + index + "`"
	}
	return "the content"
}

// successIsError reports, and says, that a 2xx response carries the error
// envelope. A member that the document gives the success itself is none.
func (j *judge) successIsError(r *response, essence string) bool {
	if j.Status/100 != 2 || j.v.levels[ErrorInSuccess] == LevelOff {
		return false
	}
	if !r.mayFail(essence) {
		return false
	}
	_, code, found := j.strayEnvelope()
	if found {
		j.errorInSuccess(code, r.place)
	}
	return found
}

// mayFail reports whether an error envelope under a 2xx status of r is an error, and
// no member that the document gives the success itself. A default response speaks of
// errors, not of this success.
func (r *response) mayFail(essence string) bool {
	m := r.mediaFor(essence)
	return m == nil || !m.ownError || r.key == "default"
}

// freeEnvelope reports, and judges, an error envelope under an error status
// whose schema does not ask for one.
func (j *judge) freeEnvelope(r *response, essence string, declared bool) bool {
	if j.Status < 400 {
		return false
	}
	value, _, found := j.strayEnvelope()
	if !found {
		return false
	}
	if declared && len(r.media) > 0 && r.mediaOf(essence) == nil {
		j.undocumentedType(r, essence, declared)
	}
	j.envelope(r.mediaFor(essence), value, true)
	return true
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}
