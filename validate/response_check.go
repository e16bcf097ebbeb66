package validate

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// checkResponse checks a response whose status the operation documents.
func (c *exchangeCheck) checkResponse(r *compiledResponse) {
	if r.node == nil {
		c.addUnchecked(UncheckedReference)
		return
	}
	if c.x.Response.Header != nil {
		for _, h := range r.headers {
			c.checkHeader(h)
		}
	}
	if c.withoutBody() || c.x.Response.BodyMissing != "" {
		return
	}
	essence, _ := c.x.Response.contentType()
	if m := r.mediaFor(essence); m != nil && m.envelope && c.Status >= 400 {
		c.checkErrorBody(r, m)
		return
	}
	if c.Status/100 == 3 && len(c.x.Response.Body) == 0 {
		return // a redirect needs no body, whatever a default response says
	}
	c.checkBody(r)
}

// checkUndocumentedStatus says that the operation lacks the status, and still looks
// at an error envelope if the body is one.
func (c *exchangeCheck) checkUndocumentedStatus() {
	if !c.op.noResponses {
		c.addViolation(StatusUndocumented, violationDetails{
			location: c.op.responsesLocation(),
			message:  "the operation documents no status " + statusText(c.Status),
			expected: "one of " + strings.Join(c.op.Statuses, ", "),
			actual:   fmt.Sprint(c.Status),
		})
	}
	if c.x.Response.BodyMissing != "" || c.withoutBody() {
		return
	}
	value, code, ok := c.unexpectedEnvelope()
	switch {
	case !ok:
	case c.Status/100 == 2:
		c.reportErrorInSuccess(code, c.op.responsesLocation())
	default:
		c.checkEnvelope(c.op.envelopeOf(c.v.contract.table.codes[code]), value, false)
	}
}

// unexpectedEnvelope finds an error envelope where the document does not ask for
// one. Without an error object around the code, only a code of the table tells.
func (c *exchangeCheck) unexpectedEnvelope() (value any, code string, found bool) {
	table := c.v.contract.table
	essence, declared := c.x.Response.contentType()
	if table == nil || declared && !mediatype.IsJSON(essence) || !table.mayContainCode(c.x.Response.Body) {
		return nil, "", false
	}
	value, err := c.decodeBody()
	if err != nil && !utf8.Valid(c.x.Response.Body) {
		// Bytes that are no UTF-8 make no JSON of it, but an error is one all the same.
		value, err = schemaerror.Decode(bytes.ToValidUTF8(c.x.Response.Body, []byte("\uFFFD")))
	}
	if err != nil {
		return nil, "", false
	}
	code, ok := valueAt(value, table.envelope.code).(string)
	known := len(table.envelope.object) > 0 || table.codes[code] != nil
	return value, code, ok && known && (c.Status/100 == 2 || c.v.contract.legacyFormatOf(c.ctx, value) == nil)
}

// decodeBody reads the body as JSON, once.
func (c *exchangeCheck) decodeBody() (any, error) {
	if !c.decoded {
		c.value, c.invalid = schemaerror.Decode(c.x.Response.Body)
		c.decoded = true
	}
	return c.value, c.invalid
}

// envelopeOf finds the schema for an envelope under a status that the operation
// lacks: that of the code's own status, or of any error for an unknown code. Nil
// if there is none.
func (op *compiledOperation) envelopeOf(code *codeEntry) *compiledMedia {
	for _, r := range op.responses {
		if code != nil && statusOf(r.key) != 0 && !code.allowsStatus(statusOf(r.key)) {
			continue
		}
		if m := r.jsonMedia(); m != nil && m.envelope {
			return m
		}
	}
	return nil
}

// checkBody checks a body that is no error envelope by contract.
func (c *exchangeCheck) checkBody(r *compiledResponse) {
	if len(r.media) == 0 && len(c.x.Response.Body) == 0 {
		return
	}
	essence, declared := c.x.Response.contentType()
	if c.checkErrorInSuccess(r, essence) || c.checkUnexpectedEnvelope(r, essence, declared) || len(r.media) == 0 {
		return
	}
	if len(c.x.Response.Body) == 0 {
		c.checkEmptyBody(r, essence)
		return
	}
	if !declared && len(c.x.Response.Header) == 0 {
		// The recorder kept no headers: the type is what the body looks like.
		if m := r.jsonMedia(); m != nil {
			c.checkJSON(m)
		}
		return
	}
	m := r.mediaOf(essence)
	if m == nil {
		c.reportUndocumentedType(r, essence, declared)
		return
	}
	if mediatype.IsJSON(essence) {
		c.checkJSON(m)
	}
}

func (c *exchangeCheck) reportUndocumentedType(r *compiledResponse, essence string, declared bool) {
	f := violationDetails{location: r.location("content"), expected: r.mediaNames(), actual: "no Content-Type",
		message: "the response names no media type"}
	if declared {
		f.actual = printableMediaType(essence)
		f.message = fmt.Sprintf("status %s documents no media type %s", statusText(c.Status), f.actual)
	}
	c.addViolation(ContentTypeUndocumented, f)
}

// checkEmptyBody checks a body of no bytes, which is not JSON; one of any other media
// type may be empty.
func (c *exchangeCheck) checkEmptyBody(r *compiledResponse, essence string) {
	m := r.mediaOf(essence)
	if m == nil {
		m = r.jsonMedia()
	}
	if m != nil && m.schema != nil {
		c.reportUnreadable(m, &schemaerror.SyntaxError{Reason: "is empty"})
	}
}

// checkJSON checks a JSON body by its schema.
func (c *exchangeCheck) checkJSON(m *compiledMedia) {
	value, err := c.decodeBody()
	if err != nil {
		c.reportUnreadable(m, err)
		return
	}
	if m.schema == nil {
		return
	}
	for _, e := range c.schemaErrors(m.schema(), value) {
		c.addSchemaError(&e)
	}
}

// schemaErrors checks a value by a schema, and notes what could not be checked.
func (c *exchangeCheck) schemaErrors(s *schema.Schema, value any) []schemaerror.Error {
	result := c.v.model.engine.errors.Check(c.ctx, s, value)
	for _, u := range result.Unchecked {
		c.addUnchecked(UncheckedReason(u.Reason.String()))
	}
	return result.Errors
}

func (c *exchangeCheck) reportUnreadable(m *compiledMedia, err error) {
	syntax, _ := errors.AsType[*schemaerror.SyntaxError](err)
	f := violationDetails{location: m.node.Location(), expected: "one JSON text", actual: "content that " + syntax.Reason,
		message: "the content " + syntax.Reason}
	if len(c.x.Response.Body) > 0 {
		f.message += fmt.Sprintf(" (byte %d of %d)", syntax.Offset, len(c.x.Response.Body))
	}
	c.addViolation(BodyUnreadable, f)
}

// schemaRules are the rules that schema errors break.
var schemaRules = [...]RuleID{
	schemaerror.Violation:        BodySchema,
	schemaerror.FormatViolation:  BodyFormat,
	schemaerror.WriteOnlyPresent: WriteOnlyPresent,
}

func (c *exchangeCheck) addSchemaError(e *schemaerror.Error) {
	instance := make([]string, len(e.Instance))
	for i, token := range e.Instance {
		instance[i] = c.v.contract.memberName(token)
	}
	c.addViolation(schemaRules[e.Kind], violationDetails{location: e.Location, instance: instance,
		message: nameOf(instance) + " " + e.Message, expected: e.Expected, actual: e.Actual})
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
	return "the content"
}

// checkErrorInSuccess reports, and says, that a 2xx response carries the error
// envelope. A member that the document gives the success itself is none.
func (c *exchangeCheck) checkErrorInSuccess(r *compiledResponse, essence string) bool {
	if c.Status/100 != 2 || c.v.levels[ErrorInSuccess] == LevelOff || !r.mayFail(essence) {
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
func (r *compiledResponse) mayFail(essence string) bool {
	m := r.mediaFor(essence)
	return m == nil || !m.ownError || r.key == "default"
}

// checkUnexpectedEnvelope reports, and checks, an error envelope under an error status
// whose schema does not ask for one.
func (c *exchangeCheck) checkUnexpectedEnvelope(r *compiledResponse, essence string, declared bool) bool {
	if c.Status < 400 {
		return false
	}
	value, _, found := c.unexpectedEnvelope()
	if !found {
		return false
	}
	if declared && len(r.media) > 0 && r.mediaOf(essence) == nil {
		c.reportUndocumentedType(r, essence, declared)
	}
	c.checkEnvelope(r.mediaFor(essence), value, true)
	return true
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}
