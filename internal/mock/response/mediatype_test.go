package response_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock/response"
)

func TestChooseMediaType(t *testing.T) {
	cases := []struct {
		reason     string
		documented []string
		accept     string
		want       string // empty: none is documented
	}{
		{"no Accept header: JSON first", []string{"text/csv", "application/json", "application/problem+json"}, "", "application/json"},
		{"a JSON suffix before a range", []string{"*/*", "application/problem+json"}, "", "application/problem+json"},
		{"the accepted one", []string{"text/csv", "application/json"}, "text/csv", "text/csv"},
		{"the higher quality", []string{"text/csv", "application/json"}, "text/csv;q=0.5, application/*", "application/json"},
		{"the most specific range counts", []string{"text/csv", "application/json"}, "*/*, application/json;q=0.1", "text/csv"},
		{"none is accepted", []string{"text/csv", "application/json"}, "image/png", "application/json"},
		{"a range is sent as JSON", []string{"text/csv", "application/*"}, "application/json", "application/*"},
		{"nothing is documented", nil, "*/*", ""},
	}
	for _, c := range cases {
		content := openapi3.Content{}
		for _, key := range c.documented {
			content[key] = openapi3.NewMediaType()
		}
		got, mt, ok := response.ChooseMediaType(content, c.accept)
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, c.want != "", ok, c.reason)
		assert.Same(t, content[c.want], mt, c.reason)
	}
}

func TestConcreteMediaType(t *testing.T) {
	cases := map[string]string{"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain",
		"image/*": "application/octet-stream", "text/csv": "text/csv"}
	for key, want := range cases {
		assert.Equal(t, want, response.ConcreteMediaType(key))
	}
}
