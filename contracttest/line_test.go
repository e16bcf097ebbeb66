package contracttest_test

import (
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

// TestFailuresShowTheLineOfTheTest checks that failures on the test's own goroutine show the test's
// line.
func TestFailuresShowTheLineOfTheTest(t *testing.T) {
	for name, finding := range map[string]string{"violations": "error[code-status]", "run": "error[doc-url]", "recorder": "error[code-status]"} {
		t.Run(name, func(t *testing.T) {
			output, passed := again(t, name)
			assert.False(t, passed)
			require.Regexp(t, `captures_test\.go:\d+: `+regexp.QuoteMeta(finding), output)
			for _, line := range regexp.MustCompile(`(?m)^ +(\w+\.go):\d+: `).FindAllStringSubmatch(output, -1) {
				assert.Equal(t, "captures_test.go", line[1], output)
			}
		})
	}
}
