package requestcheck

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/serialization"
	"github.com/apicontract/apicontract/internal/spec"
)

// checkMultipart checks a multipart body by the schema of an object, of which the parts
// are the members, or of an array of parts without names.
func (c *requestCheck) checkMultipart(media *spec.MediaType, s *schema.Schema, boundary string) *Error {
	if boundary == "" {
		return NewError("Content-Type", "names no boundary")
	}
	body, err := c.reader.Multipart(c.request.Body, boundary, s, media.Encoding)
	if syntax, ok := errors.AsType[*schemaerror.SyntaxError](err); ok {
		return NewError(bodyParameter, syntax.Reason)
	}
	if s.AllowedTypes()&(schema.Object|schema.Array) == 0 || len(body.Readings) == 0 {
		c.addUncheckedBody(mediatype.Type{Essence: "multipart"})
		return nil
	}
	for i := range body.Parts {
		if e := c.checkPart(&body.Parts[i]); e != nil {
			return e
		}
	}
	return c.checkBodyReadings(s, body.Readings)
}

// checkPart checks what the document says of a part beside its schema.
func (c *requestCheck) checkPart(p *serialization.Part) *Error {
	instance := []string{p.Name}
	if p.Index > 0 {
		instance = append(instance, strconv.Itoa(p.Index))
	}
	name := memberPath(instance)
	if p.Err != nil {
		return NewError(name, p.Err.Error())
	}
	if p.Encoding == nil {
		return nil
	}
	if types := p.Encoding.ContentType; p.ContentType != "" && types != "" && !mediatype.ListIncludes(types, p.ContentType) {
		return NewError(name, "is a part of a media type that is not documented for it: send "+types)
	}
	for _, h := range p.Encoding.Headers {
		if e := c.checkPartHeader(name, p, h); e != nil {
			return e
		}
	}
	return nil
}

// checkPartHeader checks a documented header of a part. Content-Type is described by the
// Encoding Object itself, which ignores a header of that name.
func (c *requestCheck) checkPartHeader(part string, p *serialization.Part, h *spec.Header) *Error {
	name := http.CanonicalHeaderKey(h.Name)
	lines := p.Header.Values(name)
	switch {
	case name == "Content-Type", len(lines) == 0 && !h.Required:
		return nil
	case len(lines) == 0:
		return NewError(part, "is a part without the required header "+name)
	}
	documented, content := h.Schema, ""
	if h.Content != nil {
		documented, content = h.Content.Schema, mediatype.Essence(h.Content.Name)
	}
	s := c.schemas.Schema(documented)
	readings, err := c.reader.Header(serialization.NewHeader(name, s, h.Explode, content), lines)
	if syntax, ok := errors.AsType[*schemaerror.SyntaxError](err); ok {
		return NewError(part, fmt.Sprintf("has a header %s that %s", name, syntax.Reason))
	}
	if len(readings) == 0 {
		c.addUnchecked(fmt.Sprintf("the header %s of the part %s", name, part))
		return nil
	}
	if result := c.checkReadings(s, readings); len(result.Errors) > 0 {
		return NewError(part, fmt.Sprintf("has a header %s that %s", name, result.Errors[0].Message))
	}
	return nil
}
