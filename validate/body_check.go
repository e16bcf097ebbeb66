package validate

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/membernames"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// checkBody checks a body that is no error envelope by contract.
func (c *exchangeCheck) checkBody(r *compiledResponse) {
	content := c.x.Response.Body
	switch {
	case len(content) == 0 && len(r.media) == 0, c.checkErrorInSuccess(r), c.checkUnexpectedEnvelope(r):
		return
	case len(r.media) == 0:
		c.reportUndocumentedBody(r)
		return
	case len(content) == 0:
		c.checkEmptyBody(r)
		return
	case !c.contentType.declared && len(c.x.Response.Header) == 0:
		c.checkBodyWithoutHeaders(r)
		return
	}
	if m := r.mediaOf(c.contentType); m != nil {
		c.checkBodyOf(m)
		return
	}
	c.reportUndocumentedType(r)
}

// reportUndocumentedBody reports a body where the response documents none. Under an error
// status it should have been the error envelope, if the contract has one.
func (c *exchangeCheck) reportUndocumentedBody(r *compiledResponse) {
	came := describeBody(c.x.Response.Body, "a body without a Content-Type")
	if t := c.contentType; t.declared {
		came = describeBody(c.x.Response.Body, printableMediaType(t.essence))
	}
	if c.Status >= 400 && c.v.contract.table != nil {
		c.reportEnvelopeMissing(r.location(), came)
		return
	}
	c.addViolation(BodyUndocumented, violationDetails{location: r.location(),
		message:  fmt.Sprintf("status %s documents no body, but one was sent", statusText(c.Status)),
		expected: "no body", actual: came})
}

// checkNoBody checks a response that has no body whatever the document says.
func (c *exchangeCheck) checkNoBody(r *compiledResponse) {
	if c.x.isHead() {
		c.checkTypeOfHead(r)
		return
	}
	if c.Status != http.StatusNotModified && len(c.x.Response.Body) > 0 {
		c.addViolation(BodyUndocumented, violationDetails{location: r.location(),
			message:  fmt.Sprintf("a response with status %s never has a body, but one was sent", statusText(c.Status)),
			expected: "no body", actual: describeBody(c.x.Response.Body, "a body")})
	}
}

// checkTypeOfHead checks the Content-Type of a response to HEAD, which is that of GET (RFC
// 9110, section 9.3.2). Where GET would have an error envelope, nothing is known: an
// error in HTML has another rule.
func (c *exchangeCheck) checkTypeOfHead(r *compiledResponse) {
	if len(r.media) == 0 || !c.contentType.declared || c.Status >= 300 || r.mediaOf(c.contentType) != nil {
		return
	}
	c.reportUndocumentedType(r)
}

func (c *exchangeCheck) reportUndocumentedType(r *compiledResponse) {
	t := c.contentType
	if t.conflict != nil {
		return // which says it all
	}
	f := violationDetails{location: r.location("content"), expected: r.mediaNames(), actual: "no Content-Type",
		message: "the response has no Content-Type header"}
	if t.declared {
		f.actual = printableMediaType(t.essence)
		f.message = fmt.Sprintf("status %s does not document the media type %s", statusText(c.Status), f.actual)
		if r.documents(t.essence) {
			f.actual += " with other parameters"
			f.message = fmt.Sprintf("status %s documents %s only with other parameters", statusText(c.Status), printableMediaType(t.essence))
		}
	}
	c.addViolation(ContentTypeUndocumented, f)
}

// checkBodyWithoutHeaders checks a body of which the recorder kept no headers: its type is
// what it looks like.
func (c *exchangeCheck) checkBodyWithoutHeaders(r *compiledResponse) {
	m := r.jsonMedia()
	if m == nil || !mediatype.IsJSON(m.name) || len(r.media) > 1 {
		if _, err := c.decodeBody(); err != nil {
			m = nil
		}
	}
	switch {
	case m != nil:
		c.checkJSON(m)
	case len(r.media) == 1:
		c.contentType = newContentType(r.media[0].documented)
		c.checkBodyOf(r.media[0])
	default:
		c.addUncheckedBody(UncheckedMediaType)
	}
}

// checkEmptyBody checks a body of no bytes, which is not JSON; one of most other media
// types may be empty.
func (c *exchangeCheck) checkEmptyBody(r *compiledResponse) {
	m := r.mediaOf(c.contentType)
	if c.contentType.declared && m != nil {
		c.checkBodyOf(m)
		return
	}
	if m = r.jsonMedia(); m == nil || !mediatype.IsJSON(m.name) || m.schema == nil {
		return
	}
	c.reportUnreadable(m, &schemaerror.SyntaxError{Reason: "is empty"})
}

// checkBodyOf checks a body of a documented media type.
func (c *exchangeCheck) checkBodyOf(m *compiledMedia) {
	switch kind := c.contentType.kind(); {
	case kind == mediatype.JSON:
		c.checkJSON(m)
	case kind == mediatype.JSONLines, kind == mediatype.JSONSequence, kind == mediatype.EventStream:
		c.checkItems(m, kind)
	case m.schema == nil:
		if m.describesItems {
			c.addUncheckedBody(UncheckedMediaType)
		}
	case kind == mediatype.Text:
		c.checkText(m)
	case kind == mediatype.Form:
		c.checkForm(m)
	case kind == mediatype.Multipart:
		c.checkMultipart(m)
	case !c.asksNothing(m.schema(), kind):
		c.addUncheckedBody(UncheckedMediaType)
	}
}

// asksNothing reports whether a schema surely accepts any body of a kind that is not
// read: it accepts everything, or any string of bytes.
func (c *exchangeCheck) asksNothing(s *schema.Schema, kind mediatype.Kind) bool {
	e := c.v.model.engine
	return e.acceptsAll(s, schema.AnyType) ||
		e.acceptsAll(s, schema.String) && (kind == mediatype.Opaque || s.Keywords().Format == "binary")
}

// checkJSON checks a JSON body by its schema.
func (c *exchangeCheck) checkJSON(m *compiledMedia) {
	value, err := c.decodeBody()
	switch {
	case err == nil && m.schema != nil:
		c.addBodyErrors(m.schema(), []any{value})
	case err != nil && (m.schema != nil || len(c.x.Response.Body) > 0):
		c.reportUnreadable(m, err)
	}
}

// addBodyErrors reports the errors of a body, or of a reading of it that has to conform,
// and members that its schema does not name.
func (c *exchangeCheck) addBodyErrors(s *schema.Schema, readings []any) {
	errors, value := c.errorsOfAny(s, readings)
	for _, e := range errors {
		c.addSchemaError(&e)
	}
	if c.v.strictMembers {
		members, more := membernames.Find(s, value, c.conforms)
		for _, member := range members {
			c.reportUndocumentedMember(member)
		}
		c.overflow.addCount(c.v.levels[MemberUndocumented], more)
	}
}

// reportUndocumentedMember reports a member that an open schema does not name.
func (c *exchangeCheck) reportUndocumentedMember(m membernames.Unnamed) {
	instance := c.memberNames(m.Instance)
	c.addViolation(MemberUndocumented, violationDetails{location: m.Location, instance: instance,
		message: nameOf(instance) + " is a member that the schema does not name", expected: "a documented member", actual: "an undocumented member", more: m.More})
}

// schemaErrors checks a value by a schema, and notes what could not be checked.
func (c *exchangeCheck) schemaErrors(s *schema.Schema, value any) []schemaerror.Error {
	result := c.v.model.engine.errors.CheckWithin(c.ctx, &c.budget, s, value)
	c.overflow.addCount(c.v.levels[BodySchema], result.More)
	for _, u := range result.Unchecked {
		c.addUnchecked(UncheckedReason(u.Reason.String()))
	}
	return result.Errors
}

// errorsOfAny checks readings of a value, of which one has to conform, and returns the
// errors of the best, and the best itself.
func (c *exchangeCheck) errorsOfAny(s *schema.Schema, readings []any) ([]schemaerror.Error, any) {
	best := c.serializedReader().Best(s, readings)
	return c.schemaErrors(s, best), best // one that conforms may hold a writeOnly member
}

// conforms reports whether a value conforms to a schema.
func (c *exchangeCheck) conforms(s *schema.Schema, value any) schema.Truth {
	return c.v.model.engine.errors.ConformsWithin(c.ctx, &c.budget, s, value)
}

// reportUnreadable reports a body that is not JSON.
func (c *exchangeCheck) reportUnreadable(m *compiledMedia, err error) {
	f := violationDetails{location: m.node.Location(), expected: "one JSON text"}
	c.unreadableAs(f, err, len(c.x.Response.Body))
}

// unreadableAs reports a body, or a part of it with some bytes, that is not of the
// expected form.
func (c *exchangeCheck) unreadableAs(f violationDetails, err error, bytes int) {
	if c.contentType.conflict != nil {
		return // it may be of the other type
	}
	syntax, _ := errors.AsType[*schemaerror.SyntaxError](err)
	f.message, f.actual = nameOf(f.instance)+" "+syntax.Reason, "a body that "+syntax.Reason
	if bytes > 0 {
		f.message += fmt.Sprintf(" (byte %d of %d)", syntax.Offset, bytes)
	}
	c.addViolation(BodyUnreadable, f)
}
