package mock_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

// TestPagesOfOtherOrigins checks that web pages may use the mock like an API for browsers.
func TestPagesOfOtherOrigins(t *testing.T) {
	b := newBench(t, mock.Config{})
	const origin = "Origin: https://app.example"

	w := b.ask("OPTIONS /v3/videos", "", origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type,x-api-key")
	assert.Equal(t, 204, w.Code)
	assert.Equal(t, "*", w.Header().Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "POST", w.Header().Get("Access-Control-Allow-Methods"))
	assert.Equal(t, "content-type,x-api-key", w.Header().Get("Access-Control-Allow-Headers"))
	assert.Empty(t, b.recorded, "the question is the browser's")

	for _, field := range []string{key, "Prefer: error=rate_limit_exceeded"} {
		w = b.ask("GET /v3/videos/v1", "", origin, key, field)
		assert.Equal(t, "*", w.Header().Get("Access-Control-Allow-Origin"), "an error can be read, too")
		assert.Equal(t, "*", w.Header().Get("Access-Control-Expose-Headers"), "and its Retry-After")
	}
	assert.Empty(t, b.ask("GET /v3/videos/v1", "", key).Header().Get("Access-Control-Allow-Origin"), "the request has no Origin")
	assert.Equal(t, 404, b.ask("OPTIONS /v3/videos", "", key).Code, "a client's own OPTIONS is a method that the path lacks")
	assert.Equal(t, 404, b.ask("OPTIONS /v3/videos", "", key, origin).Code, "without the question it is no preflight")
}
