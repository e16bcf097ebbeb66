package requestcheck

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

func TestBodies(t *testing.T) {
	const (
		form      = "application/x-www-form-urlencoded"
		multipart = "multipart/form-data; boundary=b"
		objects   = "{type: object, properties: {a: {type: integer}, o: {type: object, properties: {n: {type: integer}}}, l: {type: array, items: {type: object}}}}"
	)
	part := func(header, value string) string {
		return "--b\r\nContent-Disposition: form-data; " + header + "\r\n\r\n" + value + "\r\n"
	}
	cases := []struct {
		reason, documented, schema, contentType, body string
		want                                          string
		unchecked                                     []string
	}{
		{"an absent optional object", form, objects, form, "a=1", "", nil},
		{"an object as JSON", form, objects, form, "o=%7B%22n%22:1%7D", "", nil},
		{"a wrong object as JSON", form, objects, form, "o=%7B%22n%22:%22x%22%7D", "`o.n` is of type string, not integer.", nil},
		{"allOf", form, "{allOf: [{type: object, properties: {a: {type: integer}}}, {properties: {b: {type: string}}}]}", form, "a=1&b=x", "", nil},
		{"a wrong member of allOf", form, "{allOf: [{type: object, properties: {a: {type: integer}}}, {properties: {b: {type: string}}}]}", form, "a=y&b=x", "`a` is of type string, not integer.", nil},
		{"a boolean", form, "{type: object, properties: {b: {type: boolean}}}", form, "b=true", "", nil},
		{"True is no boolean", form, "{type: object, properties: {b: {type: boolean}}}", form, "b=True", "`b` is of type string, not boolean.", nil},
		{"1 is no boolean", form, "{type: object, properties: {b: {type: boolean}}}", form, "b=1", "`b` is of type string, not boolean.", nil},
		{"t is no boolean", form, "{type: object, properties: {b: {type: boolean}}}", form, "b=t", "`b` is of type string, not boolean.", nil},
		{"a scalar sent twice", form, "{type: object, properties: {a: {type: integer}}}", form, "a=1&a=2", "`a` is of type array, not integer.", nil},
		{"a closed object", form, "{type: object, additionalProperties: false, properties: {a: {type: integer}}}", form, "a=1&z=1", "`z` is not allowed by the schema.", nil},
		{"a format", form, "{type: object, properties: {d: {type: string, format: date}}}", form, "d=2023-02-30", "`d` is not in the format \"date\": 30 February does not exist.", nil},

		{"a part that is an object, without a type", multipart, objects, multipart, part(`name="o"`, `{"n":1}`) + "--b--\r\n", "", nil},
		{"a wrong object in a part", multipart, objects, multipart, part(`name="o"`, `{"n":"x"}`) + "--b--\r\n", "`o.n` is of type string, not integer.", nil},
		{"a part that is not JSON", multipart, objects, multipart, part(`name="o"`, `{`) + "--b--\r\n", "`o` ends early.", nil},
		{"a required part", multipart, "{type: object, required: [a]}", multipart, part(`name="o"`, `x`) + "--b--\r\n", "`a` is required and missing from the body.", nil},
		{"no boundary", multipart, objects, "multipart/form-data", "x", "`Content-Type` names no boundary.", nil},
		{"another boundary", multipart, objects, "multipart/form-data; boundary=z", part(`name="o"`, `x`), "`body` is not multipart", nil},

		{"XML is not read", "application/xml", objects, "application/xml", "<a/>", "", []string{"the body (application/xml)"}},
		{"bytes have nothing to check", "application/octet-stream", "{type: string, format: binary}", "application/octet-stream", "\x00", "", nil},
		{"a range", "application/*", "{type: object}", "application/json", "[]", "`body` is of type array, not object.", nil},
		{"a JSON type with a suffix", "application/vnd.x+json", "{type: object}", "application/vnd.x+json", "[]", "`body` is of type array, not object.", nil},
		{"lines of JSON", "application/x-ndjson", "{type: object, required: [a]}", "application/x-ndjson", "{\"a\":1}\n{}\n", "`[1].a` is required and missing from the body.", nil},
		{"a line that is not JSON", "application/x-ndjson", "{type: object}", "application/x-ndjson", "{}\n{\n", "`[1]` ", nil},
		{"text", "text/plain", "{type: integer}", "text/plain", "x", "`body` is of type string, not integer.", nil},
	}
	for _, c := range cases {
		documented, _, _ := strings.Cut(c.documented, ";")
		text := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /x:\n    post:\n      requestBody: {content: {" + documented + ": {schema: " + c.schema +
			"}}}\n      responses: {'200': {description: ok}}\n"
		doc, err := spec.Load(spec.SingleFile("t.yaml", []byte(text)), "t.yaml")
		require.NoError(t, err)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/x", nil)
		r.Header.Set("Content-Type", c.contentType)
		got := New(doc).Operation(http.MethodPost, "/x").Check(t.Context(), &Request{Request: r, Body: []byte(c.body)})
		assert.Equal(t, c.unchecked, got.Unchecked, c.reason)
		if c.want == "" {
			assert.Nil(t, got.Err, c.reason)
		} else if assert.NotNil(t, got.Err, c.reason) {
			assert.True(t, strings.HasPrefix(got.Err.Message, c.want), "%s: %s", c.reason, got.Err.Message)
		}
	}
}
