package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestErrorCode(t *testing.T) {
	contract := contract(t)
	for _, c := range []struct{ reason, content, code, came string }{
		{"an envelope", envelope("video_not_found", "m"), "video_not_found", ""},
		{"a code that the table does not have", envelope("not_found", "m"), "not_found", ""},
		{"a code that writes on a terminal", `{"error":{"code":"a\u001b[2J"}}`, "a\uFFFD[2J", ""},
		{"nothing", "", "", "an empty body"},
		{"a page", "<!doctype html><title>502</title>", "", "HTML"},
		{"plain text", "Bad Gateway", "", "text that is not JSON"},
		{"cut off", `{"error":{"code":"vid`, "", "JSON that ends early"},
		{"version 1", `{"code":400543,"message":"m","data":null}`, "", "the v1 shape"},
		{"version 2", `{"data":null,"error":{"code":"x","message":"m"}}`, "", "the v2 shape"},
		{"a success", `{"data":{}}`, "", "a JSON object of 1 member without /error"},
		{"an error that is text", `{"error":"no"}`, "", "a JSON object whose /error is of type string"},
		{"a list", `[1]`, "", "a JSON array"},
		{"no code", `{"error":{"message":"m"}}`, "", "an error object without a code"},
		{"a code that is a number", `{"error":{"code":4}}`, "", "an error object without a code"},
	} {
		code, came := contract.ErrorCode([]byte(c.content))
		assert.Equal(t, c.code, code, c.reason)
		assert.Equal(t, c.came, came, c.reason)
	}
}

func TestErrorCodeWithoutATable(t *testing.T) {
	code, came := parse(t, "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n").Contract().ErrorCode([]byte(`{}`))
	assert.Empty(t, code)
	assert.Empty(t, came)
}
