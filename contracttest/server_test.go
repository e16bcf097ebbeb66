package contracttest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
)

// ask sends a request with a key and returns the response and its content.
func ask(t *testing.T, s *contracttest.Server, method, path, body string, fields ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("X-Api-Key", "sk-canary")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		req.Header.Add(name, value)
	}
	resp, err := s.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(content)
}

func TestServerAnswers(t *testing.T) {
	s := contracttest.NewServer(t, contracttest.ServerConfig{})
	resp, body := ask(t, s, "GET", "/v3/videos/vd_mine", "")
	assert.Equal(t, 200, resp.StatusCode)
	assert.Contains(t, body, `"id":"vd_mine"`)

	resp, body = ask(t, s, "GET", "/v3/videos/vd_mine", "", "Prefer: error=video_not_found")
	assert.Equal(t, 404, resp.StatusCode)
	assert.Contains(t, body, `"code":"video_not_found"`)
	assert.Equal(t, "error=video_not_found", resp.Header.Get("Preference-Applied"))

	s.Fail("getVideoV3", "rate_limit_exceeded", 1)
	resp, _ = ask(t, s, "GET", "/v3/videos/vd_mine", "")
	assert.Equal(t, 429, resp.StatusCode)
	assert.Equal(t, "1", resp.Header.Get("Retry-After"))
	resp, _ = ask(t, s, "GET", "/v3/videos/vd_mine", "")
	assert.Equal(t, 200, resp.StatusCode)

	var b strings.Builder
	require.NoError(t, s.HAR(&b))
	assert.NotContains(t, b.String(), "sk-canary")
	assert.Contains(t, b.String(), "https://api.heygen.com/v3/videos/vd_mine")
}
