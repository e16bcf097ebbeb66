package contracttest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// wild is a contract without an error table that uses many features of OpenAPI 3.1.
const wild = `
openapi: 3.1.0
info: {title: Wild, version: "1"}
servers: [{url: "https://wild.example.com/api/v2"}]
security: [{key: []}, {basic: []}]
paths:
  /pets/{kind}.{id}:
    parameters:
      - {name: kind, in: path, required: true, schema: {type: string, enum: [cat, dog]}}
      - {name: id, in: path, required: true, schema: {type: integer, minimum: 10}}
    get:
      operationId: getPet
      security: []
      parameters:
        - {name: fields, in: query, required: true, explode: false, schema: {type: array, items: {type: string, enum: [name, age]}, minItems: 1, uniqueItems: true}}
        - {name: filter, in: query, required: true, style: deepObject, schema: {type: object, required: [size], properties: {size: {type: integer}}}}
        - {name: session, in: cookie, required: true, schema: {type: string, minLength: 5}}
        - {name: X-Since, in: header, required: true, schema: {type: string, format: date-time}}
      responses:
        "200":
          description: d
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        4XX: {$ref: "#/components/responses/Problem"}
        default: {$ref: "#/components/responses/Problem"}
    put:
      operationId: putPet
      requestBody:
        required: true
        content:
          application/merge-patch+json: {schema: {$ref: "#/components/schemas/Pet"}}
      responses:
        "204": {description: d}
        "404": {$ref: "#/components/responses/Problem"}
        "422": {$ref: "#/components/responses/Problem"}
  /photos:
    post:
      operationId: addPhoto
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, meta, tags]
              properties:
                file: {type: string, contentMediaType: image/png}
                meta: {type: object, required: [n], properties: {n: {type: integer}}}
                tags: {type: array, items: {type: string}}
            encoding: {file: {contentType: "image/png, image/jpeg"}}
      responses:
        "201": {description: d, content: {text/plain: {schema: {type: string}}}}
        "202": {description: d}
  /login:
    post:
      security: []
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [user, scope], properties: {user: {type: string}, scope: {type: array, items: {type: string}}}}}}}
      responses:
        "303": {description: d}
        "401": {$ref: "#/components/responses/Problem"}
  /notes:
    post:
      operationId: addNote
      requestBody: {content: {text/plain: {schema: {type: string, maxLength: 3}}}}
      responses: {"200": {description: d, content: {application/json: {schema: true}}}}
  /health:
    get: {responses: {default: {description: d, content: {application/json: {schema: {type: object}}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: api_key}
    basic: {type: http, scheme: basic}
  responses:
    Problem: {description: d, content: {application/problem+json: {schema: {type: object, required: [type], properties: {type: {type: string, format: uri}, status: {type: integer}}}}}}
  schemas:
    Pet:
      type: object
      required: [name, friend]
      properties:
        name: {type: string, pattern: "^[A-Z][a-z]+$"}
        friend: {oneOf: [{$ref: "#/components/schemas/Pet"}, {type: "null"}]}
        age: {type: [integer, "null"], exclusiveMinimum: 0}
`

// TestRunWildContract runs against the mock of another contract.
func TestRunWildContract(t *testing.T) {
	c, err := validate.Parse("wild.yaml", []byte(wild))
	require.NoError(t, err)
	f := tryRun(t, RunConfig{Contract: c, Handler: NewServer(t, ServerConfig{Contract: c}), MinCoverage: 1})
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.allLogs(), "12 of 12 documented outcomes exercised (100.0 %), of 6 of 6 operations")
	assert.NotNil(t, f.find("Fake/POST_/login/303"), "without an operationId, method and path are the name")
}
