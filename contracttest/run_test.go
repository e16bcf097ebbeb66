package contracttest_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// TestRunMock runs against the mock of the built-in contract: every operation's success, and each
// of the 35 codes of each operation.
func TestRunMock(t *testing.T) {
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	// No code is known for status 410 of this operation, so that the mock makes one up.
	exclude := validate.WithExclude("appendAvatarRealtimeText")
	contracttest.Run(t, contracttest.RunConfig{Handler: server, MinCoverage: 1, Options: []validate.Option{exclude}})
}

// A real server needs a key that it accepts, and Provoke for the errors that do not occur
// otherwise.
func ExampleRun() { //nolint:testableexamples // it needs a test to fail
	var t *testing.T // of the test
	var server interface {
		http.Handler
		FailNext(code string)
	}
	contracttest.Run(t, contracttest.RunConfig{
		Handler:     server,
		Header:      http.Header{"X-Api-Key": {"test-key"}},
		Values:      map[string]any{"video_id": "vd_of_the_fixture"},
		MinCoverage: 0.9,
		Provoke: func(_ *http.Request, o contracttest.Outcome) bool {
			switch o.Code {
			case "insufficient_credit", "rate_limit_exceeded":
				server.FailNext(o.Code)
				return true
			}
			return false
		},
	})
}

// screenful runs against a server that is wrong everywhere.
func screenful(t *testing.T) {
	t.Helper()
	contracttest.Run(t, contracttest.RunConfig{Handler: answering(200, `{"unexpected":true}`)})
}

// TestRunPrintsAScreen counts the lines that package testing prints without -v.
func TestRunPrintsAScreen(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestThatFails$")
	cmd.Env = append(os.Environ(), failing+"=screen")
	output, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.LessOrEqual(t, strings.Count(string(output), "\n"), 40, "%s", output)
	assert.Contains(t, string(output), "--- FAIL: TestThatFails/")
	assert.Contains(t, string(output), "are not shown: run go test -v to see them")
}
