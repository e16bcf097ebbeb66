package request_test

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/request"
	"github.com/apicontract/apicontract/internal/spec"
)

const api = `
openapi: 3.0.3
info: {title: T, version: "1"}
security: [{key: []}]
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, example: one}
      - {name: limit, in: query, required: true, schema: {type: integer, default: 5}}
    get:
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer, default: 7}}
        - {name: tags, in: query, required: true, explode: false, schema: {type: array, items: {type: string, enum: [a, b]}, example: [a, b]}}
        - {name: filter, in: query, required: true, content: {application/json: {example: {deep: true}}}}
        - {name: optional, in: query, schema: {type: string}}
        - {name: X-Trace, in: header, required: true, schema: {type: string, example: "t 1"}}
        - {name: Accept, in: header, required: true, schema: {type: string, example: never}}
        - {name: session, in: cookie, required: true, schema: {type: string, example: s1}}
      responses: {"200": {description: d}}
    post:
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]
      requestBody:
        required: true
        content:
          text/csv: {schema: {type: string}}
          application/json: {schema: {type: object, required: [name, size], properties: {name: {type: string}, size: {type: integer}, note: {type: string}}}}
      responses: {"200": {description: d}}
    put:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, required: [file, meta], properties: {file: {type: string, format: binary}, meta: {type: object, required: [n], properties: {n: {type: integer, example: 3}}}}}
      responses: {"200": {description: d}}
    patch:
      security: []
      requestBody: {content: {application/x-www-form-urlencoded: {example: {a: "x y", b: [1, 2]}}}}
      responses: {"200": {description: d}}
  /all:
    get: {security: [{basic: []}, {}], responses: {"200": {description: d}}}
    delete: {security: [{query: [], cookie: []}], responses: {"200": {description: d}}}
    post: {security: [{basic: []}], requestBody: {content: {application/xml: {schema: {type: object}}}}, responses: {"200": {description: d}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
    query: {type: apiKey, in: query, name: api_key}
    cookie: {type: apiKey, in: cookie, name: sid}
    basic: {type: http, scheme: basic}
`

func model(t *testing.T) *request.Model {
	t.Helper()
	doc, err := document.Load(spec.SingleFile("api.yaml", []byte(api)), "api.yaml")
	require.NoError(t, err)
	return request.New(doc, 1)
}

func operation(t *testing.T, method, path string) *request.Operation {
	t.Helper()
	op, ok := model(t).Operation(method, path)
	require.True(t, ok)
	return op
}

func send(t *testing.T, d *request.Builder) (*http.Request, string) {
	t.Helper()
	r, err := d.Request(t.Context(), "http://localhost/v1/")
	require.NoError(t, err)
	content, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return r, string(content)
}

func right(t *testing.T, method, path string, o request.Options) (*http.Request, string) {
	t.Helper()
	d, err := operation(t, method, path).Valid(o)
	require.NoError(t, err)
	return send(t, d)
}

func TestValidSetsParameters(t *testing.T) {
	r, content := right(t, "GET", "/things/{id}", request.Options{})
	assert.Equal(t, "http://localhost/v1/things/one?limit=7&tags=a,b&filter=%7B%22deep%22%3Atrue%7D", r.URL.String(), "the operation's own limit, and nothing optional")
	assert.Equal(t, "t 1", r.Header.Get("X-Trace"))
	assert.Empty(t, r.Header.Get("Accept"), "not a parameter, although the document lists it")
	cookie, err := r.Cookie("session")
	require.NoError(t, err)
	assert.Equal(t, "s1", cookie.Value)
	assert.Empty(t, content)
	assert.Empty(t, r.Header.Get("Content-Type"))

	r, _ = right(t, "GET", "/things/{id}", request.Options{Values: map[string]any{"id": "a/b c", "optional": "x&y"}})
	assert.Equal(t, "/v1/things/a%2Fb%20c", r.URL.EscapedPath())
	assert.Equal(t, "x&y", r.URL.Query().Get("optional"), "a value that is given is sent")
}

func TestValidBuildsABody(t *testing.T) {
	r, content := right(t, "POST", "/things/{id}", request.Options{Key: "k1", Values: map[string]any{"name": "mine"}})
	assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
	assert.Regexp(t, `^\{"name":"mine","size":\d+\}$`, content)
	assert.Equal(t, "k1", r.Header.Get("Idempotency-Key"))

	r, content = right(t, "PUT", "/things/{id}", request.Options{})
	_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	require.NoError(t, err)
	form, err := multipart.NewReader(strings.NewReader(content), parameters["boundary"]).ReadForm(1 << 20)
	require.NoError(t, err)
	assert.Equal(t, []string{`{"n":3}`}, form.Value["meta"])
	require.Len(t, form.File["file"], 1)
	assert.Equal(t, "sample.bin", form.File["file"][0].Filename)

	r, content = right(t, "PATCH", "/things/{id}", request.Options{})
	assert.Equal(t, "application/x-www-form-urlencoded", r.Header.Get("Content-Type"))
	assert.Equal(t, "a=x+y&b=1&b=2", content)

	assert.True(t, operation(t, "POST", "/things/{id}").TakesIdempotencyKey())
	assert.False(t, operation(t, "PUT", "/things/{id}").TakesIdempotencyKey())
	_, err = operation(t, "POST", "/all").Valid(request.Options{})
	assert.ErrorContains(t, err, "no body of the media type application/xml can be made")
}

func TestInvalidVariants(t *testing.T) {
	what := func(method, path string) (all []string) {
		flaws, err := operation(t, method, path).InvalidVariants(request.Options{})
		require.NoError(t, err)
		for _, f := range flaws {
			all = append(all, f.Description)
		}
		return all
	}
	assert.Equal(t, []string{
		"without the member name", "without the member size",
		"with a member name of the wrong type", "with a member size of the wrong type",
		"without the query parameter limit", "with the query parameter limit=not-so",
		"with a body that is not JSON", "without a body",
	}, what("POST", "/things/{id}"))
	assert.Equal(t, []string{
		"without the query parameter limit", "with the query parameter limit=not-so",
		"without the query parameter tags", "without the query parameter filter", "without the header parameter X-Trace",
	}, what("GET", "/things/{id}"))
	assert.Empty(t, what("GET", "/all"), "nothing can be wrong with it")

	flaws, err := operation(t, "POST", "/things/{id}").InvalidVariants(request.Options{})
	require.NoError(t, err)
	_, content := send(t, flaws[0].Builder)
	assert.Regexp(t, `^\{"size":\d+\}$`, content)
	_, content = send(t, flaws[6].Builder)
	assert.Equal(t, `{"unfinished":`, content)
	_, content = send(t, flaws[7].Builder)
	assert.Empty(t, content)
	r, content := send(t, flaws[5].Builder)
	assert.Equal(t, "limit=not-so", r.URL.RawQuery)
	assert.Regexp(t, `"name".*"size"`, content, "one flaw each")
}

func TestUnknown(t *testing.T) {
	d, ok := operation(t, "GET", "/things/{id}").WithUnknownID(request.Options{})
	require.True(t, ok)
	r, _ := send(t, d)
	assert.Equal(t, "/v1/things/no-such-id", r.URL.Path)
	_, ok = operation(t, "GET", "/all").WithUnknownID(request.Options{})
	assert.False(t, ok)
}

func TestCredentials(t *testing.T) {
	cases := []struct {
		reason, method, path string
		secured              bool
		fields               http.Header
		query                string
	}{
		{"those of the whole document", "GET", "/things/{id}", true, http.Header{"X-Api-Key": {"apicontract-test"}}, ""},
		{"none if the operation overrides the document", "PATCH", "/things/{id}", false, http.Header{}, ""},
		{"none, if they may be left out", "GET", "/all", false, http.Header{}, ""},
		{"several at once", "DELETE", "/all", true, http.Header{"Cookie": {"sid=apicontract-test"}}, "api_key=apicontract-test"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			op := operation(t, c.method, c.path)
			assert.Equal(t, c.secured, op.NeedsCredentials())
			r, err := http.NewRequestWithContext(t.Context(), c.method, "http://localhost", nil)
			require.NoError(t, err)
			op.AddCredentials(r)
			assert.Equal(t, c.fields, r.Header)
			assert.Equal(t, c.query, r.URL.RawQuery)
			op.StripCredentials(r)
			assert.Empty(t, r.Header)
			assert.Empty(t, r.URL.RawQuery)
		})
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost", nil)
	require.NoError(t, err)
	operation(t, "POST", "/all").AddCredentials(r)
	user, _, ok := r.BasicAuth()
	assert.True(t, ok)
	assert.Equal(t, "apicontract-test", user)
}

// TestBuiltIn builds every request of the built-in document.
func TestBuiltIn(t *testing.T) {
	doc, err := document.Load(spec.SingleFile(apicontract.DocumentName, apicontract.Document()), apicontract.DocumentName)
	require.NoError(t, err)
	m := request.New(doc, 1)
	made := 0
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			op, ok := m.Operation(method, path)
			require.True(t, ok)
			d, err := op.Valid(request.Options{Key: "k"})
			require.NoError(t, err, "%s %s", method, path)
			send(t, d)
			flaws, err := op.InvalidVariants(request.Options{})
			require.NoError(t, err)
			for _, f := range flaws {
				send(t, f.Builder)
			}
			assert.Equal(t, method == "GET", op.IsSafe())
			made++
		}
	}
	assert.Equal(t, 140, made)
	_, ok := m.Operation("PATCH", "/v3/videos")
	assert.False(t, ok)
}
