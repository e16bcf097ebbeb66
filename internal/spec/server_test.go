package spec_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

func TestMatchURLs(t *testing.T) {
	for _, c := range []struct {
		reason, server string
		want           []string
	}{
		{"no variables", "url: https://a.example/v1", []string{"https://a.example/v1"}},
		{"an enum limits the host", "url: 'https://{e}.example', variables: {e: {default: api, enum: [api, dev]}}", []string{"https://api.example", "https://dev.example"}},
		{"a host without enum matches any label", "url: 'https://{e}.example', variables: {e: {default: api}}", []string{"https://api.example", "https://{e}.example"}},
		{"a default of several labels is there as well", "url: 'https://{h}/v1', variables: {h: {default: api.example}}", []string{"https://api.example/v1", "https://{h}/v1"}},
		{"a port", "url: 'https://a.example:{p}/v1', variables: {p: {default: '8443'}}", []string{"https://a.example:8443/v1", "https://a.example:{p}/v1"}},
		{"a path has only its default", "url: 'https://a.example/{v}', variables: {v: {default: v1}}", []string{"https://a.example/v1"}},
		{"a base path with slashes", "url: 'https://a.example{b}', variables: {b: {default: /sell/v1}}", []string{"https://a.example/sell/v1"}},
		{"an empty default", "url: 'https://a.example{b}', variables: {b: {default: ''}}", []string{"https://a.example"}},
		{"an enum with an empty value", "url: 'https://api{s}.example', variables: {s: {default: '', enum: ['', -stg]}}", []string{"https://api.example", "https://api-stg.example"}},
		{"the whole URL", "url: '{o}', variables: {o: {default: https://a.example}}", []string{"https://a.example"}},
		{"scheme, host and port", "url: '{s}://{e}.example:{p}', variables: {s: {default: https, enum: [https, http]}, e: {default: a, enum: [a]}, p: {default: '443', enum: ['443']}}",
			[]string{"https://a.example:443", "http://a.example:443"}},
	} {
		doc, err := spec.Load(spec.SingleFile("d.yaml", []byte("openapi: 3.0.3\nservers: [{"+c.server+"}]\n")), "d.yaml")
		require.NoError(t, err, c.reason)
		assert.Equal(t, c.want, spec.MatchURLs(doc.Servers()), c.reason)
	}
}
