package contracttest

import (
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/validate"
)

// things is the contract of a small API.
func things(t *testing.T) *validate.Contract {
	t.Helper()
	text, err := os.ReadFile("../internal/cli/testdata/common/api.yaml")
	require.NoError(t, err)
	c, err := validate.Parse("api.yaml", text)
	require.NoError(t, err)
	return c
}

// TestRunFindsEachFault runs against mocks with a fault, including those whose responses do not
// arrive.
func TestRunFindsEachFault(t *testing.T) {
	timeout := map[fault.Fault]time.Duration{fault.Slow: 20 * time.Millisecond} // a slow response is a fault only with a timeout
	for _, info := range fault.All() {
		t.Run(string(info.Fault), func(t *testing.T) {
			f := tryRun(t, RunConfig{
				Handler: NewServer(t, ServerConfig{Fault: Fault(info.Fault)}),
				Timeout: timeout[info.Fault],
				FailOn:  validate.LevelWarning,
				Options: []validate.Option{validate.WithInclude("getVideoV3", "createVideo")},
			})
			assert.True(t, f.failed)
			for _, rule := range []validate.RuleID{info.Rule, info.Success} {
				if rule != "" {
					assert.Contains(t, f.allErrors(), "["+string(rule)+"]")
				}
			}
			if info.Rule == "" {
				assert.Regexp(t, "no response|broke off", f.allErrors())
			}
		})
	}
}

// TestRunFindsOnlyTheExpectedRule checks that only the expected rule has findings.
func TestRunFindsOnlyTheExpectedRule(t *testing.T) {
	server := NewServer(t, ServerConfig{Fault: FaultNoDocURL})
	f := tryRun(t, RunConfig{Handler: server, Options: []validate.Option{validate.WithInclude("getVideoV3")}})
	assert.True(t, f.failed)
	assert.Len(t, f.all(func(f *fakeTest) []string { return f.errors }), 29, "one in each subtest of an error")
	assert.False(t, f.find("Fake/getVideoV3/200").failed, "a success has no documentation URL")
	sub := f.find("Fake/getVideoV3/402_insufficient_credit")
	require.NotNil(t, sub)
	require.Len(t, sub.errors, 1)
	assert.True(t, strings.HasPrefix(sub.errors[0], "error[doc-url]: the documentation URL is absent\n"+
		"  operation  GET /v3/videos/{video_id} (getVideoV3) answered 402 insufficient_credit\n"), "as the command line says it: %s", sub.errors[0])
	assert.Contains(t, f.allLogs(), "30 of 30 documented outcomes exercised (100.0 %), of 1 of 1 operations; 139 operations excluded")
	assert.NotContains(t, strings.ReplaceAll(f.allErrors(), "error[doc-url]", ""), "error[")
}

// TestRunServersThatFail runs against servers that make the run fail, without further harm.
func TestRunServersThatFail(t *testing.T) {
	cases := []struct {
		reason, want string
		handler      http.HandlerFunc
	}{
		{"nothing at all", "no response", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"an empty 200", "[body-unreadable]", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "application/json") }},
		{"garbage", "[body-unreadable]", write(200, "application/json", "\x00\xff{]")},
		{"the wrong thing", "[body-schema]", write(200, "application/json", `[1]`)},
		{"a page for everything", "[content-type-undocumented]", write(200, "text/html", `<html>`)},
		{"an undocumented status", "[status-undocumented]", write(418, "application/json", `{}`)},
		{"an invalid coding", "[body-unreadable]", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte("not brotli at all"))
		}},
		{"a redirect in circles", "[status-undocumented]", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
		}},
		{"more than is read", "responses of the contract could be checked: body-too-large", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for range validate.DefaultMaxBody/(1<<20) + 1 {
				_, _ = w.Write(make([]byte, 1<<20))
			}
		}},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			f := tryRun(t, RunConfig{Contract: things(t), Handler: c.handler})
			assert.True(t, f.failed)
			assert.Contains(t, f.allErrors(), c.want)
		})
	}
}

func write(status int, mediaType, content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(content))
	}
}

// TestRunGivesUp checks that a run ends early on a server that never responds, before every outcome
// has waited for it.
func TestRunGivesUp(t *testing.T) {
	var requests atomic.Int64
	hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { requests.Add(1); <-r.Context().Done() })
	f := tryRun(t, RunConfig{Handler: hang, Timeout: 5 * time.Millisecond})
	assert.True(t, f.failed)
	assert.Contains(t, f.allErrors(), "context deadline exceeded")
	assert.Contains(t, f.allLogs(), "the server gave no response 10 times in a row")
	assert.Less(t, requests.Load(), int64(2*maxUnresponsive))
}

func TestRunConfig(t *testing.T) {
	some := write(200, "application/json", `{}`)
	cases := []struct {
		reason, want string
		config       RunConfig
	}{
		{"no server", "set either Handler or BaseURL", RunConfig{}},
		{"two servers", "set either Handler or BaseURL", RunConfig{Handler: some, BaseURL: "http://localhost"}},
		{"no URL", "BaseURL: want http://host", RunConfig{BaseURL: "localhost:80"}},
		{"more than all", "MinCoverage is 1.5", RunConfig{Handler: some, MinCoverage: 1.5}},
		{"an invalid timeout", "Timeout is -1ns", RunConfig{Handler: some, Timeout: -1}},
		{"an invalid pattern", `in Allow: bad pattern "["`, RunConfig{Handler: some, Allow: []string{"["}}},
		{"a known violation without a reason", "has no reason", RunConfig{Handler: some, Suppressions: []Suppression{{Status: 404}}}},
		{"everything excluded", "no operation is left", RunConfig{Handler: some, Options: []validate.Option{validate.WithExclude("**")}}},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			f := tryRun(t, c.config)
			require.Len(t, f.errors, 1)
			assert.Contains(t, f.errors[0], c.want)
			assert.Empty(t, f.subs)
		})
	}
}

func TestRunSuppressions(t *testing.T) {
	server := NewServer(t, ServerConfig{Fault: FaultNoDocURL})
	cfg := RunConfig{
		Handler:      server,
		Options:      []validate.Option{validate.WithInclude("getVideoV3")},
		Suppressions: []Suppression{{Rule: validate.DocURL, Reason: "the gateway drops it, see 7"}},
	}
	f := tryRun(t, cfg)
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.allLogs(), "the gateway drops it, see 7")

	cfg.Handler = NewServer(t, ServerConfig{})
	f = tryRun(t, cfg)
	assert.True(t, f.failed)
	assert.Contains(t, f.allErrors(), "was not used: remove it")
}

// TestRunLeftOut runs some of the subtests, as the flag -run does.
func TestRunLeftOut(t *testing.T) {
	cfg := RunConfig{Handler: NewServer(t, ServerConfig{}), MinCoverage: 1, Suppressions: []Suppression{{Status: 599, Reason: "never"}}}
	f := newFake(t)
	f.only = "Fake/getVideoV3/404"
	runFake(f, cfg)
	assert.False(t, f.failed, f.allErrors())
	assert.Len(t, f.subs, 1)
	assert.Contains(t, f.allLogs(), "-run or -skip left out")

	cfg.Handler = NewServer(t, ServerConfig{Fault: FaultNoDocURL})
	f = newFake(t)
	f.only = "Fake/getVideoV3/500"
	runFake(f, cfg)
	assert.Len(t, f.errors, 1, "the outcome of the first request has no subtest here")

	f = newFake(t)
	f.only = "Fake/none"
	runFake(f, cfg)
	assert.False(t, f.failed)
	assert.Contains(t, f.skipped, "left out every outcome")
}
