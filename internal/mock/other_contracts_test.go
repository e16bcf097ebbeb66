package mock_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/limit"
)

// The mock contains nothing about HeyGen. These tests use other APIs.

// problems is OpenAPI 3.1 with RFC 9457: the body is the error object, codes are URIs, some for a
// status range.
const problems = `
openapi: 3.1.0
info: {title: Problems, version: "1"}
servers: [{url: "https://{region}.example.com/api", variables: {region: {default: eu}}}]
security: [{basic: []}, {}]
x-error-table:
  envelope: {code: /type, message: /title, param: /pointer}
  codes:
    https://example.com/out-of-credit: {retry: account, retryAfter: forbidden, param: forbidden, message: {numbers: 3, url: true}}
    https://example.com/slow-down: {status: 429, retry: wait, retryAfter: required}
    https://example.com/bad-request: {status: 400, retry: change, retryAfter: forbidden, param: optional, message: {param: true}}
    https://example.com/not-found: {status: 404, retry: change}
paths:
  /orders/{id}:pay:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      operationId: pay
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [amount]
              properties:
                amount: {type: [integer, "null"], exclusiveMinimum: 0}
                lines: {type: array, items: {type: object, properties: {sku: {type: string, pattern: "^[A-Z]+$"}}}}
      responses:
        "200":
          description: paid
          headers:
            X-Paid: {required: true, schema: {type: integer, minimum: 3}}
          content: {application/json: {schema: {type: object, required: [type, id], properties: {type: {const: receipt}, id: {type: string}}}}}
        "402":
          description: no money
          content:
            application/problem+json:
              schema:
                type: object
                required: [type, title, status, balance]
                properties:
                  type: {enum: ["https://example.com/out-of-credit"]}
                  title: {type: [string, "null"], maxLength: 200}
                  status: {const: 402}
                  balance: {type: number, maximum: 5}
        4XX: {$ref: "#/components/responses/Problem"}
        default: {$ref: "#/components/responses/Problem"}
components:
  securitySchemes: {basic: {type: http, scheme: basic}}
  responses:
    Problem:
      description: any other
      content:
        application/problem+json:
          schema: {allOf: [{type: object, required: [type, title, trace], properties: {type: {type: string}, title: {type: string}, trace: {type: string, format: uuid}, pointer: {type: string}}}]}
`

func TestProblemDetails(t *testing.T) {
	b := parsed(t, problems, mock.Config{})
	const line = "POST /api/orders/a%2Fb:pay"
	for _, code := range b.contract.Codes() {
		w := b.ask(line, "", "Prefer: error=\""+code.Name+`"`)
		verdict := b.verdictAt("POST", "https://eu.example.com/api/orders/a%2Fb:pay", w)
		assert.Equal(t, "conforms", found(verdict), "%s", w.Body)
		assert.Equal(t, code.Name, verdict.Code)
	}
	for content, want := range map[string]string{
		`{"amount":1,"lines":[{"sku":"A"},{"sku":"b"}]}`: "lines[1].sku",
		`{"amount":0}`:   "amount",
		`{}`:             "amount",
		`{"amount":"1"}`: "amount",
	} {
		w := b.ask(line, content)
		assert.Equal(t, 400, w.Code)
		assert.Contains(t, w.Body.String(), `"pointer":"`+want+`"`)
		assert.Equal(t, "conforms", found(b.verdictAt("POST", "https://eu.example.com/api/orders/a:pay", w)), "%s", w.Body)
	}
	w := b.ask(line, `{"amount":7}`)
	assert.Equal(t, 200, w.Code)
	assert.Contains(t, w.Body.String(), `"id":"a/b"`)
	assert.NotEmpty(t, w.Header().Get("X-Paid"))
	assert.Equal(t, 200, b.ask("POST /orders/1:pay", `{"amount":7}`).Code, "without the base path, too")
	assert.Equal(t, 404, b.ask("POST /other/orders/1:pay", `{"amount":7}`).Code)
}

// plainAPI has no error table and documents little.
const plainAPI = `
openapi: 3.0.0
info: {title: T, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{name: n, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: ok
          content:
            text/csv: {example: "a,b\n1,2\n"}
            application/json:
              schema: {type: array, items: {type: object, required: [id], properties: {id: {type: integer}}}}
              examples: {none: {value: []}, one: {value: [{id: 1}]}}
        "404":
          description: none
          content: {application/json: {schema: {type: object, required: [error]}}}
        "422":
          description: wrong
          content: {application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}}
        "429": {description: slow down, headers: {Retry-After: {schema: {type: integer}}}}
    post:
      security: [{k: []}, {c: []}]
      responses: {"201": {description: made, headers: {Location: {schema: {type: string}, example: /things/1}}}, "204": {description: nothing}}
    delete:
      responses: {"404": {description: there never is one}}
    put:
      responses: {default: {description: whatever}}
    patch:
      responses: {2XX: {description: fine}}
components:
  securitySchemes:
    k: {type: apiKey, in: query, name: key}
    c: {type: apiKey, in: cookie, name: session}
`

func TestContractWithoutATable(t *testing.T) {
	cases := []struct {
		reason, line string
		fields       []string
		status       int
		body         string
	}{
		{"the first example", "GET /things", nil, 200, "[]"},
		{"an example by name", "GET /things", []string{"Prefer: example=one"}, 200, `[{"id":1}]`},
		{"the type that the client accepts", "GET /things", []string{"Accept: text/csv"}, 200, "a,b\n1,2\n"},
		{"the type that the client prefers", "GET /things", []string{"Accept: text/csv;q=0.5, application/*"}, 200, "[]"},
		{"nothing that it accepts", "GET /things", []string{"Accept: image/png"}, 200, "[]"},
		{"a status without a table", "GET /things", []string{"Prefer: code=404"}, 404, ""},
		{"a status without content", "GET /things", []string{"Prefer: code=429"}, 429, ""},
		{"a wrong request, as documented", "GET /things?n=x", nil, 422, ""},
		{"no code", "GET /things", []string{"Prefer: error=gone"}, 501, ""},
		{"the lowest success", "POST /things?key=1", nil, 201, ""},
		{"a key in a cookie", "POST /things", []string{"Cookie: session=1"}, 201, ""},
		{"no key, and no word about it", "POST /things", nil, 401, ""},
		{"only failure", "DELETE /things", nil, 404, ""},
		{"default", "PUT /things", nil, 200, ""},
		{"a range", "PATCH /things", nil, 200, ""},
		{"unknown", "GET /nothing", nil, 404, ""},
		{"another method", "TRACE /things", nil, 405, ""},
	}
	b := parsed(t, plainAPI, mock.Config{})
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			w := b.ask(c.line, "", c.fields...)
			assert.Equal(t, c.status, w.Code, "%s", w.Body)
			if c.body != "" {
				assert.Equal(t, c.body, w.Body.String())
			}
			if c.status != 501 && c.status != 401 && c.line != "GET /nothing" && c.status != 405 {
				assert.Equal(t, "conforms", found(b.verdict(c.line, w)), "%s", w.Body)
			}
		})
	}
	assert.Equal(t, "1", b.ask("GET /things", "", "Prefer: code=429").Header().Get("Retry-After"))
	assert.Equal(t, "/things/1", b.ask("POST /things?key=1", "").Header().Get("Location"))
	assert.Equal(t, "DELETE, GET, HEAD, PATCH, POST, PUT", b.ask("TRACE /things", "").Header().Get("Allow"))
}

// strict is an API whose error bodies differ by code, so a status has no single flat schema.
const strict = `
openapi: 3.0.3
info: {title: Strict, version: "1"}
servers: [{url: https://one.example/v1}, {url: https://two.example/v2}]
x-error-table:
  envelope: {error: /errors/0, code: /errors/0/code, message: /errors/0/detail, param: /errors/0/source, docUrl: /errors/0/help}
  codes:
    too_many: {status: 429, retry: wait, retryAfter: required, docUrl: "https://e.example/too_many"}
    field_invalid: {status: 422, retry: change, param: optional, message: {param: true}, docUrl: "https://e.example/field_invalid"}
    field_missing: {status: 422, retry: change, param: optional, docUrl: "https://e.example/field_missing"}
    nothing_here: {status: 404, retry: change, docUrl: "https://e.example/nothing_here"}
paths:
  /a:
    get:
      parameters:
        - {name: q, in: query, required: true, schema: {type: string, enum: [x, y]}}
        - {name: untyped, in: query, schema: {enum: [1, 2]}} # of no type, which the library cannot read
      responses: {"200": {description: ok}, "404": {$ref: '#/components/responses/E'}, "422": {$ref: '#/components/responses/E'}, "429": {$ref: '#/components/responses/E'}}
components:
  responses:
    E:
      description: an error
      content:
        application/vnd.api+json:
          schema:
            type: object
            required: [errors]
            properties:
              errors:
                type: array
                minItems: 1
                maxItems: 1
                items:
                  oneOf:
                    - type: object
                      additionalProperties: false
                      required: [code, detail, source, help]
                      properties:
                        code: {type: string, enum: [field_invalid, field_missing]}
                        detail: {type: string}
                        source: {type: string}
                        help: {type: string, format: uri}
                    - type: object
                      additionalProperties: false
                      required: [code, detail, help]
                      properties:
                        code: {type: string, enum: [too_many, nothing_here]}
                        detail: {type: string}
                        help: {type: string, format: uri}
`

func TestErrorsInAList(t *testing.T) {
	b := parsed(t, strict, mock.Config{})
	for i, server := range []string{"https://one.example/v1", "https://two.example/v2"} {
		for _, code := range b.contract.Codes() {
			w := b.ask(fmt.Sprintf("GET /v%d/a?q=x", i+1), "", "Prefer: error="+code.Name)
			assert.Equal(t, []int{w.Code}, code.Statuses)
			assert.Equal(t, "conforms", found(b.verdictAt("GET", server+"/a", w)), "%s", w.Body)
		}
		assert.Equal(t, server+"/a?q=x", b.recorded[len(b.recorded)-1].Entry().Request.URL)
	}
	assert.Equal(t, 200, b.ask("GET /a?q=x&untyped=2", "").Code)
	assert.Contains(t, b.ask("GET /a?q=x&untyped=3", "").Body.String(), `"source":"untyped"`)
	w := b.ask("GET /a?q=z", "")
	assert.Equal(t, 422, w.Code)
	assert.Contains(t, w.Body.String(), `"source":"q"`)
	assert.Contains(t, w.Body.String(), `"code":"field_invalid"`)
	assert.Equal(t, "https://one.example/v1/a?q=z", b.recorded[len(b.recorded)-1].Entry().Request.URL)
	w = b.ask("GET /zzz", "")
	assert.Contains(t, w.Body.String(), `"code":"nothing_here"`)
}

// unconventional has no conventional names, so the retry class decides which code is sent.
const unconventional = `
openapi: 3.0.3
info: {title: U, version: "1"}
servers: [{url: https://u.example}]
x-error-table:
  envelope: {code: /c}
  codes:
    quota: {status: 429, retry: later, retryAfter: forbidden}
    slow: {status: 429, retry: wait, retryAfter: required}
paths:
  /a:
    get: {responses: {"200": {description: ok}, "429": {description: no, content: {application/json: {schema: {type: object, required: [c], properties: {c: {type: string}}}}}}}}
`

func TestCodeIsChosenByRetryClass(t *testing.T) {
	b := parsed(t, unconventional, mock.Config{RateLimit: limit.Rate{Requests: 1, Per: time.Hour}, Clock: func() time.Time { return time.Unix(0, 0) }})
	assert.Equal(t, 200, b.ask("GET /a", "").Code)
	w := b.ask("GET /a", "")
	assert.JSONEq(t, `{"c":"slow"}`, w.Body.String())
	assert.Equal(t, "3600", w.Header().Get("Retry-After"))

	b = parsed(t, plainAPI, mock.Config{RateLimit: limit.Rate{Requests: 1, Per: time.Hour}, Clock: func() time.Time { return time.Unix(0, 0) }})
	b.ask("GET /things", "")
	w = b.ask("GET /things", "")
	assert.Equal(t, 429, w.Code)
	assert.Equal(t, "3600", w.Header().Get("Retry-After"), "without a table, too")
	b.ask("POST /things?key=1", "")
	w = b.ask("POST /things?key=1", "")
	assert.Equal(t, 429, w.Code)
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), "the document has no response for it")
	assert.Equal(t, "3600", w.Header().Get("Retry-After"))
}

// TestRetryAfterAsADate checks that Retry-After has the form that the table requires, and that a
// date is not too early.
func TestRetryAfterAsADate(t *testing.T) {
	document := strings.Replace(unconventional, "retryAfter: required", "retryAfter: {presence: required, form: date}", 1)
	b := parsed(t, document, mock.Config{RateLimit: limit.Rate{Requests: 1, Per: time.Hour}, Clock: func() time.Time { return time.Unix(0, 1) }})
	b.ask("GET /a", "")
	assert.Equal(t, "Thu, 01 Jan 1970 01:00:01 GMT", b.ask("GET /a", "").Header().Get("Retry-After"))
}
