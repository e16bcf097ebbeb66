package route_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/route"
)

func TestNearest(t *testing.T) {
	var table route.Table[string]
	for _, op := range []string{"GET /m/{id}", "GET /m", "GET /x/", "POST /a/b", "GET /"} {
		method, path, _ := strings.Cut(op, " ")
		assert.NoError(t, table.Add("https://h.example/v1", method, path, op))
	}
	for _, c := range []struct {
		reason, request, want string
		difference            route.Difference
	}{
		{"a slash too many", "GET https://h.example/v1/m/", "GET /m", route.ExtraSlash},
		{"behind an expression", "GET https://h.example/v1/m/1/", "GET /m/{id}", route.ExtraSlash},
		{"with a query", "GET https://h.example/v1/m/?a=/", "GET /m", route.ExtraSlash},
		{"a slash that lacks", "GET https://h.example/v1/x", "GET /x/", route.MissingSlash},
		{"doubled", "GET https://h.example/v1/m//1", "GET /m/{id}", route.DoubledSlash},
		{"doubled behind the base path", "GET https://h.example/v1//m/1", "GET /m/{id}", route.DoubledSlash},
		{"tripled", "GET https://h.example/v1/m///1", "GET /m/{id}", route.DoubledSlash},
		{"two at the end", "GET https://h.example/v1/m//", "GET /m", route.OtherSpelling},
		{"a dot", "GET https://h.example/v1/./m/1", "GET /m/{id}", route.DotSegments},
		{"two dots", "GET https://h.example/v1/x/../m", "GET /m", route.DotSegments},
		{"case", "GET https://h.example/v1/M/1", "GET /m/{id}", route.OtherCase},
		{"case of the base path", "GET https://h.example/V1/m", "GET /m", route.OtherCase},
		{"case and slashes", "GET https://h.example/v1//X", "GET /x/", route.OtherSpelling},
		{"another path", "GET https://h.example/v1/y", "", ""},
		{"another method", "POST https://h.example/v1/m/", "", ""},
		{"another host", "GET https://i.example/v1/m/", "", ""},
		{"nothing", "GET ", "", ""},
	} {
		method, uri, _ := strings.Cut(c.request, " ")
		assert.False(t, table.Match(method, uri).Found, c.reason)
		got, difference, found := table.Nearest(method, uri)
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, c.difference, difference, c.reason)
		assert.Equal(t, c.want != "", found, c.reason)
	}
	assert.Equal(t, "GET /", table.Match("GET", "https://h.example/v1").Value, "the base path alone is the path /")
	assert.Equal(t, "GET /", table.Match("GET", "https://h.example/v1/").Value)
}

// The base path alone is an operation of its own if a server without it documents one.
func TestBasePathDocumentedByItself(t *testing.T) {
	for _, order := range [][2]string{{"/v1", ""}, {"", "/v1"}} {
		var table route.Table[string]
		for _, base := range order {
			path := map[string]string{"/v1": "/", "": "/v1"}[base]
			assert.NoError(t, table.Add("https://h.example"+base, "GET", path, path))
		}
		assert.Equal(t, "/v1", table.Match("GET", "https://h.example/v1").Value, order)
		assert.Equal(t, "/", table.Match("GET", "https://h.example/v1/").Value, order)
	}
}
