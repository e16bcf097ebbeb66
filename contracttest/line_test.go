package contracttest_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// driven runs a conformance run with findings, in its subtests and at its end.
func driven(t *testing.T) {
	t.Helper()
	server := contracttest.NewServer(t, contracttest.ServerConfig{Fault: contracttest.FaultNoDocURL})
	contracttest.Run(t, contracttest.Config{
		Handler: server, MinCoverage: 1, Options: []validate.Option{validate.WithInclude("getVideoV3", "deleteVideo")},
	})
}

// recorded404 calls a handler twice, directly.
func recorded404(t *testing.T) {
	t.Helper()
	h := contracttest.NewHandler(t, answering(400, envelope("video_not_found")), contracttest.Config{})
	for range 2 {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v3/videos/v1", nil))
	}
}

// served404 calls a handler through a server, so that the findings come from another goroutine.
func served404(t *testing.T) {
	t.Helper()
	h := contracttest.NewHandler(t, answering(400, envelope("video_not_found")), contracttest.Config{})
	server := httptest.NewServer(h)
	defer server.Close()
	fetch(t, http.DefaultTransport, server.URL+"/v3/videos/v1")
}

// panicking calls a handler that panics, with a client that tolerates broken connections.
func panicking(t *testing.T) {
	t.Helper()
	h := contracttest.NewHandler(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v3/videos/v2" {
			panic("error[mine]: the value")
		}
		answering(404, envelope("video_not_found"))(w, r)
	}), contracttest.Config{})
	server := httptest.NewServer(h)
	defer server.Close()
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	fetch(t, http.DefaultTransport, server.URL+"/v3/videos/v1")
	_, err := http.Get(server.URL + "/v3/videos/v2") //nolint:bodyclose // it fails
	require.Error(t, err)
}

// TestFailuresShowTheLineOfTheTest checks that failures on the test's own goroutine show the test's
// line.
func TestFailuresShowTheLineOfTheTest(t *testing.T) {
	for name, finding := range map[string]string{"violations": "error[code-status]", "run": "error[doc-url]", "recorder": "error[code-status]",
		"served": "error[code-status]"} {
		t.Run(name, func(t *testing.T) {
			output, passed := again(t, name)
			assert.False(t, passed, output)
			require.Regexp(t, `captures_test\.go:\d+: `+regexp.QuoteMeta(finding), output)
			for _, line := range regexp.MustCompile(`(?m)^ +(\w+\.go):\d+: `).FindAllStringSubmatch(output, -1) {
				assert.Equal(t, "captures_test.go", line[1], output)
			}
		})
	}
}

// TestPanickingHandlerFails checks that a handler's panic fails the test although net/http recovers
// it, and that the text shows the line of the panic, but not its value.
func TestPanickingHandlerFails(t *testing.T) {
	output, passed := again(t, "panicking")
	assert.False(t, passed, output)
	assert.Regexp(t, `line_test\.go:\d+: contracttest: the handler panicked \(string\) at GET /v3/videos/\{video_id\}`, output)
	assert.NotContains(t, output, "error[mine]")
}
