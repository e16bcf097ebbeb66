package validate

import (
	"fmt"
	"strconv"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/serialization"
)

// serializedReader returns what reads values that are not JSON.
func (c *exchangeCheck) serializedReader() *serialization.Reader {
	return &serialization.Reader{Conforms: c.conforms, AcceptsAll: c.v.model.engine.acceptsAll}
}

// checkForm checks a form by the schema of an object.
func (c *exchangeCheck) checkForm(m *compiledMedia) {
	s := m.schema()
	if s.AllowedTypes()&schema.Object == 0 {
		c.checkText(m)
		return
	}
	c.addBodyErrors(s, c.serializedReader().Form(c.x.Response.Body, s, m.encoding))
}

// checkMultipart checks a multipart body by the schema of an object, of which the parts are
// the members, or of an array of parts without names.
func (c *exchangeCheck) checkMultipart(m *compiledMedia) {
	s := m.schema()
	if c.asksNothing(s, mediatype.Multipart) {
		return
	}
	boundary := mediatype.Parse(c.contentType.value).Boundary
	body, err := c.serializedReader().Multipart(c.x.Response.Body, boundary, s, m.encoding)
	switch {
	case err != nil:
		c.unreadableAs(violationDetails{location: m.node.Location(), expected: "parts, divided by a boundary"}, err, 0)
		return
	case s.AllowedTypes()&(schema.Object|schema.Array) == 0, len(body.Readings) == 0:
		c.addUncheckedBody(UncheckedMediaType)
		return
	}
	for i := range body.Parts {
		c.checkPart(m, &body.Parts[i])
	}
	c.addBodyErrors(s, body.Readings)
}

// checkPart checks what the document says of a part beside its schema.
func (c *exchangeCheck) checkPart(m *compiledMedia, p *serialization.Part) {
	instance := []string{c.v.contract.memberName(p.Name)}
	if p.Index > 0 {
		instance = append(instance, strconv.Itoa(p.Index))
	}
	if p.Err != nil {
		c.unreadableAs(violationDetails{location: m.node.Location(), instance: instance, expected: "one JSON text"}, p.Err, 0)
	}
	e := p.Encoding
	if e == nil {
		return
	}
	if p.ContentType != "" && e.ContentType != "" && !mediatype.ListIncludes(e.ContentType, p.ContentType) {
		actual := printableMediaType(mediatype.Essence(p.ContentType))
		c.addViolation(ContentTypeUndocumented, violationDetails{location: e.Node.Location().Child("contentType"), instance: instance,
			message:  fmt.Sprintf("%s is a part of the media type %s, which is not documented for it", nameOf(instance), actual),
			expected: e.ContentType, actual: actual})
	}
	for _, h := range m.partHeaders[p.Name] {
		c.checkHeaderLines(h, p.Header.Values(h.name), "the header "+h.name+" of the part "+nameOf(instance), instance)
	}
}
