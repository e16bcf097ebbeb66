package pattern_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/pattern"
)

func TestMatches(t *testing.T) {
	get := pattern.Operation{ID: "getVideo", Method: "GET", Path: "/v3/videos/{video_id}"}
	nameless := pattern.Operation{Method: "POST", Path: "/v3/videos"}
	slashed := pattern.Operation{ID: "videos/list", Method: "GET", Path: "/list"}
	stray := pattern.Operation{Method: "GET", Path: "/v9/other", Unmatched: true}
	cases := []struct {
		pattern string
		op      pattern.Operation
		want    bool
		reason  string
	}{
		{"getVideo", get, true, "the operationId"},
		{"get*", get, true, "a glob of it"},
		{"{get,list}Video*", get, true, "alternatives"},
		{"*", get, true, "any operationId"},
		{"GETVIDEO", get, false, "case matters"},
		{"list*", get, false, "another operationId"},

		{"/v3/videos/{video_id}", get, true, "the template"},
		{"/v3/videos/video_id", get, true, "the template without braces"},
		{"/v3/videos/*", get, true, "one segment"},
		{"/v3/*", get, false, "* stops at a slash"},
		{"/v3/**", get, true, "** does not"},
		{"/v3/videos/**", nameless, true, "** may be nothing"},
		{"/**", nameless, true, "every path"},
		{"/v3/videos", get, false, "another path"},

		{"GET /v3/videos/{video_id}", get, true, "method and template"},
		{"GET /v3/videos/video_id", get, true, "without braces"},
		{"GET /v3/**", get, true, "a glob of paths"},
		{"* /v3/videos/*", get, true, "any method"},
		{"{GET,HEAD} /v3/videos/*", get, true, "one of two methods"},
		{"POST /v3/videos/*", get, false, "another method"},
		{"get /v3/videos/*", get, false, "methods are in upper case"},

		{"POST /v3/videos", nameless, true, "an operation without operationId"},
		{"**", nameless, true, "its method and template are its name"},
		{"*", nameless, false, "in which there are slashes"},
		{"videos/*", slashed, true, "slashes in operationIds"},
		{"*/list", slashed, true, "a glob of them"},
		{"*/create", slashed, false, "another operationId, not a method and a path"},

		{"/v9/**", stray, true, "the path of a request without operation"},
		{"GET /v9/other", stray, true, "with its method"},
		{"**", stray, false, "it has no operationId, and no name"},
		{"[", get, false, "no glob"},
		{"", get, false, "nothing means nothing"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, pattern.Matches(c.pattern, c.op), "%q: %s", c.pattern, c.reason)
		assert.Equal(t, c.want, pattern.MatchesAny([]string{"no such thing", c.pattern}, c.op), "%q: %s", c.pattern, c.reason)
	}
	assert.False(t, pattern.MatchesAny(nil, get))
}

func TestCheck(t *testing.T) {
	for _, p := range []string{"create*", "/v3/**", "GET /v3/videos/{video_id}", "{a,b}*"} {
		require.NoError(t, pattern.CheckSyntax(p), p)
	}
	for _, p := range []string{"", "[", "/v3/[a", "{a"} {
		require.ErrorContains(t, pattern.CheckSyntax(p), "bad pattern", p)
	}
}

func TestAny(t *testing.T) {
	for _, p := range []string{"*", "**", "/**", "/", "* /**"} {
		assert.True(t, pattern.MatchesAll(p), p)
	}
	for _, p := range []string{"list*", "/v3/**", "GET /**"} {
		assert.False(t, pattern.MatchesAll(p), p)
	}
}
