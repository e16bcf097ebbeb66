package validate

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// body checks a body that is no error envelope by contract.
func (c *exchangeCheck) body(r *response) {
	content := c.x.Response.Content
	switch {
	case len(content) == 0 && len(r.media) == 0, c.successIsError(r), c.freeEnvelope(r):
		return
	case len(r.media) == 0:
		c.undocumentedBody(r)
		return
	case len(content) == 0:
		c.emptyBody(r)
		return
	case !c.contentType.declared && len(c.x.Response.Fields) == 0:
		c.bodyWithoutHeaders(r)
		return
	}
	if m := r.mediaOf(c.contentType); m != nil {
		c.bodyOf(m)
		return
	}
	c.undocumentedType(r)
}

// undocumentedBody reports a body where the response documents none. Under an error
// status it should have been the error envelope, if the contract has one.
func (c *exchangeCheck) undocumentedBody(r *response) {
	came := looks(c.x.Response.Content, "a body without a Content-Type")
	if t := c.contentType; t.declared {
		came = looks(c.x.Response.Content, printable(t.essence))
	}
	if c.Status >= 400 && c.v.contract.table != nil {
		c.envelopeMissing(r.location(), came)
		return
	}
	c.find(BodyUndocumented, finding{location: r.location(),
		message:  fmt.Sprintf("status %s documents no body, but one was sent", statusText(c.Status)),
		expected: "no body", actual: came})
}

// noBody checks a response that has no body whatever the document says.
func (c *exchangeCheck) noBody(r *response) {
	if c.x.isHead() {
		c.typeOfHead(r)
		return
	}
	if c.Status != http.StatusNotModified && len(c.x.Response.Content) > 0 {
		c.find(BodyUndocumented, finding{location: r.location(),
			message:  fmt.Sprintf("a response with status %s never has a body, but one was sent", statusText(c.Status)),
			expected: "no body", actual: looks(c.x.Response.Content, "a body")})
	}
}

// typeOfHead checks the Content-Type of a response to HEAD, which is that of GET (RFC
// 9110, section 9.3.2). Where GET would have an error envelope, nothing is known: an
// error in HTML has another rule.
func (c *exchangeCheck) typeOfHead(r *response) {
	if len(r.media) == 0 || !c.contentType.declared || c.Status >= 300 || r.mediaOf(c.contentType) != nil {
		return
	}
	c.undocumentedType(r)
}

func (c *exchangeCheck) undocumentedType(r *response) {
	t := c.contentType
	if t.conflict != nil {
		return // which says it all
	}
	f := finding{location: r.location("content"), expected: r.names(), actual: "no Content-Type",
		message: "the response has no Content-Type header"}
	if t.declared {
		f.actual = printable(t.essence)
		f.message = fmt.Sprintf("status %s does not document the media type %s", statusText(c.Status), f.actual)
		if r.documents(t.essence) {
			f.actual += " with other parameters"
			f.message = fmt.Sprintf("status %s documents %s only with other parameters", statusText(c.Status), printable(t.essence))
		}
	}
	c.find(ContentTypeUndocumented, f)
}

// bodyWithoutHeaders checks a body of which the recorder kept no headers: its type is
// what it looks like.
func (c *exchangeCheck) bodyWithoutHeaders(r *response) {
	m := r.json()
	if m == nil || !mediatype.IsJSON(m.name) || len(r.media) > 1 {
		if _, err := c.decode(); err != nil {
			m = nil
		}
	}
	switch {
	case m != nil:
		c.json(m)
	case len(r.media) == 1:
		c.contentType = newContentType(r.media[0].documented)
		c.bodyOf(r.media[0])
	default:
		c.addUnchecked(UncheckedMediaType)
	}
}

// emptyBody checks a body of no bytes, which is not JSON; one of most other media
// types may be empty.
func (c *exchangeCheck) emptyBody(r *response) {
	m := r.mediaOf(c.contentType)
	if c.contentType.declared && m != nil {
		c.bodyOf(m)
		return
	}
	if m = r.json(); m == nil || !mediatype.IsJSON(m.name) || m.schema == nil {
		return
	}
	c.unreadable(m, &schemaerror.SyntaxError{Reason: "is empty"})
}

// bodyOf checks a body of a documented media type.
func (c *exchangeCheck) bodyOf(m *media) {
	switch kind := c.contentType.kind(); {
	case kind == mediatype.JSON:
		c.json(m)
	case m.schema == nil:
	case kind == mediatype.Text:
		c.text(m)
	case !c.asksNothing(m.schema(), kind):
		c.addUnchecked(UncheckedMediaType)
	}
}

// asksNothing reports whether a schema surely accepts any body of a kind that is not
// read: it accepts everything, or any string of bytes.
func (c *exchangeCheck) asksNothing(s *schema.Schema, kind mediatype.Kind) bool {
	e := c.v.model.engine
	return e.acceptsAll(s, schema.AnyType) ||
		e.acceptsAll(s, schema.String) && (kind == mediatype.Opaque || s.Keywords().Format == "binary")
}

// json checks a JSON body by its schema.
func (c *exchangeCheck) json(m *media) {
	value, err := c.decode()
	switch {
	case err == nil && m.schema != nil:
		c.schemaErrorsOf(m.schema(), value)
	case err != nil && (m.schema != nil || len(c.x.Response.Content) > 0):
		c.unreadable(m, err)
	}
}

// schemaErrorsOf reports all errors of a body.
func (c *exchangeCheck) schemaErrorsOf(s *schema.Schema, value any) {
	for _, e := range c.schemaErrors(s, value) {
		c.schemaError(&e)
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

// errorsOfAny checks what was read in several ways, of which one has to conform. If
// none does, the errors are those of the first way that is not known to be wrong, else
// of the first.
func (c *exchangeCheck) errorsOfAny(s *schema.Schema, values []any) []schemaerror.Error {
	if len(values) == 1 {
		return c.schemaErrors(s, values[0])
	}
	best := values[0]
	for i := len(values) - 1; i >= 0; i-- {
		switch c.v.model.engine.errors.Conforms(c.ctx, s, values[i]) {
		case schema.True:
			return nil
		case schema.Unknown:
			best = values[i]
		}
	}
	return c.schemaErrors(s, best)
}

func (c *exchangeCheck) unreadable(m *media, err error) {
	if c.contentType.conflict != nil {
		return // it may be of the other type
	}
	syntax, _ := errors.AsType[*schemaerror.SyntaxError](err)
	f := finding{location: m.node.Location(), expected: "one JSON text", actual: "a body that " + syntax.Reason,
		message: "the body " + syntax.Reason}
	if len(c.x.Response.Content) > 0 {
		f.message += fmt.Sprintf(" (byte %d of %d)", syntax.Offset, len(c.x.Response.Content))
	}
	c.find(BodyUnreadable, f)
}
