package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// kinds is a document whose responses differ in their media types.
const kinds = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
x-error-table:
  envelope: {error: /error, code: /error/code}
  codes: {gone: {retry: change}, lost: {retry: change, status: 404}}
components:
  schemas:
    Envelope:
      type: object
      required: [error]
      properties: {error: {type: object, required: [code], properties: {code: {type: string, enum: [gone]}}}}
    Problem: {type: object, required: [title], properties: {title: {type: string}}}
  responses:
    Alias: {$ref: '#/components/responses/Thing'}
    Thing: {description: d, content: {application/json: {schema: {type: object, required: [id]}}}}
paths:
  /json:
    get:
      responses:
        "200": {$ref: '#/components/responses/Alias'}
        "410": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}
  /two:
    get:
      responses:
        "410":
          description: d
          content:
            application/json: {schema: {$ref: '#/components/schemas/Envelope'}}
            application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}
            text/html: {}
  /any:
    get:
      responses:
        "200": {description: d, content: {'*/*': {schema: {type: object, required: [id]}}}}
        "410": {description: d, content: {'application/*': {schema: {$ref: '#/components/schemas/Envelope'}}}}
  /free:
    get:
      responses:
        "404": {description: d, content: {application/json: {schema: {type: object}}}}
        "410": {description: d}
  /default:
    get:
      responses:
        default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}
`

func TestMediaTypes(t *testing.T) {
	const gone, wrong, unknown = `{"error":{"code":"gone"}}`, `{"error":{"code":"lost"}}`, `{"error":{"code":"x"}}`
	const json, problem, html = "application/json", "application/problem+json", "text/html"
	v := parse(t, kinds)
	for _, c := range []struct {
		reason, path string
		status       int
		mediaType    string
		content      string
		want         string
	}{
		{"a reference to a reference", "/json", 200, json, `{"id":1}`, "conforms"},
		{"a reference to a reference, broken", "/json", 200, json, `{}`, "body-schema"},

		{"each JSON type has its own schema", "/two", 410, json, gone, "conforms"},
		{"the envelope's rules hold beside another type", "/two", 410, json, wrong, "code-status /error/code"},
		{"an unknown code beside another type", "/two", 410, json, unknown, "code-unknown /error/code"},
		{"the other type needs no envelope", "/two", 410, problem, `{"title":"x"}`, "conforms"},
		{"the other type's own schema", "/two", 410, problem, `{}`, "body-schema"},
		{"a documented type that is not JSON", "/two", 410, html, "<p>", "conforms"},
		{"an undocumented type that is not JSON", "/two", 410, "text/plain", "gone", "envelope-missing"},
		{"no type: it should have been JSON", "/two", 410, "", gone, "content-type-undocumented"},

		{"a range has a schema", "/any", 200, json, `{"id":1}`, "conforms"},
		{"a range's schema is broken", "/any", 200, json, `{}`, "body-schema"},
		{"a range allows what is not JSON", "/any", 200, html, "<p>", "conforms"},
		{"a range holds the envelope", "/any", 410, json, gone, "conforms"},
		{"a range without the envelope", "/any", 410, json, `{"x":1}`, "envelope-missing"},
		{"a range with an unknown code", "/any", 410, json, unknown, "code-unknown /error/code"},

		{"no schema asks for it, but it is an envelope", "/free", 404, json, unknown, "code-unknown /error/code"},
		{"the code of another status", "/free", 404, json, gone, "code-status /error/code"},
		{"its own code", "/free", 404, json, wrong, "conforms"},
		{"nor is one asked for", "/free", 404, json, `{"x":1}`, "conforms"},
		{"a response without content", "/free", 410, json, unknown, "code-unknown /error/code"},
		{"text that only looks like one", "/free", 404, html, unknown, "content-type-undocumented"},

		{"a default response is for errors", "/default", 410, json, gone, "conforms"},
		{"of which each has an envelope", "/default", 500, json, `{}`, "envelope-missing"},
		{"a redirect is none", "/default", 302, "", "", "conforms"},
		{"a success is none", "/default", 200, json, gone, "error-in-success /error"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			x := exchange("GET", c.path, c.status, c.content, "Date: x")
			if c.mediaType != "" {
				x = exchange("GET", c.path, c.status, c.content, "Content-Type: "+c.mediaType)
			}
			assert.Equal(t, c.want, found(v.Check(x)))
		})
	}
}

// A document's own order decides, not that of a map: findings are the same in
// every run.
func TestCompilingIsDeterministic(t *testing.T) {
	for range 20 {
		v := parse(t, kinds)
		verdict := v.Check(exchange("GET", "/two", 404, `{"error":{"code":"gone"}}`, "Content-Type: application/json"))
		assert.Equal(t, "status-undocumented", found(verdict))
		verdict = v.Check(exchange("GET", "/free", 404, `{"error":{"code":"gone"}}`, "Content-Type: application/json"))
		assert.Equal(t, "/components/schemas/Envelope/properties/error/properties/code/enum", verdict.Violations[0].DocumentLocation.Pointer)
	}
}

// A discriminator never decides whether a value conforms: it names the branch that
// is explained (OpenAPI 3.0.3, Discriminator Object), by the schema's name where it
// has no mapping.
func TestDiscriminatorWithoutMapping(t *testing.T) {
	v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [kind, bark], properties: {kind: {type: string}, bark: {type: boolean}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}
paths:
  /pet: {get: {responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
`)
	for _, c := range []struct{ content, want, reason string }{
		{`{"kind":"Cat","lives":9}`, "conforms", "one branch allows it"},
		{`{"kind":"Dog"}`, "conforms", "the branch Cat allows it, whatever kind says"},
		{`{"kind":"Cow"}`, "conforms", "so it does a kind that is no branch's"},
		{`{"kind":"Dog","bark":true}`, "body-schema", "both branches allow it, which oneOf forbids"},
		{`{"kind":"Dog","bark":1,"lives":"x"}`, "body-schema /bark", "the branch that kind names is explained"},
		{`{"kind":"Cat","bark":1,"lives":"x"}`, "body-schema /lives", "the branch that kind names is explained"},
	} {
		result := v.Check(exchange("GET", "/pet", 200, c.content, "Content-Type: application/json"))
		assert.Equal(t, c.want, found(result), "%s: %s", c.content, c.reason)
	}
}
