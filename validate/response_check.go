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

// checkResponse checks a response whose status the operation documents.
func (c *exchangeCheck) checkResponse(r *compiledResponse) {
	for _, reason := range r.unread {
		c.addUnchecked(reason)
	}
	if r.node == nil {
		c.missResponseBody()
		return
	}
	if c.x.Response.Header != nil {
		for _, h := range r.headers {
			c.checkHeader(h)
		}
	}
	c.chooseContentType(r)
	switch {
	case r.unknownBody:
		c.missResponseBody()
		return
	case c.withoutBody():
		c.checkNoBody(r)
		return
	case c.x.Response.BodyMissing != "":
		c.checkMissingBody(r)
		return
	}
	if m := r.mediaFor(c.contentType); m != nil && m.envelope && c.Status >= 400 && !c.isRetired {
		c.checkErrorBody(r, m)
		return
	}
	if c.Status/100 == 3 && len(c.x.Response.Body) == 0 {
		return // a redirect needs no body, whatever a default response says
	}
	c.checkBody(r)
}

// chooseContentType takes, of several Content-Types, the first that the response
// documents.
func (c *exchangeCheck) chooseContentType(r *compiledResponse) {
	conflict := c.contentType.conflict
	for _, value := range conflict {
		if t := newContentType(value); r.mediaOf(t) != nil {
			c.contentType = t
			c.contentType.conflict = conflict
			return
		}
	}
}

// checkUndocumentedStatus says that the operation lacks the status, and still looks
// at an error envelope if the body is one.
func (c *exchangeCheck) checkUndocumentedStatus() {
	if !c.op.noResponses {
		c.addViolation(StatusUndocumented, violationDetails{
			location: c.op.responsesLocation(),
			message:  "the operation does not document status " + statusText(c.Status),
			expected: "one of " + strings.Join(c.op.Statuses, ", "),
			actual:   fmt.Sprint(c.Status),
		})
	}
	if c.withoutBody() {
		return
	}
	if c.x.Response.BodyMissing != "" {
		c.addUnchecked(c.x.Response.BodyMissing) // it may be an error envelope
		return
	}
	value, code, ok := c.unexpectedEnvelope()
	switch {
	case !ok:
	case c.Status/100 == 2:
		c.reportErrorInSuccess(code, c.op.responsesLocation())
	default:
		c.checkEnvelope(c.op.envelopeOf(c.findCode(code)), value, false)
	}
}

// unexpectedEnvelope finds an error envelope where the document does not ask for
// one. Without an error object around the code, only a code of the table tells.
func (c *exchangeCheck) unexpectedEnvelope() (value any, code string, found bool) {
	table := c.v.contract.table
	t := c.contentType
	if table == nil || c.isRetired || t.declared && !mediatype.IsJSON(t.essence) || !table.mayContainCode(c.x.Response.Body) {
		return nil, "", false
	}
	value, err := c.decodeBody()
	if err != nil && !utf8.Valid(c.x.Response.Body) {
		// Bytes that are no UTF-8 make no JSON of it, but an error is one all the same.
		value, err = c.decoder.Decode(bytes.ToValidUTF8(c.x.Response.Body, []byte("\uFFFD")))
	}
	if err != nil {
		return nil, "", false
	}
	code, ok := valueAt(value, table.envelope.Item(0).Code).(string)
	known := len(table.envelope.Error) > 0 || c.findCode(code) != nil
	return value, code, ok && known && (c.Status/100 == 2 || c.v.contract.legacyFormatOf(c.ctx, value) == nil)
}

// decodeBody reads the body as JSON, once.
func (c *exchangeCheck) decodeBody() (any, error) {
	if !c.decoded {
		c.value, c.invalid = c.decoder.Decode(c.x.Response.Body)
		c.decoded = true
	}
	return c.value, c.invalid
}

// envelopeOf finds the schema for an envelope under a status that the operation
// lacks: that of the code's own status, or of any error for an unknown code. Nil
// if there is none.
func (op *compiledOperation) envelopeOf(code *codeEntry) *compiledMedia {
	for _, r := range op.responses {
		if code != nil && statusOf(r.key) != 0 && !code.allowsStatus(op.source, statusOf(r.key)) {
			continue
		}
		if m := r.jsonMedia(); m != nil && m.envelope {
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

func (c *exchangeCheck) addSchemaError(e *schemaerror.Error) {
	instance := c.memberNames(e.Instance)
	c.addViolation(schemaRules[e.Kind], violationDetails{location: e.Location, instance: instance,
		message: nameOf(instance) + " " + e.Message, expected: e.Expected, actual: e.Actual, subject: e.Subject, more: e.More})
}

// memberNames returns the tokens of a place in a body as findings show them.
func (c *exchangeCheck) memberNames(tokens []string) []string {
	names := make([]string, len(tokens))
	for i, token := range tokens {
		names[i] = c.v.contract.memberName(token)
	}
	return names
}

// nameOf names a part of the body as a person would: `data[1]`.
func nameOf(instance []string) string {
	at, index := len(instance), ""
	for at > 0 && instance[at-1] != "" && isDigits(instance[at-1]) {
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

// checkErrorInSuccess reports, and says, that a 2xx response carries the error
// envelope. A member that the document gives the success itself is none.
func (c *exchangeCheck) checkErrorInSuccess(r *compiledResponse) bool {
	if c.Status/100 != 2 || c.v.levels[ErrorInSuccess] == LevelOff || !r.mayFail(c.contentType) {
		return false
	}
	_, code, found := c.unexpectedEnvelope()
	if found {
		c.reportErrorInSuccess(code, r.location())
	}
	return found
}

// mayFail reports whether an error envelope under a 2xx status of r is an error, and
// no member that the document gives the success itself. A default response speaks of
// errors, not of this success.
func (r *compiledResponse) mayFail(t contentType) bool {
	m := r.mediaFor(t)
	return m == nil || !m.ownError || r.key == "default"
}

// checkUnexpectedEnvelope reports, and checks, an error envelope under an error status
// whose schema does not ask for one.
func (c *exchangeCheck) checkUnexpectedEnvelope(r *compiledResponse) bool {
	if c.Status < 400 {
		return false
	}
	value, _, found := c.unexpectedEnvelope()
	if !found {
		return false
	}
	if c.contentType.declared && len(r.media) > 0 && r.mediaOf(c.contentType) == nil {
		c.reportUndocumentedType(r)
	}
	c.checkEnvelope(r.mediaFor(c.contentType), value, true)
	return true
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}
