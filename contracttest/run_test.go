package contracttest_test

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// TestRunMock drives the mock of the built-in contract through all of it: every
// operation's success, and each of the 35 codes of each operation.
func TestRunMock(t *testing.T) {
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	// No code is known for status 410 of this operation, so that the mock makes one up.
	exclude := validate.WithExclude("appendAvatarRealtimeText")
	contracttest.Run(t, contracttest.Config{Handler: server, MinCoverage: 1, Options: []validate.Option{exclude}})
}

// A server of one's own is driven with a key that it takes, and helped to the
// errors that do not come about by themselves.
func ExampleRun() { //nolint:testableexamples // it needs a test to fail
	var t *testing.T // of the test
	var server interface {
		http.Handler
		FailNext(code string)
	}
	contracttest.Run(t, contracttest.Config{
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
