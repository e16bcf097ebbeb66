package validate

import "github.com/apicontract/apicontract/internal/spec"

func (c *exchangeCheck) reportDeprecation() {
	if !c.v.notesDeprecation(c.x.Response.Header) {
		return
	}
	message, headers := c.x.Response.Header.endAnnouncement()
	c.addViolation(ResponseDeprecated, violationDetails{
		location: c.subjectLocation(),
		message:  message,
		expected: "no Deprecation and no Sunset header",
		actual:   headers,
	})
}

// subjectLocation is where the document has what the request is for.
func (c *exchangeCheck) subjectLocation() spec.Location {
	switch {
	case c.op != nil:
		return c.op.source.Node.Location()
	case c.retired != nil:
		return c.retired.Location
	}
	return c.v.contract.doc.Root().Location().Child("paths")
}
