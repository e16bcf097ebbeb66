package response_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock/response"
)

func TestClone(t *testing.T) {
	original := response.Response{Status: 200, Header: http.Header{"X": {"1"}}, Body: []byte("b")}
	clone := original.Clone()
	assert.Equal(t, original, clone)
	clone.Header.Set("X", "2")
	assert.Equal(t, "1", original.Header.Get("X"), "the header is a copy")
	assert.NotNil(t, response.Response{}.Clone().Header, "a header can always be set")
}

func TestWriteHeader(t *testing.T) {
	cases := []struct {
		reason string
		status int
		length string
	}{
		{"the length of the body", 200, "4"},
		{"an error has a body too", 404, "4"},
		{"204 has no body", 204, ""},
		{"304 has no body", 304, ""},
	}
	for _, c := range cases {
		r := &response.Response{Status: c.status, Header: http.Header{"X-Twice": {"a", "b"}}, Body: []byte("body")}
		w := httptest.NewRecorder()
		r.WriteHeader(w)
		assert.Equal(t, c.status, w.Code, c.reason)
		assert.Equal(t, c.length, w.Header().Get("Content-Length"), c.reason)
		assert.Equal(t, []string{"a", "b"}, w.Header()["X-Twice"], c.reason)
		assert.Equal(t, c.length != "", response.HasBody(c.status), c.reason)
	}
	assert.False(t, response.HasBody(101), "an interim response has no body")
}
