package requestcheck

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/charset"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/sequence"
	"github.com/apicontract/apicontract/internal/spec"
)

// bodyParameter is the parameter of an error about the body as a whole.
const bodyParameter = "body"

func (c *requestCheck) checkBody() *Error {
	r := c.request
	if c.body == nil || len(c.body.Media) == 0 {
		return nil
	}
	if r.BodyIncomplete {
		return NewError(bodyParameter, "did not arrive whole")
	}
	if len(r.Body) == 0 {
		if !c.body.Required {
			return nil
		}
		return NewError(bodyParameter, "is required and missing")
	}
	if r.UnknownCoding {
		return newMediaTypeError("Content-Encoding", "is not one that can be undone: send gzip, deflate, br, zstd or none")
	}
	sent := mediatype.Parse(r.Header.Get("Content-Type"))
	media := c.documentedMedia(sent)
	if media == nil {
		return newMediaTypeError("Content-Type", "is not one that the operation takes: send "+strings.Join(c.mediaNames(), " or "))
	}
	return c.checkContent(media, sent)
}

// documentedMedia returns the documented media type of a body, nil if there is none.
func (c *requestCheck) documentedMedia(sent mediatype.Type) *spec.MediaType {
	if sent.Essence == "" {
		sent.Essence = "application/octet-stream" // RFC 9110, section 8.3
	}
	keys := make([]mediatype.Type, len(c.body.Media))
	for i, m := range c.body.Media {
		keys[i] = mediatype.Parse(m.Name)
	}
	i := mediatype.Find(keys, sent)
	if i < 0 {
		return nil
	}
	return c.body.Media[i]
}

func (c *requestCheck) mediaNames() []string {
	names := make([]string, len(c.body.Media))
	for i, m := range c.body.Media {
		names[i] = m.Name
	}
	return names
}

// checkContent checks the body in the way that its media type requires.
func (c *requestCheck) checkContent(media *spec.MediaType, sent mediatype.Type) *Error {
	s := c.schemas.Schema(media.Schema)
	switch kind := mediatype.KindOf(sent.Essence); kind {
	case mediatype.JSON:
		return c.checkJSON(s)
	case mediatype.JSONLines, mediatype.JSONSequence:
		return c.checkItems(kind, media)
	case mediatype.Form:
		if s.AllowedTypes()&schema.Object != 0 {
			return c.checkBodyReadings(s, c.reader.Form(c.request.Body, s, media.Encoding))
		}
		return c.checkText(s, sent)
	case mediatype.Multipart:
		return c.checkMultipart(media, s, sent.Boundary)
	case mediatype.Text:
		return c.checkText(s, sent)
	}
	if !acceptsAll(s, schema.AnyType) && !acceptsAll(s, schema.String) {
		c.addUncheckedBody(sent)
	}
	return nil
}

// addUncheckedBody records that the mock does not decode bodies of a documented media type.
func (c *requestCheck) addUncheckedBody(sent mediatype.Type) {
	c.addUnchecked("the body (" + sent.Essence + ")")
}

func (c *requestCheck) checkJSON(s *schema.Schema) *Error {
	value, err := schemaerror.Decode(c.request.Body)
	if err != nil {
		return NewError(bodyParameter, err.Error())
	}
	return c.checkBodyReadings(s, []any{value})
}

// checkText checks a text by the schema of a string, number or boolean.
func (c *requestCheck) checkText(s *schema.Schema, sent mediatype.Type) *Error {
	if acceptsAll(s, schema.String) {
		return nil
	}
	types := s.AllowedTypes()
	text, ok := charset.Decode(c.request.Body, sent.Charset)
	if !ok || types&(schema.String|schema.Number|schema.Boolean) == 0 {
		c.addUncheckedBody(sent)
		return nil
	}
	return c.checkBodyReadings(s, schema.TextValues(text, types))
}

// checkItems checks the items of a sequence of JSON texts: each by the schema of an item, or all by
// a schema of an array. A schema of any other type counts as that of an item, because most
// documents mean it so.
func (c *requestCheck) checkItems(kind mediatype.Kind, media *spec.MediaType) *Error {
	s := c.schemas.Schema(cmp.Or(media.ItemSchema, media.Schema))
	array := []any{}
	items := sequence.LineItems(c.request.Body)
	if kind == mediatype.JSONSequence {
		items = sequence.TextItems(c.request.Body)
	}
	for item := range items {
		if item.Err != "" {
			return NewError(bodyParameter, item.Err)
		}
		value, err := schemaerror.Decode(item.Data)
		if err != nil {
			return NewError(memberPath([]string{strconv.Itoa(len(array))}), err.Error())
		}
		array = append(array, value)
	}
	if media.ItemSchema == nil && s.AllowedTypes() == schema.Array {
		return c.checkBodyReadings(s, []any{array})
	}
	for i, value := range array {
		if e := c.checkMember([]string{strconv.Itoa(i)}, s, []any{value}); e != nil {
			return e
		}
	}
	return nil
}

// checkBodyReadings checks the readings of the complete body.
func (c *requestCheck) checkBodyReadings(s *schema.Schema, readings []any) *Error {
	return c.checkMember(nil, s, readings)
}

// checkMember checks readings of a part of the body, which is at an instance location.
func (c *requestCheck) checkMember(at []string, s *schema.Schema, readings []any) *Error {
	result := c.checkReadings(s, readings)
	if len(result.Errors) == 0 {
		if e := uncheckedNumber(at, &result); e != nil {
			return e
		}
		c.noteUnchecked(&result, "the body")
		return nil
	}
	first := &result.Errors[0]
	instance := append(slices.Clip(at), first.Instance...)
	if first.Property != "" {
		return NewError(memberPath(append(slices.Clip(instance), first.Property)), "is required and missing from the body")
	}
	return NewError(cmp.Or(memberPath(instance), bodyParameter), first.Message)
}

// uncheckedNumber rejects a number beyond the limits of the check, nil if there is
// none.
func uncheckedNumber(at []string, result *schemaerror.Result) *Error {
	for _, u := range result.Unchecked {
		if u.Reason == schemaerror.UncheckedNumber {
			return NewError(cmp.Or(memberPath(append(slices.Clip(at), u.Instance...)), bodyParameter), "is a number that is too large or too small to be checked")
		}
	}
	return nil
}
