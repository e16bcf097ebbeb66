package mock_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock"
)

const bodyAPI = `
openapi: 3.0.3
info: {title: Bodies, version: "1"}
paths:
  /json:
    post:
      requestBody: &body {required: true, content: {application/json: {schema: &named {type: object, required: [name], properties: {name: {type: string}, n: {type: integer}}}}}}
      responses: &created {"201": {description: ok, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}}
  /charset:
    post:
      requestBody: {required: true, content: {application/json; charset=utf-8: {schema: *named}}}
      responses: *created
  /text:
    post:
      requestBody: {required: true, content: {text/plain; charset=utf-8: {schema: {type: string, maxLength: 3}}}}
      responses: *created
  /form:
    post:
      requestBody: {required: true, content: {multipart/form-data: {schema: *named}}}
      responses: *created
  /closed:
    post:
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}}}}
      responses: *created
`

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

// form returns a multipart body of "name=value" parts.
func form(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		b.WriteString("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
	}
	return b.String() + "--b--\r\n"
}

// TestBodiesAsClientsSendThem covers encodings of bodies, not their values.
func TestBodiesAsClientsSendThem(t *testing.T) {
	const right, multipart = `{"name":"a"}`, "Content-Type: multipart/form-data; boundary=b"
	b := parsed(t, bodyAPI, mock.Config{MaxBody: 1 << 10})
	for _, c := range []struct {
		reason, path, content string
		fields                []string
		status                int
		said                  string
	}{
		{"a coding is undone", "/json", gzipped(t, right), []string{"Content-Encoding: gzip"}, 201, `{"name":"a"}`},
		{"and the decoded body is checked", "/json", gzipped(t, `{"name":1}`), []string{"Content-Encoding: gzip"}, 400, "`name`"},
		{"and limited", "/json", gzipped(t, `{"name":"`+strings.Repeat("a", 2<<10)+`"}`), []string{"Content-Encoding: gzip"}, 413, "larger than 1024 bytes"},
		{"an unknown coding", "/json", right, []string{"Content-Encoding: rot13"}, 415, "`Content-Encoding`"},
		{"parameters of the client", "/json", right, []string{"Content-Type: Application/JSON ; charset=UTF-8"}, 201, ""},
		{"parameters of the document", "/charset", right, []string{"Content-Type: application/json"}, 201, ""},
		{"in another case", "/charset", right, []string{"Content-Type: application/json;charset=UTF-8"}, 201, ""},
		{"the schema still applies", "/charset", `{}`, []string{"Content-Type: application/json"}, 400, "`name`"},
		{"of text", "/text", "abc", []string{"Content-Type: text/plain"}, 201, ""},
		{"of text that is too long", "/text", "abcd", []string{"Content-Type: text/plain"}, 400, "`body`"},
		{"another media type", "/charset", right, []string{"Content-Type: text/json"}, 415, "`Content-Type`"},
		{"a part more than the document names", "/form", form("name=a", "more=b"), []string{multipart}, 201, ""},
		{"where it forbids them", "/closed", form("name=a", "more=b"), []string{multipart}, 400, "`more`"},
		{"a part that cannot be read is named", "/form", form("name=a", "n=many"), []string{multipart}, 400, "`n`"},
	} {
		w := b.ask("POST "+c.path, c.content, c.fields...)
		assert.Equal(t, c.status, w.Code, "%s: %s", c.reason, w.Body)
		assert.Contains(t, w.Body.String(), c.said, c.reason)
	}
}

// TestKeyHeaderInAnyCase covers a document that writes the header in lower case (RFC 9110, section
// 5.1).
func TestKeyHeaderInAnyCase(t *testing.T) {
	b := parsed(t, strings.Replace(bodyAPI, "requestBody: &body", "parameters: [{name: idempotency-key, in: header, schema: {type: string}}]\n      requestBody: &body", 1), mock.Config{})
	first := b.ask("POST /json", `{"name":"first"}`, "Idempotency-Key: k").Body.String()
	assert.Contains(t, first, "first")
	assert.Equal(t, first, b.ask("POST /json", `{"name":"second"}`, "Idempotency-Key: k").Body.String())
}
