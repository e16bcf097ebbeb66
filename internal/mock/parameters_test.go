package mock_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

// constrained is a document whose parameters and bodies have every kind of constraint
// that both versions of OpenAPI can express; %[1]s is the version, the others are
// written as the version has it.
const constrained = `
openapi: %[1]s
info: {title: P, version: "1"}
servers: [{url: "https://p.example"}]
paths:
  /q:
    get:
      parameters:
        - {name: max, in: query, schema: {type: integer, maximum: 30}}
        - {name: min, in: query, schema: {type: integer, minimum: 1}}
        - {name: above, in: query, schema: {type: integer, %[2]s}}
        - {name: below, in: query, schema: {type: integer, %[3]s}}
        - {name: mult, in: query, schema: {type: integer, multipleOf: 5}}
        - {name: number, in: query, schema: {type: number, multipleOf: 0.5, maximum: 9}}
        - {name: date, in: query, schema: {type: string, format: date}}
        - {name: time, in: query, schema: {type: string, format: date-time}}
        - {name: uuid, in: query, schema: {type: string, format: uuid}}
        - {name: pattern, in: query, schema: {type: string, pattern: '^a$'}}
        - {name: short, in: query, schema: {type: string, maxLength: 2}}
        - {name: long, in: query, schema: {type: string, minLength: 2}}
        - {name: enum, in: query, schema: {type: string, enum: [a, b]}}
        - {name: one-value, in: query, schema: {type: string, %[4]s}}
        - {name: nullable, in: query, schema: {%[5]s}}
        - {name: list, in: query, schema: {type: array, items: {type: integer, maximum: 3}, minItems: 1, maxItems: 2, uniqueItems: true}}
        - {name: one, in: query, schema: {oneOf: [{type: integer, maximum: 3}, {type: boolean}]}}
        - {name: tie, in: query, schema: {oneOf: [{type: integer, maximum: 3}, {type: integer, multipleOf: 100}]}}
        - {name: both, in: query, schema: {oneOf: [{type: integer, maximum: 3}, {type: integer, minimum: 1}]}}
        - {name: any, in: query, schema: {anyOf: [{type: integer, maximum: 3}, {type: boolean}]}}
        - {name: all, in: query, schema: {allOf: [{type: integer, maximum: 3}, {type: integer, minimum: 1}]}}
        - {name: ref, in: query, schema: {$ref: '#/components/schemas/Limit'}}
        - {name: closed, in: query, style: deepObject, schema: {type: object, required: [a], additionalProperties: false, properties: {a: {type: integer, maximum: 3}}}}
        - {name: json, in: query, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer, maximum: 3}}}}}}
        - {name: X-H, in: header, schema: {type: integer, maximum: 3}}
        - {name: c, in: cookie, schema: {type: integer, maximum: 3}}
        - {name: not, in: query, schema: {type: integer, not: {type: integer, enum: [3]}}}
      responses: {"200": {description: ok}}
    post:
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Body'}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Body'}}
          multipart/form-data: {schema: {$ref: '#/components/schemas/Body'}}
          text/plain: {schema: {type: string, maxLength: 2}}
      responses: {"200": {description: ok}}
  /p/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer, maximum: 9}}]
      responses: {"200": {description: ok}}
components:
  schemas:
    Limit: {type: integer, maximum: 3}
    Body: {type: object, required: [max], properties: {max: {type: integer, maximum: 3}, name: {type: string, minLength: 2}}}
`

var versions = map[string]string{
	"3.0": fmt.Sprintf(constrained, "3.0.3", "minimum: 1, exclusiveMinimum: true", "maximum: 9, exclusiveMaximum: true", "enum: [b]", "type: integer, nullable: true"),
	"3.1": fmt.Sprintf(constrained, "3.1.0", "exclusiveMinimum: 1", "exclusiveMaximum: 9", "const: b", "type: [integer, 'null']"),
}

func TestEveryConstraintOfARequestIsChecked(t *testing.T) {
	const form = "Content-Type: application/x-www-form-urlencoded"
	const parts = "--b\r\nContent-Disposition: form-data; name=\"max\"\r\n\r\n9\r\n--b--\r\n"
	cases := []struct {
		reason, line, content string
		field                 string
		param                 string // the parameter that the error names
	}{
		{"maximum", "GET /q?max=31", "", "", "max"},
		{"minimum", "GET /q?min=0", "", "", "min"},
		{"exclusiveMinimum", "GET /q?above=1", "", "", "above"},
		{"exclusiveMaximum", "GET /q?below=9", "", "", "below"},
		{"multipleOf", "GET /q?mult=7", "", "", "mult"},
		{"a fraction", "GET /q?number=0.3", "", "", "number"},
		{"format date", "GET /q?date=2023-13-45", "", "", "date"},
		{"format date-time", "GET /q?time=tomorrow", "", "", "time"},
		{"format uuid, which kin-openapi does not know", "GET /q?uuid=zzz", "", "", ""},
		{"pattern", "GET /q?pattern=b", "", "", "pattern"},
		{"maxLength", "GET /q?short=abc", "", "", "short"},
		{"minLength", "GET /q?long=a", "", "", "long"},
		{"enum", "GET /q?enum=c", "", "", "enum"},
		{"const, or an enum of one value", "GET /q?one-value=c", "", "", "one-value"},
		{"type", "GET /q?nullable=x", "", "", "nullable"},
		{"items", "GET /q?list=9", "", "", "list"},
		{"maxItems", "GET /q?list=1&list=2&list=3", "", "", "list"},
		{"uniqueItems", "GET /q?list=1&list=1", "", "", "list"},
		{"oneOf, one branch closest", "GET /q?one=9", "", "", "one"},
		{"oneOf, no branch closest", "GET /q?tie=9", "", "", "tie"},
		{"oneOf, two branches match", "GET /q?both=2", "", "", "both"},
		{"anyOf", "GET /q?any=9", "", "", "any"},
		{"allOf", "GET /q?all=9", "", "", "all"},
		{"$ref", "GET /q?ref=9", "", "", "ref"},
		{"not", "GET /q?not=3", "", "", "not"},
		{"required in an object", "GET /q?closed[b]=1", "", "", "closed"},
		{"a member of an object", "GET /q?closed[a]=9", "", "", "closed"},
		{"content", "GET /q?json=%7B%22a%22%3A9%7D", "", "", "json"},
		{"content that lacks a member", "GET /q?json=%7B%7D", "", "", "json"},
		{"a header", "GET /q", "", "X-H: 9", "X-H"},
		{"a cookie", "GET /q", "", "Cookie: c=9", "c"},
		{"a path", "GET /p/10", "", "", "id"},
		{"JSON, maximum", "POST /q", `{"max":9}`, "", "max"},
		{"JSON, required", "POST /q", `{}`, "", "max"},
		{"JSON, type", "POST /q", `[]`, "", "body"},
		{"a form, maximum", "POST /q", `max=9`, form, "max"},
		{"a form, minLength", "POST /q", `max=1&name=a`, form, "name"},
		{"a form, required", "POST /q", `name=ab`, form, "max"},
		{"a multipart form", "POST /q", parts, "Content-Type: multipart/form-data; boundary=b", "max"},
		{"text", "POST /q", `abc`, "Content-Type: text/plain", "body"},
		{"an invalid number", "GET /q?number=NaN", "", "", "number"},
		{"a number without end", "GET /q?number=Inf", "", "", "number"},
		{"a number beyond float64", "GET /q?number=1e999", "", "", "number"},
		{"JSON, a number beyond float64", "POST /q", `{"max":1e999999999}`, "", "max"},
	}
	for version, text := range versions {
		b := parsed(t, text, mock.Config{})
		for _, c := range cases {
			t.Run(version+" "+c.reason, func(t *testing.T) {
				var fields []string
				if c.field != "" {
					fields = append(fields, c.field)
				}
				w := b.ask(c.line, c.content, fields...)
				if c.param == "" {
					assert.Less(t, w.Code, 500, "%s", w.Body)
					return
				}
				assert.Equal(t, 400, w.Code, "%s", w.Body)
				assert.Contains(t, w.Body.String(), "`"+c.param+"`", "%s", w.Body)
				assert.NotContains(t, w.Body.String(), `keyword`, "each is worded")
			})
		}
	}
}
