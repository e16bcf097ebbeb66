package contracttest

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/apicontract/apicontract/validate"
)

// TestRunCallsOnlyAllowedOperations checks that the run calls no operation on another team's server
// that may change data, unless it is allowed.
func TestRunCallsOnlyAllowedOperations(t *testing.T) {
	server := NewServer(t, ServerConfig{})
	var called []string
	elsewhere := roundTripper(func(r *http.Request) (*http.Response, error) {
		assert.Equal(t, "staging.example.com", r.URL.Host)
		called = append(called, r.Method+" "+r.URL.Path)
		assert.NotEqual(t, "apicontract-test", r.Header.Get("X-Api-Key"), "no made-up key is sent to others")
		rec := httptest.NewRecorder()
		server.ServeHTTP(rec, r)
		return rec.Result(), nil
	})
	cfg := RunConfig{
		BaseURL: "https://staging.example.com", Transport: elsewhere,
		Header:  http.Header{"X-Api-Key": {"sk-canary"}},
		Options: []validate.Option{validate.WithInclude("/v3/videos/**")},
	}
	f := tryRun(t, cfg)
	assert.False(t, f.failed, f.allErrors())
	assert.NotEmpty(t, called)
	for _, c := range called {
		assert.True(t, strings.HasPrefix(c, "GET "), c)
	}
	assert.Contains(t, f.allLogs(), "add it to RunConfig.Allow")
	assert.NotContains(t, f.allLogs(), "sk-canary")

	cfg.Allow = []string{"DELETE /v3/videos/*"}
	tryRun(t, cfg)
	assert.True(t, slices.ContainsFunc(called, func(c string) bool { return strings.HasPrefix(c, "DELETE /v3/videos/") }))
	assert.False(t, slices.ContainsFunc(called, func(c string) bool { return strings.HasPrefix(c, "POST ") }))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRunIsReproducible checks that two runs send the same requests, except for the
// Idempotency-Keys.
func TestRunIsReproducible(t *testing.T) {
	record := func(seed uint64) (all []string, keys map[string]bool) {
		keys = make(map[string]bool)
		server := NewServer(t, ServerConfig{})
		var mu sync.Mutex // two requests are sent at the same time
		f := tryRun(t, RunConfig{Seed: seed, Options: []validate.Option{validate.WithInclude("/v3/voices/**", "/v3/videos")}, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			if key := r.Header.Get("Idempotency-Key"); key != "" {
				keys[key] = true
			}
			if prefer := r.Header.Get("Prefer"); !strings.Contains(prefer, "request_in_progress") { // the two requests may not meet
				all = append(all, fmt.Sprint(r.Method, r.URL, prefer, r.ContentLength))
			}
			mu.Unlock()
			server.ServeHTTP(w, r)
		})})
		assert.False(t, f.failed, f.allErrors())
		return all, keys
	}
	first, keys := record(1)
	second, others := record(1)
	assert.Equal(t, first, second)
	for key := range keys {
		assert.False(t, others[key])
	}
}

// TestRunLeavesNoGoroutine checks for goroutines, after a run that went well and after one whose
// server hung.
func TestRunLeavesNoGoroutine(t *testing.T) {
	server := NewServer(t, ServerConfig{})
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	tryRun(t, RunConfig{Handler: server, Options: []validate.Option{validate.WithInclude("getVideoV3")}})
	tryRun(t, RunConfig{Contract: things(t), Timeout: time.Millisecond, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })})
}

// TestRunShowsNoSecrets runs against a server that does not speak HTTP but repeats the request,
// with a key that must not appear anywhere.
func TestRunShowsNoSecrets(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			heard := make([]byte, 4096)
			n, _ := c.Read(heard)
			_, _ = c.Write([]byte(strings.ReplaceAll(string(heard[:n]), "\r\n", " ") + "\r\n\r\n"))
			_ = c.Close()
		}
	}()
	f := tryRun(t, RunConfig{BaseURL: "http://" + listener.Addr().String(), Header: http.Header{"x-api-key": {"sk-canary"}}})
	require.NoError(t, listener.Close())
	<-done
	assert.True(t, f.failed)
	assert.Contains(t, f.allErrors(), "malformed HTTP")
	for _, text := range []string{f.allErrors(), f.allLogs()} {
		assert.NotContains(t, text, "sk-canary")
	}
}

// TestRunWritesAReport writes what `+"`apicontract coverage`"+` reads.
func TestRunWritesAReport(t *testing.T) {
	dir := t.TempDir()
	f := tryRun(t, RunConfig{Handler: NewServer(t, ServerConfig{}), ReportDir: dir, Options: []validate.Option{validate.WithInclude("getVideoV3")}})
	assert.False(t, f.failed, f.allErrors())
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	text, err := os.ReadFile(files[0])
	require.NoError(t, err)
	var report validate.Report
	require.NoError(t, json.Unmarshal(text, &report))
	seen := 0
	for _, row := range report.Coverage {
		if row.Count > 0 {
			assert.Equal(t, "getVideoV3", row.Operation)
			seen++
		}
	}
	assert.Equal(t, 30, seen, "of the 35 codes 6 belong to other operations; a success")
}
