package record

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/validate"
)

// maxRequestBody is the maximum size of a recorded request body, in bytes.
const maxRequestBody = 1 << 20

func (x *Exchange) harRequest(c *Credentials) harlog.Request {
	target, _, _ := strings.Cut(x.Request.URL, "#")
	target, query, _ := strings.Cut(target, "?")
	r := harlog.Request{
		Method: x.Request.Method, URL: target, HTTPVersion: x.HTTPVersion, Cookies: []harlog.Pair{},
		Headers: redactTexts(c.headerPairs(x.Request.Header)), QueryString: c.queryPairs(query), HeadersSize: -1, BodySize: len(x.RequestBody),
	}
	if query != "" {
		r.URL += "?" + redactPairs(query, c.hasQuery)
	}
	if len(x.RequestBody) > 0 {
		r.PostData = harPostData(headerValue(x.Request.Header, "Content-Type"), x.RequestBody)
	}
	return r
}

// headerPairs returns headers sorted by name, with credentials redacted.
func (c *Credentials) headerPairs(fields validate.Header) []harlog.Pair {
	pairs := make([]harlog.Pair, 0, len(fields))
	for _, f := range fields {
		if c.hasHeader(f.Name) {
			f.Value = redacted
		}
		pairs = append(pairs, harlog.Pair(f))
	}
	slices.SortStableFunc(pairs, func(a, b harlog.Pair) int { return strings.Compare(a.Name, b.Name) })
	return pairs
}

// redactTexts removes secrets in the texts of headers such as Referer and User-Agent. A
// Content-Type stays, because the boundary of a body looks like a secret.
func redactTexts(pairs []harlog.Pair) []harlog.Pair {
	for i := range pairs {
		if !strings.EqualFold(pairs[i].Name, "Content-Type") {
			pairs[i].Value = redact.Text(pairs[i].Value)
		}
	}
	return pairs
}

// queryPairs returns the parameters of a query sorted by name, with credentials redacted. Pairs
// that cannot be decoded are omitted.
func (c *Credentials) queryPairs(query string) []harlog.Pair {
	pairs := []harlog.Pair{}
	parameters, _ := url.ParseQuery(query) // the error is about the omitted pairs
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		for _, value := range parameters[name] {
			if c.hasQuery(name) {
				value = redacted
			}
			pairs = append(pairs, harlog.Pair{Name: name, Value: value})
		}
	}
	return pairs
}

func harPostData(contentType string, body []byte) *harlog.PostData {
	data := &harlog.PostData{MimeType: contentType, Params: []harlog.Pair{}}
	switch {
	case len(body) > maxRequestBody:
		data.Comment = "too large to be recorded"
	case !utf8.Valid(body):
		data.Comment = "no text"
	default:
		data.Text, data.Comment = redactBody(contentType, body)
	}
	return data
}

// redactBody returns a request's body with the values of sensitive names redacted, or a comment
// that says why it is not recorded.
func redactBody(contentType string, body []byte) (text, comment string) {
	switch mediaType := mediatype.Essence(contentType); {
	case mediaType == "application/x-www-form-urlencoded":
		return redactPairs(string(body), redact.IsSecretName), ""
	case strings.HasPrefix(mediaType, "multipart/"):
		return redactParts(contentType, body)
	case !strings.HasSuffix(mediaType, "json"):
		return redact.Text(string(body)), ""
	}
	plain, ok := redactJSON(body)
	if !ok {
		return "", "not JSON"
	}
	return string(plain), ""
}

// redactParts returns a multipart body that has no part with the name of a secret.
func redactParts(contentType string, body []byte) (text, comment string) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || parameters["boundary"] == "" {
		return "", "parts without a boundary"
	}
	reader := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := reader.NextRawPart()
		switch {
		case errors.Is(err, io.EOF):
			return string(body), ""
		case err != nil:
			return "", "parts that cannot be read"
		case redact.IsSecretName(part.FormName()):
			return "", "a part with the name of a secret"
		}
	}
}

// headerValue returns the first value of a header; empty if there is none.
func headerValue(fields validate.Header, name string) string {
	if values := fields.Values(name); len(values) > 0 {
		return values[0]
	}
	return ""
}
