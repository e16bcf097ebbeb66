package validate

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// response checks a response whose status the operation documents.
func (c *exchangeCheck) response(r *response) {
	for _, reason := range r.unread {
		c.addUnchecked(reason)
	}
	if r.node == nil {
		return
	}
	if c.x.Response.Fields != nil {
		for _, h := range r.headers {
			c.header(h)
		}
	}
	c.chooseContentType(r)
	switch {
	case r.unknownBody:
		return
	case c.withoutBody():
		c.noBody(r)
		return
	case c.x.Response.Absent != "":
		return
	}
	if m := r.mediaFor(c.contentType); m != nil && m.envelope && c.Status >= 400 {
		c.errorBody(r, m)
		return
	}
	if c.Status/100 == 3 && len(c.x.Response.Content) == 0 {
		return // a redirect needs no body, whatever a default response says
	}
	c.body(r)
}

// chooseContentType takes, of several Content-Types, the first that the response
// documents.
func (c *exchangeCheck) chooseContentType(r *response) {
	conflict := c.contentType.conflict
	for _, value := range conflict {
		if t := newContentType(value); r.mediaOf(t) != nil {
			c.contentType = t
			c.contentType.conflict = conflict
			return
		}
	}
}

// undocumentedStatus says that the operation lacks the status, and still looks
// at an error envelope if the body is one.
func (c *exchangeCheck) undocumentedStatus() {
	if !c.op.silent {
		c.find(StatusUndocumented, finding{
			location: c.op.location(),
			message:  "the operation does not document status " + statusText(c.Status),
			expected: "one of " + strings.Join(c.op.Statuses, ", "),
			actual:   fmt.Sprint(c.Status),
		})
	}
	if c.x.Response.Absent != "" || c.withoutBody() {
		return
	}
	value, code, ok := c.unexpectedEnvelope()
	switch {
	case !ok:
	case c.Status/100 == 2:
		c.errorInSuccess(code, c.op.location())
	default:
		c.envelope(c.op.envelopeOf(c.v.contract.table.codes[code]), value, false)
	}
}

// unexpectedEnvelope finds an error envelope where the document does not ask for
// one. Without an error object around the code, only a code of the table tells.
func (c *exchangeCheck) unexpectedEnvelope() (value any, code string, found bool) {
	table := c.v.contract.table
	t := c.contentType
	if table == nil || t.declared && !mediatype.IsJSON(t.essence) || !table.mayHold(c.x.Response.Content) {
		return nil, "", false
	}
	value, err := c.decode()
	if err != nil && !utf8.Valid(c.x.Response.Content) {
		// Bytes that are no UTF-8 make no JSON of it, but an error is one all the same.
		value, err = schemaerror.Decode(bytes.ToValidUTF8(c.x.Response.Content, []byte("\uFFFD")))
	}
	if err != nil {
		return nil, "", false
	}
	code, ok := at(value, table.envelope.code).(string)
	known := len(table.envelope.object) > 0 || table.codes[code] != nil
	return value, code, ok && known && (c.Status/100 == 2 || c.v.contract.legacyFormatOf(c.ctx, value) == nil)
}

// decode reads the body as JSON, once.
func (c *exchangeCheck) decode() (any, error) {
	if !c.decoded {
		c.value, c.invalid = schemaerror.Decode(c.x.Response.Content)
		c.decoded = true
	}
	return c.value, c.invalid
}

// envelopeOf finds the schema for an envelope under a status that the operation
// lacks: that of the code's own status, or of any error for an unknown code. Nil
// if there is none.
func (op *operation) envelopeOf(code *codeEntry) *media {
	for _, r := range op.responses {
		if code != nil && statusOf(r.key) != 0 && !code.allows(statusOf(r.key)) {
			continue
		}
		if m := r.json(); m != nil && m.envelope {
			return m
		}
	}
	return nil
}

// schemaRules are the rules that schema errors break.
var schemaRules = [...]RuleID{
	schemaerror.Violation:        BodySchema,
	schemaerror.FormatViolation:  BodyFormat,
	schemaerror.WriteOnlyPresent: WriteOnlyPresent,
}

func (c *exchangeCheck) schemaError(e *schemaerror.Error) {
	instance := make([]string, len(e.Instance))
	for i, token := range e.Instance {
		instance[i] = c.v.contract.memberName(token)
	}
	c.find(schemaRules[e.Kind], finding{location: e.Location, instance: instance,
		message: nameOf(instance) + " " + e.Message, expected: e.Expected, actual: e.Actual})
}

// nameOf names a part of the body as a person would: `data[1]`.
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
	return "the body"
}

// successIsError reports, and says, that a 2xx response carries the error
// envelope. A member that the document gives the success itself is none.
func (c *exchangeCheck) successIsError(r *response) bool {
	if c.Status/100 != 2 || c.v.levels[ErrorInSuccess] == LevelOff || !r.mayFail(c.contentType) {
		return false
	}
	_, code, found := c.unexpectedEnvelope()
	if found {
		c.errorInSuccess(code, r.location())
	}
	return found
}

// mayFail reports whether an error envelope under a 2xx status of r is an error, and
// no member that the document gives the success itself. A default response speaks of
// errors, not of this success.
func (r *response) mayFail(t contentType) bool {
	m := r.mediaFor(t)
	return m == nil || !m.ownError || r.key == "default"
}

// freeEnvelope reports, and checks, an error envelope under an error status
// whose schema does not ask for one.
func (c *exchangeCheck) freeEnvelope(r *response) bool {
	if c.Status < 400 {
		return false
	}
	value, _, found := c.unexpectedEnvelope()
	if !found {
		return false
	}
	if c.contentType.declared && len(r.media) > 0 && r.mediaOf(c.contentType) == nil {
		c.undocumentedType(r)
	}
	c.envelope(r.mediaFor(c.contentType), value, true)
	return true
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}
