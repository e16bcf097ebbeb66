package validate

import "github.com/apicontract/apicontract/internal/mediatype"

// checkMissingBody checks what is known of a response without its body: the media type. A
// body with a schema is unchecked.
func (c *exchangeCheck) checkMissingBody(r *compiledResponse) {
	t := c.contentType
	m := r.mediaFor(t)
	switch {
	case len(r.media) == 0, c.isRedirectWithoutBody(r):
		return
	case m != nil && m.envelope && c.Status >= 400 && t.declared && !mediatype.IsJSON(t.essence):
		c.reportEnvelopeMissing(m.schemaLocation(), describeBody(nil, printableMediaType(t.essence)))
		return
	case t.declared && r.mediaOf(t) == nil:
		c.reportUndocumentedType(r)
		return
	case c.wantsBody(r):
		c.addUncheckedBody(c.x.Response.BodyMissing)
	}
}

// isRedirectWithoutBody reports whether a redirect surely needs no body: no response is
// documented for its status alone.
func (c *exchangeCheck) isRedirectWithoutBody(r *compiledResponse) bool {
	return c.Status/100 == 3 && statusOf(r.key) == 0 && c.x.Response.BodyMissing == UncheckedNotRecorded
}

// wantsBody reports whether a response has a schema that does not accept every body: the
// schema of its media type, or of any where the type is not known.
func (c *exchangeCheck) wantsBody(r *compiledResponse) bool {
	if c.contentType.declared {
		return c.asksForBody(r.mediaOf(c.contentType), c.contentType.kind())
	}
	for _, m := range r.media {
		documented := newContentType(m.documented)
		if c.asksForBody(m, documented.kind()) {
			return true
		}
	}
	return false
}

// asksForBody reports whether a media type has a schema that does not accept every body.
func (c *exchangeCheck) asksForBody(m *compiledMedia, kind mediatype.Kind) bool {
	if m.schema == nil {
		return m.describesItems
	}
	return !c.asksNothing(m.schema(), kind)
}

// noteUndecodable notes a body that was recorded and cannot be decoded, whatever is
// documented of it.
func (c *exchangeCheck) noteUndecodable() {
	if c.x.Response.BodyMissing == UncheckedUndecodable && !c.withoutBody() {
		c.addUncheckedBody(UncheckedUndecodable)
	}
}

// missResponseBody notes that a body cannot be checked because the document's response
// cannot be read. The reason is among those of the response.
func (c *exchangeCheck) missResponseBody() {
	if !c.withoutBody() && (len(c.x.Response.Body) > 0 || c.x.Response.BodyMissing != "") {
		c.missed = string(UncheckedReference)
	}
}

// addUncheckedBody notes that nothing of the body could be checked.
func (c *exchangeCheck) addUncheckedBody(reason UncheckedReason) {
	c.addUnchecked(reason)
	c.missed = string(reason)
}
