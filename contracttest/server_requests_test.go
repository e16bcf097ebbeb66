package contracttest_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
)

func TestServerRequests(t *testing.T) {
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	send := func(method, path, body string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, bytes.NewBufferString(body))
		require.NoError(t, err)
		r.Header.Set("X-Api-Key", "any")
		r.Header.Set("Content-Type", "application/json")
		resp, err := server.Client().Do(r)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
	}
	send(http.MethodGet, "/v3/videos?limit=3", "")
	send(http.MethodPost, "/v3/videos", `{}`)
	send(http.MethodGet, "/v3/nothing", "")

	cases := []struct {
		reason, pattern string
		want            []string
	}{
		{"all", "", []string{"listVideos GET /v3/videos 200 ", "createVideo POST /v3/videos 400 invalid_parameter", " GET /v3/nothing 404 resource_not_found"}},
		{"an operationId", "createVideo", []string{"createVideo POST /v3/videos 400 invalid_parameter"}},
		{"a method and path", "GET /v3/videos", []string{"listVideos GET /v3/videos 200 "}},
		{"none", "deleteVideo", nil},
	}
	for _, c := range cases {
		var got []string
		for _, r := range server.Requests(c.pattern) {
			got = append(got, fmt.Sprintf("%s %s %s %d %s", r.Operation, r.Method, r.Path, r.Status, r.Code))
		}
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, len(c.want), server.CountRequests(c.pattern), c.reason)
	}
	first := server.Requests("")[0]
	assert.Equal(t, "3", first.Query.Get("limit"))
	assert.Equal(t, "any", first.Header.Get("X-Api-Key"))
	assert.JSONEq(t, `{}`, string(server.Requests("createVideo")[0].Body))
}
