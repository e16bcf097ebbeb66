package mock_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

const refusingAPI = `
openapi: 3.0.3
info: {title: Refusals, version: "1"}
paths:
  /message:
    get: {parameters: [&n {name: n, in: query, schema: {type: integer}}], responses: {"400": {description: bad, content: {application/json: {schema: {type: object, required: [message], properties: {message: {type: string}}}}}}}}
  /nested:
    get: {parameters: [*n], responses: {"400": {description: bad, content: {application/json: {schema: {type: object, required: [error], properties: {error: {type: object, required: [message], properties: {message: {type: string}}}}}}}}}}
  /closed:
    get: {parameters: [*n], responses: {"400": {description: bad, content: {application/json: {schema: {type: object, required: [message], properties: {message: {type: string, enum: [bad]}}}}}}}}
  /text:
    get: {parameters: [*n], responses: {"400": {description: bad, content: {text/plain: {schema: {type: string}}}}}}
  /words:
    get: {parameters: [*n], responses: {"400": {description: bad, content: {text/plain: {schema: {type: string, enum: [bad]}}}}}}
  /none:
    get: {parameters: [*n], responses: {"200": {description: ok}}}
  /xml:
    post: {requestBody: {content: {application/xml: {schema: {type: object}}}}, responses: {"200": {description: ok}}}
`

// TestRefusalsSayWhy covers responses of documents without an error table: the reason is in
// a header, and in the body if that has a text for people.
func TestRefusalsSayWhy(t *testing.T) {
	const reason = "`n` is of type string, not integer."
	b := parsed(t, refusingAPI, mock.Config{})
	for _, c := range []struct{ reason, request, body string }{
		{"a member message", "GET /message?n=x", `{"message":"` + reason + `"}`},
		{"a member of an error object", "GET /nested?n=x", `{"error":{"message":"` + reason + `"}}`},
		{"a text", "GET /text?n=x", reason},
		{"an enum of texts does not take the reason", "GET /words?n=x", "bad"},
		{"an enum does not take the reason", "GET /closed?n=x", `{"message":"bad"}`},
		{"no documented error", "GET /none?n=x", `"detail":"` + reason + `"`},
	} {
		w := b.ask(c.request, "")
		assert.Equal(t, 400, w.Code, c.reason)
		assert.Equal(t, reason, w.Header().Get("Mock-Reason"), c.reason)
		assert.Contains(t, w.Body.String(), c.body, c.reason)
	}
	assert.Equal(t, "The contract has no such path.", b.ask("GET /nothing", "").Header().Get("Mock-Reason"))
	assert.Empty(t, b.ask("GET /message?n=1", "").Header().Get("Mock-Reason"), "the request is valid")
}

func TestUncheckedBodiesAreSaid(t *testing.T) {
	b := parsed(t, refusingAPI, mock.Config{})
	w := b.ask("POST /xml", "<a/>", "Content-Type: application/xml")
	assert.Equal(t, 200, w.Code)
	assert.Equal(t, "the body (application/xml)", w.Header().Get("Mock-Unchecked"))
}

func TestReplaysAreMarked(t *testing.T) {
	b := newBench(t, mock.Config{})
	first := b.ask("POST /v3/webhooks/endpoints", `{"url":"https://mine.example/hook"}`, key, "Idempotency-Key: k")
	assert.Empty(t, first.Header().Get("Idempotent-Replayed"))
	again := b.ask("POST /v3/webhooks/endpoints", `{"url":"https://mine.example/hook"}`, key, "Idempotency-Key: k")
	assert.Equal(t, "true", again.Header().Get("Idempotent-Replayed"))
	assert.Equal(t, first.Body.String(), again.Body.String())
}
