package security_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock/security"
	"github.com/apicontract/apicontract/internal/spec"
)

const text = `
openapi: 3.1.0
info: {title: T, version: "1"}
paths: {}
components:
  securitySchemes:
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: session}
    basic: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {}}
    tls: {type: mutualTLS}
`

func load(t *testing.T) *spec.Document {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile("t.yaml", []byte(text)), "t.yaml")
	require.NoError(t, err)
	return doc
}

func TestMissing(t *testing.T) {
	cases := []struct {
		reason, target string
		header         http.Header
		requirements   [][]string
		want           []string
	}{
		{"no requirements", "/", nil, nil, nil},
		{"an empty requirement is met", "/", nil, [][]string{{"header"}, {}}, nil},
		{"a missing header", "/", nil, [][]string{{"header"}}, []string{"the field X-Key"}},
		{"a blank header", "/", http.Header{"X-Key": {" "}}, [][]string{{"header"}}, []string{"the field X-Key"}},
		{"any key will do", "/", http.Header{"X-Key": {"k"}}, [][]string{{"header"}}, nil},
		{"a key in the query", "/?key=k", nil, [][]string{{"query"}}, nil},
		{"a key in a cookie", "/", http.Header{"Cookie": {"session=k"}}, [][]string{{"cookie"}}, nil},
		{"another scheme", "/", http.Header{"Authorization": {"Bearer t"}}, [][]string{{"basic"}}, []string{"Authorization: Basic"}},
		{"the scheme ignores case", "/", http.Header{"Authorization": {"BASIC t"}}, [][]string{{"basic"}}, nil},
		{"OAuth uses Bearer", "/", http.Header{"Authorization": {"Bearer t"}}, [][]string{{"oauth"}}, nil},
		{"no token", "/", http.Header{"Authorization": {"Bearer "}}, [][]string{{"oauth"}}, []string{"Authorization: Bearer"}},
		{"mutual TLS is below HTTP", "/", nil, [][]string{{"tls"}}, nil},
		{"one of two requirements", "/?key=k", nil, [][]string{{"header"}, {"query"}}, nil},
		{"both of a requirement", "/?key=k", nil, [][]string{{"header", "query"}}, []string{"the field X-Key"}},
		{"all that is missing", "/", nil, [][]string{{"header", "query"}, {"cookie"}}, []string{"the field X-Key and the query parameter key", "the cookie parameter session"}},
		{"an unknown scheme", "/", nil, [][]string{{"unknown"}}, nil},
	}
	doc := load(t)
	for _, c := range cases {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.target, nil)
		r.Header = c.header
		var requirements []spec.SecurityRequirement
		for _, schemes := range c.requirements {
			requirements = append(requirements, spec.SecurityRequirement{Schemes: schemes})
		}
		assert.Equal(t, c.want, security.MissingCredentials(doc, r, requirements), c.reason)
	}
}

func TestAddChallenges(t *testing.T) {
	header := make(http.Header)
	security.AddChallenges(header, load(t), []spec.SecurityRequirement{{Schemes: []string{"header", "basic"}}, {Schemes: []string{"tls", "oauth", "unknown"}}})
	assert.Equal(t, http.Header{"Www-Authenticate": {"basic", "Bearer"}}, header)
}

func TestCredentialsAndKeys(t *testing.T) {
	doc := load(t)
	credentials := func(target string, header http.Header) string {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
		r.Header = header
		return security.Credentials(doc, r)
	}
	none := credentials("/?other=a", nil)
	assert.Equal(t, none, credentials("/?other=b", nil), "other parameters do not distinguish callers")
	assert.NotEqual(t, none, credentials("/?key=a", nil))
	assert.NotEqual(t, none, credentials("/", http.Header{"Authorization": {"Bearer a"}}))
	assert.True(t, security.IsKey(doc, "query", "KEY"))
	assert.False(t, security.IsKey(doc, "header", "key"), "another place")
	assert.False(t, security.IsKey(doc, "query", "other"))
}
