package validate

import (
	"github.com/apicontract/apicontract/internal/charset"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
)

// checkText checks a text by a schema of a string, number or boolean.
func (c *exchangeCheck) checkText(m *compiledMedia) {
	s := m.schema()
	if c.v.model.engine.acceptsAll(s, schema.String) {
		return
	}
	types := s.AllowedTypes()
	text, ok := charset.Decode(c.x.Response.Body, mediatype.Parse(c.contentType.value).Charset)
	if !ok || types&(schema.String|schema.Number|schema.Boolean) == 0 {
		c.addUncheckedBody(UncheckedMediaType)
		return
	}
	errors, _ := c.errorsOfAny(s, schema.TextValues(text, types))
	if len(errors) > 0 && types != schema.AnyType && types&(schema.Array|schema.Object) != 0 {
		c.addUncheckedBody(UncheckedMediaType) // it may be an object, written in a way that is not known
		return
	}
	for _, e := range errors {
		c.addSchemaError(&e)
	}
}
