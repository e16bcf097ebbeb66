package mock_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

const formatsAPI = `
openapi: 3.0.3
info: {title: Formats, version: "1"}
paths:
  /xml: {get: {responses: {"200": {description: ok, content: {application/xml: {schema: &thing {type: object, required: [n], properties: {n: {type: integer, enum: [1]}}}}}}}}}
  /example: {get: {responses: {"200": {description: ok, content: {application/xml: {schema: *thing, example: "<n>1</n>"}}}}}}
  /both: {get: {responses: {"200": {description: ok, content: {application/xml: {schema: *thing}, application/json: {schema: *thing}}}}}}
  /yaml: {get: {responses: {"200": {description: ok, content: {application/yaml: {schema: *thing}}}}}}
  /lines: {get: {responses: {"200": {description: ok, content: {application/x-ndjson: {schema: {type: array, minItems: 2, maxItems: 2, items: *thing}}}}}}}
  /events: {get: {responses: {"200": {description: ok, content: {text/event-stream: {schema: *thing}}}}}}
  /form: {get: {responses: {"200": {description: ok, content: {application/x-www-form-urlencoded: {schema: *thing}}}}}}
  /number: {get: {responses: {"200": {description: ok, content: {text/plain: {schema: {type: integer, enum: [1]}}}}}}}
  /order: {get: {responses: {"200": {description: ok, content: {application/json: {schema: *thing, examples: {z: {value: {n: 1, first: true}}, a: {value: {n: 1}}}}}}}}}
  /large: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}, example: {n: 9007199254740993}}}}}}}
  /beyond: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer, minimum: 9007199254740993}}}}}}}}}
  /secret: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, required: [p, n], properties: {p: {type: string, writeOnly: true}, n: {type: integer, enum: [1]}}}}}}}}}
`

func TestBodiesOfEveryMediaType(t *testing.T) {
	for _, c := range []struct {
		reason, path, accept string
		status               int
		contentType, body    string
	}{
		{"an object cannot be written in XML", "/xml", "", 501, "application/problem+json", ""},
		{"an example can", "/example", "", 200, "application/xml", "<n>1</n>"},
		{"another documented type replaces XML", "/both", "application/xml", 200, "application/json", `{"n":1}`},
		{"JSON is YAML", "/yaml", "", 200, "application/yaml", `{"n":1}`},
		{"a line for each item", "/lines", "", 200, "application/x-ndjson", "{\"n\":1}\n{\"n\":1}\n"},
		{"an event", "/events", "", 200, "text/event-stream", "data: {\"n\":1}\n\n"},
		{"a form", "/form", "", 200, "application/x-www-form-urlencoded", "n=1"},
		{"a number as text", "/number", "", 200, "text/plain", "1"},
		{"the first example of the document", "/order", "", 200, "application/json", `{"first":true,"n":1}`},
		{"an example keeps its digits", "/large", "", 200, "application/json", `{"n":9007199254740993}`},
		{"no writeOnly member", "/secret", "", 200, "application/json", `{"n":1}`},
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			b := parsed(t, strings.Replace(formatsAPI, "3.0.3", version, 1), mock.Config{})
			w := b.ask("GET "+c.path, "", "Accept: "+c.accept)
			assert.Equal(t, c.status, w.Code, "%s: %s", version, c.reason)
			assert.Equal(t, c.contentType, w.Header().Get("Content-Type"), "%s: %s", version, c.reason)
			if c.body != "" {
				assert.Equal(t, c.body, w.Body.String(), "%s: %s", version, c.reason)
			}
		}
	}
	b := parsed(t, formatsAPI, mock.Config{})
	assert.Equal(t, "conforms", found(b.verdict("GET /beyond", b.ask("GET /beyond", ""))), "an integer beyond 2^53")
}

// TestEachCreateHasItsOwnID also covers that a mock with the same seed makes the same IDs.
func TestEachCreateHasItsOwnID(t *testing.T) {
	const body = `{"type":"avatar","avatar_id":"a","voice_id":"v","script":"hi"}`
	create := func(b *bench, fields ...string) string {
		return b.ask("POST /v3/videos", body, append(fields, key, "Prefer: dynamic=true")...).Body.String()
	}
	b, again := newBench(t, mock.Config{}), newBench(t, mock.Config{})
	first, second := create(b), create(b)
	assert.NotEqual(t, first, second, "equal requests")
	assert.Equal(t, []string{first, second}, []string{create(again), create(again)}, "the same seed")
	assert.NotEqual(t, create(b, "Idempotency-Key: a"), create(b, "Idempotency-Key: b"), "another key")
	assert.Equal(t, create(b, "Idempotency-Key: a"), create(b, "Idempotency-Key: a"), "a replay")
	assert.NotEqual(t, first, create(newBench(t, mock.Config{Seed: 1})), "another seed")
}
