package requestcheck

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/spec"
)

const paths = `
info: {title: T, version: "1"}
paths:
  /things/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: size, in: query, schema: {enum: [1, 2]}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}, size: {type: number}, tags: {type: array, items: {type: string}}}}
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {n: {type: integer}}}
      responses: {"200": {description: ok}}
`

func compileOperation(t *testing.T, version string) *Operation {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile("t.yaml", []byte("openapi: "+version+paths)), "t.yaml")
	require.NoError(t, err)
	return New(doc).Operation(http.MethodPost, "/things/{id}")
}

func TestCheck(t *testing.T) {
	const (
		jsonType = "application/json"
		formType = "application/x-www-form-urlencoded"
	)
	cases := []struct {
		reason, id, query, contentType, body string
		want                                 *Error // without its message; nil if the request conforms
	}{
		{"a conforming request", "1", "size=2", jsonType, `{"name":"n"}`, nil},
		{"a path parameter of the wrong type", "x", "", jsonType, `{"name":"n"}`, &Error{Parameter: "id", Kind: errorcode.Invalid}},
		{"a value that the enum lacks", "1", "size=3", jsonType, `{"name":"n"}`, &Error{Parameter: "size", Kind: errorcode.Invalid}},
		{"a missing body", "1", "", jsonType, "", &Error{Parameter: "body", Kind: errorcode.Invalid}},
		{"a missing member", "1", "", jsonType, `{}`, &Error{Parameter: "name", Kind: errorcode.Invalid}},
		{"a wrong item", "1", "", jsonType, `{"name":"n","tags":["a",1]}`, &Error{Parameter: "tags[1]", Kind: errorcode.Invalid}},
		{"a number that cannot be checked", "1", "", jsonType, `{"name":"n","size":1e99999}`, &Error{Parameter: "size", Kind: errorcode.Invalid}},
		{"not JSON", "1", "", jsonType, `{`, &Error{Parameter: "body", Kind: errorcode.Invalid}},
		{"charset does not matter", "1", "", jsonType + "; charset=utf-8", `{"name":"n"}`, nil},
		{"another media type", "1", "", "text/plain", "n", &Error{Parameter: "Content-Type", Kind: errorcode.UnsupportedMediaType}},
		{"no media type", "1", "", "", `{"name":"n"}`, &Error{Parameter: "Content-Type", Kind: errorcode.UnsupportedMediaType}},
		{"a form", "1", "", formType, "n=1", nil},
		{"a wrong member of a form", "1", "", formType, "n=x", &Error{Parameter: "n", Kind: errorcode.Invalid}},
	}
	for _, version := range []string{"3.0.3", "3.1.0"} {
		op := compileOperation(t, version)
		for _, c := range cases {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/things/"+c.id+"?"+c.query, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.contentType)
			got := op.Check(t.Context(), &Request{Request: r, PathParams: map[string]string{"id": c.id}, Body: []byte(c.body)}).Err
			if c.want == nil {
				assert.Nil(t, got, "%s: %s", version, c.reason)
				continue
			}
			require.NotNil(t, got, "%s: %s", version, c.reason)
			assert.Equal(t, c.want.Parameter, got.Parameter, "%s: %s", version, c.reason)
			assert.Equal(t, c.want.Kind, got.Kind, "%s: %s", version, c.reason)
			assert.True(t, strings.HasPrefix(got.Message, "`"+got.Parameter+"` "), got.Message)
		}
	}
}

func TestCheckOfUnreadableBodies(t *testing.T) {
	op := compileOperation(t, "3.1.0")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/things/1", nil)
	r.Header.Set("Content-Type", "application/json")
	cases := []struct {
		reason string
		change func(*Request)
		want   string
	}{
		{"the body ended early", func(r *Request) { r.BodyIncomplete = true }, "`body` did not arrive whole."},
		{"an unknown coding", func(r *Request) { r.UnknownCoding = true }, "`Content-Encoding` is not one that can be undone: send gzip, deflate, br, zstd or none."},
	}
	for _, c := range cases {
		request := &Request{Request: r, PathParams: map[string]string{"id": "1"}, Body: []byte(`{"name":"n"}`)}
		c.change(request)
		assert.EqualError(t, op.Check(t.Context(), request).Err, c.want, c.reason)
	}
}
