package record

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/record/harlog"
)

// unknownType is the media type of a response without one, as in browsers' exports.
const unknownType = "x-unknown"

func (x *Exchange) harResponse(c *Credentials) harlog.Response {
	r := harlog.Response{HTTPVersion: x.HTTPVersion, Cookies: []harlog.Pair{}, Headers: []harlog.Pair{},
		HeadersSize: -1, BodySize: -1, Error: x.Error}
	if x.Response.Status == 0 {
		r.Content.MimeType = unknownType
		return r
	}
	fields := x.Response.Header
	r.Status, r.StatusText = x.Response.Status, http.StatusText(x.Response.Status)
	r.Headers = c.headerPairs(fields)
	r.RedirectURL = headerValue(fields, "Location")
	r.Content = x.harContent()
	r.BodySize = r.Content.Size
	return r
}

// harContent returns the response's body. Tools treat a body without text as not recorded, unless
// Content-Length is 0 or an encoding is set.
func (x *Exchange) harContent() harlog.Content {
	body, fields := x.Response.Body, x.Response.Header
	c := harlog.Content{Size: len(body), MimeType: cmp.Or(headerValue(fields, "Content-Type"), x.Response.MediaType, unknownType)}
	switch {
	case x.isBodiless():
		c.Size = 0
	case x.Response.BodyMissing != "":
		c.Size = -1
	case !utf8.Valid(body):
		c.Text, c.Encoding = base64.StdEncoding.EncodeToString(body), "base64"
	case len(body) == 0 && !fields.Has("Content-Length"):
		c.Encoding = "base64"
	default:
		c.Text = string(body)
	}
	return c
}
