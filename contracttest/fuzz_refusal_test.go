package contracttest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/contracttest"
)

// helper is a test that a team derives from package testing's, as a pointer and as a value.
type (
	helper      struct{ testing.TB }
	outerHelper struct{ *helper }
)

// FuzzThatIsRefused uses a *testing.F, each time in another way. It runs in a process of its own.
func FuzzThatIsRefused(f *testing.F) {
	next := answering(200, `{"data":{"id":5}}`)
	switch os.Getenv(failing) {
	case "transport":
		contracttest.NewTransport(f, contracttest.Config{})
	case "handler":
		contracttest.NewHandler(f, next, contracttest.Config{})
	case "server":
		contracttest.NewServer(f, contracttest.ServerConfig{})
	case "assertions":
		contracttest.New(f, contracttest.Config{})
	case "helper":
		contracttest.NewHandler(&helper{f}, next, contracttest.Config{})
	case "helper of a helper":
		contracttest.NewHandler(outerHelper{&helper{f}}, next, contracttest.Config{})
	case "accepted":
	default:
		f.Skip("it runs in a process of its own")
	}
	f.Add("a")
	f.Fuzz(func(t *testing.T, _ string) {
		server := httptest.NewServer(contracttest.NewHandler(&helper{t}, next, contracttest.Config{}))
		defer server.Close()
		if resp, err := http.Get(server.URL + "/v3/videos/v1"); err == nil { // it tolerates broken connections
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
}

// TestFuzzTestsAreRefused checks that a *testing.F is refused with advice, because its methods panic
// inside f.Fuzz, and a server recovers that panic.
func TestFuzzTestsAreRefused(t *testing.T) {
	for name, caller := range map[string]string{
		"transport": "NewTransport", "handler": "NewHandler", "server": "NewServer", "assertions": "New",
		"helper": "NewHandler", "helper of a helper": "NewHandler",
	} {
		output, passed := fuzzAgain(t, name)
		assert.False(t, passed, name)
		assert.Contains(t, output, "fuzz_refusal_test.go:", name)
		assert.Contains(t, output, "contracttest: "+caller+" cannot report to a *testing.F, whose methods panic inside f.Fuzz: call it in the function that f.Fuzz gets", name)
	}
	output, passed := fuzzAgain(t, "accepted")
	assert.False(t, passed)
	assert.Contains(t, output, "error[body-schema]", "the function's own *testing.T fails")
	assert.NotContains(t, output, "panic")
}

func fuzzAgain(t *testing.T, name string) (output string, passed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^FuzzThatIsRefused$")
	cmd.Env = append(os.Environ(), failing+"="+name)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}
