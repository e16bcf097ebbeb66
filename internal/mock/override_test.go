package mock_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
)

func TestPrefer(t *testing.T) {
	cases := []struct {
		reason  string
		prefer  []string
		status  int
		code    string
		applied string
	}{
		{"nothing", nil, 200, "", ""},
		{"an error", []string{"error=video_not_found"}, 404, "video_not_found", "error=video_not_found"},
		{"names in any case", []string{"Error=video_not_found"}, 404, "video_not_found", "error=video_not_found"},
		{"a quoted value", []string{`error="video_not_found"`}, 404, "video_not_found", "error=video_not_found"},
		{"white space and parameters", []string{` error = video_not_found ; why="a, b" `}, 404, "video_not_found", "error=video_not_found"},
		{"parameters are preferences", []string{`error=video_not_found; delay=0.001 ;; handling=lenient`}, 404, "video_not_found", "error=video_not_found, delay=0.001"},
		{"those of others' too", []string{"return=minimal; error=video_not_found"}, 404, "video_not_found", "error=video_not_found"},
		{"a status", []string{"code=402"}, 402, "insufficient_credit", "code=402"},
		{"in another word", []string{"Status=402"}, 402, "insufficient_credit", "status=402"},
		{"the first of two words counts", []string{"status=404; code=402"}, 404, "video_not_found", "status=404"},
		{"a status and an error that agree", []string{"code=402, error=trial_limit_exceeded"}, 402, "trial_limit_exceeded", "code=402, error=trial_limit_exceeded"},
		{"two lines", []string{"code=402", "error=trial_limit_exceeded"}, 402, "trial_limit_exceeded", "code=402, error=trial_limit_exceeded"},
		{"the first of two counts", []string{"code=402, code=404"}, 402, "insufficient_credit", "code=402"},
		{"an example of an error", []string{"example=quota_exceeded"}, 429, "quota_exceeded", "example=quota_exceeded"},
		{"an example under its status", []string{"code=404, example=asset_not_found"}, 404, "asset_not_found", "code=404, example=asset_not_found"},
		{"the success", []string{"code=200"}, 200, "", "code=200"},
		{"other preferences are others'", []string{"respond-async, wait=10, return=minimal"}, 200, "", ""},
		{"an empty list", []string{" , ,"}, 200, "", ""},
	}
	b := newBench(t, mock.Config{})
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			fields := []string{key}
			for _, p := range c.prefer {
				fields = append(fields, "Prefer: "+p)
			}
			w := b.ask("GET /v3/videos/v1", "", fields...)
			assert.Equal(t, c.status, w.Code, "%s", w.Body)
			assert.Equal(t, c.code, errorOf(t, w).Code)
			assert.Equal(t, c.applied, w.Header().Get("Preference-Applied"))
			assert.Equal(t, "conforms", found(b.verdict("GET /v3/videos/v1", w)))
		})
	}
	assert.Empty(t, b.misused)
	assert.Empty(t, b.misnamed)
}

// TestMisspeltPreferences checks that only preferences that are probably meant for the mock are
// reported.
func TestMisspeltPreferences(t *testing.T) {
	cases := []struct{ reason, prefer, want string }{
		{"letters swapped", "erorr=video_not_found", `"erorr" is not a preference of the mock; did you mean error?`},
		{"behind one of others", "return=minimal; Fualt=reset", `"fualt" is not a preference of the mock; did you mean fault?`},
		{"a part of a name", "stat=404", `"stat" is not a preference of the mock; did you mean state or status?`},
		{"beside one that is known", "code=200, dealy=1", `"dealy" is not a preference of the mock; did you mean delay?`},
		{"the registered ones", "respond-async, wait=10, return=representation, handling=strict, depth-noroot, safe", ""},
		{"those of products", "odata.maxpagesize=5, odata.continue-on-error, count=exact, missing=default, resolution=merge-duplicates, timezone=UTC, tx=rollback, x=1", ""},
	}
	for _, c := range cases {
		b := newBench(t, mock.Config{})
		assert.Equal(t, 200, b.ask("GET /v3/videos/v1", "", key, "Prefer: "+c.prefer).Code, c.reason)
		assert.Equal(t, c.want, strings.Join(b.misnamed, "\n"), c.reason)
		assert.Empty(t, b.misused, c.reason)
		assert.Len(t, b.recorded, 1, "it is an answer of the API")
	}
}

func TestUnfulfillablePreferences(t *testing.T) {
	cases := []struct{ reason, prefer, want string }{
		{"an unknown code", "error=no_such", "the error table has no code \"no_such\""},
		{"a code with a slip", "error=vidoe_not_found", "no code \"vidoe_not_found\"; did you mean video_not_found or voice_not_found?"},
		{"an example with a slip", "example=vidoe_not_found", `no example called "vidoe_not_found"; did you mean video_not_found`},
		{"a fault with a slip", "fault=resett", `no fault "resett"; did you mean reset?`},
		{"an undocumented status", "code=418", "getVideoV3 documents no status 418; it documents 200, 400, 401"},
		{"an invalid status", "code=abc", "code=abc is not a status code"},
		{"in another word", "status=abc", "status=abc is not a status code: write one from  200 to 599, such as status=404"},
		{"an interim status", "code=100", "code=100 is not a status code"},
		{"a code under another status", "error=video_not_found, code=400", `"video_not_found" belongs to status 404, not to 400`},
		{"an unknown example", "example=none", `getVideoV3 documents no example called "none"`},
		{"an example under another status", "example=video_not_found, code=400", `documents no example called "video_not_found" under status 400; the responses in the document list them`},
		{"a fault that there is not", "fault=fire", "there is no fault \"fire\""},
		{"an invalid delay", "delay=soon", "delay=soon is not a time"},
		{"a delay below zero", "delay=-1", "delay=-1 is not a time"},
		{"a delay that is no number", "delay=NaN", "delay=NaN is not a time"},
		{"a delay of days", "delay=86400", "delay=86400 is not a time"},
		{"no value", "error", "the preference error needs a value"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			b := newBench(t, mock.Config{})
			w := b.ask("GET /v3/videos/v1", "", key, "Prefer: "+c.prefer)
			assert.Equal(t, http.StatusNotImplemented, w.Code)
			assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
			assert.Empty(t, w.Header().Get("Preference-Applied"))
			require.Len(t, b.misused, 1)
			assert.Contains(t, b.misused[0], c.want)
			assert.Empty(t, b.recorded, "it is no answer of the API")
		})
	}
}

// TestOperationWithoutResponses covers a document without responses for an operation: no response
// of the mock would be one of the API.
func TestOperationWithoutResponses(t *testing.T) {
	b := parsed(t, `
openapi: 3.1.0
info: {title: Silent, version: "1"}
paths: {/n: {get: {operationId: number}}}
`, mock.Config{})
	assert.Equal(t, 501, b.ask("GET /n", "").Code)
	assert.Equal(t, []string{"number documents no response"}, b.misused)
	assert.Empty(t, b.recorded)
}

func TestPreferTakesPrecedence(t *testing.T) {
	b := newBench(t, mock.Config{Rules: []mock.Rule{{Error: "internal_error"}}})
	require.NoError(t, b.Fail("", "conflict", 1))
	w := b.ask("POST /v3/videos", "{}", "Prefer: error=script_too_short")
	assert.Equal(t, "script_too_short", errorOf(t, w).Code, "without a key, and with a wrong body")
	w = b.ask("POST /v3/videos", "{}")
	assert.Equal(t, "conflict", errorOf(t, w).Code, "the response of Fail is still queued")
	w = b.ask("POST /v3/videos", "{}")
	assert.Equal(t, "internal_error", errorOf(t, w).Code)
}

func TestFail(t *testing.T) {
	b := newBench(t, mock.Config{})
	get := func() string { return errorOf(t, b.ask("GET /v3/videos/v1", "", key)).Code }
	require.NoError(t, b.Fail("getVideoV3", "rate_limit_exceeded", 2))
	require.NoError(t, b.Fail("get*", "internal_error", 1))
	require.NoError(t, b.Fail("DELETE /v3/videos/{video_id}", "video_delete_failed", 0))
	assert.Equal(t, []string{"rate_limit_exceeded", "rate_limit_exceeded", "internal_error", ""}, []string{get(), get(), get(), get()})
	for range 3 {
		assert.Equal(t, "video_delete_failed", errorOf(t, b.ask("DELETE /v3/videos/v1", "", key)).Code, "for ever")
	}
	for _, c := range [][3]string{
		{"noSuchOperation", "internal_error", `no operation is called "noSuchOperation"`},
		{"getVideoV3", "no_such", `no code "no_such"`},
		{"getVideoV3", "", "the code is empty"},
	} {
		require.ErrorContains(t, b.Fail(c[0], c[1], 1), c[2])
	}
}

func TestRules(t *testing.T) {
	fails := mock.Rule{Error: "internal_error"}
	with := func(f func(*mock.Rule)) mock.Rule { r := fails; f(&r); return r }
	cases := []struct {
		reason string
		rule   mock.Rule
		want   string // of six requests, x for those that the rule applies to
	}{
		{"all", fails, "xxxxxx"},
		{"the operation", with(func(r *mock.Rule) { r.Operation = "getVideoV3" }), "xxxxxx"},
		{"another operation", with(func(r *mock.Rule) { r.Operation = "deleteVideo" }), "......"},
		{"a glob of operations", with(func(r *mock.Rule) { r.Operation = "{get,list}Video*" }), "xxxxxx"},
		{"the method and template", with(func(r *mock.Rule) { r.Operation = "GET /v3/videos/{video_id}" }), "xxxxxx"},
		{"a glob of methods and templates", with(func(r *mock.Rule) { r.Operation = "* /v3/videos/**" }), "xxxxxx"},
		{"a glob of templates", with(func(r *mock.Rule) { r.Operation = "/v3/videos/**" }), "xxxxxx"},
		{"a glob of paths", with(func(r *mock.Rule) { r.Path = "/v3/videos/**" }), "xxxxxx"},
		{"the path itself", with(func(r *mock.Rule) { r.Path = "/v3/videos/v1" }), "xxxxxx"},
		{"another path", with(func(r *mock.Rule) { r.Path = "/v3/videos/v2" }), "......"},
		{"the second", with(func(r *mock.Rule) { r.Nth = 2 }), ".x...."},
		{"from the third", with(func(r *mock.Rule) { r.From = 3 }), "..xxxx"},
		{"every second", with(func(r *mock.Rule) { r.Every = 2 }), "x.x.x."},
		{"every second from the second", with(func(r *mock.Rule) { r.From, r.Every = 2, 2 }), ".x.x.x"},
		{"twice", with(func(r *mock.Rule) { r.Times = 2 }), "xx...."},
		{"from the second, twice", with(func(r *mock.Rule) { r.From, r.Times = 2, 2 }), ".xx..."},
		{"always by chance", with(func(r *mock.Rule) { r.Probability = 1 }), "xxxxxx"},
		{"a status", mock.Rule{Status: 409}, "xxxxxx"},
		{"an example", mock.Rule{Example: "conflict"}, "xxxxxx"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			b := newBench(t, mock.Config{Rules: []mock.Rule{c.rule}})
			got := ""
			for range 6 {
				w := b.ask("GET /v3/videos/v1", "", key)
				got += map[bool]string{true: ".", false: "x"}[w.Code == 200]
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestUnfulfillableRules(t *testing.T) {
	cases := []struct {
		rule mock.Rule
		want string
	}{
		{mock.Rule{}, "changes nothing"},
		{mock.Rule{Error: "nope"}, `no code "nope"`},
		{mock.Rule{Status: 418}, "documents status 418"},
		{mock.Rule{Status: 42}, "not a status code"},
		{mock.Rule{Example: "nope"}, `example called "nope"; the responses in the document list them`},
		{mock.Rule{Example: "konflict"}, `example called "konflict"; did you mean conflict?`},
		{mock.Rule{Fault: "nope"}, `no fault "nope"`},
		{mock.Rule{Operation: "nope", Error: "conflict"}, `no operation is called "nope"`},
		{mock.Rule{Operation: "createVidoe", Error: "conflict"}, `no operation is called "createVidoe"; did you mean createVideo`},
		{mock.Rule{Operation: "[", Error: "conflict"}, `operation: bad pattern "["`},
		{mock.Rule{Path: "[", Error: "conflict"}, `path: bad pattern "["`},
		{mock.Rule{Nth: 1, From: 2, Error: "conflict"}, "give one or the other"},
		{mock.Rule{Nth: -1, Error: "conflict"}, "count from 1"},
		{mock.Rule{Probability: 1.5, Error: "conflict"}, "between 0 and 1"},
		{mock.Rule{Latency: time.Hour}, "between 0 and"},
	}
	for _, c := range cases {
		_, err := mock.New(model(t), mock.Config{Rules: []mock.Rule{{Error: "conflict"}, c.rule}})
		require.ErrorContains(t, err, c.want)
		require.ErrorContains(t, err, "rule 2: ")
	}
}

// TestProbabilityDependsOnTheSeed checks that the seed selects the requests, not timing.
func TestProbabilityDependsOnTheSeed(t *testing.T) {
	struck := func(seed uint64, workers int) int {
		b := newBench(t, mock.Config{Seed: seed, Rules: []mock.Rule{{Error: "internal_error", Probability: 0.3}}})
		var wg sync.WaitGroup
		var mu sync.Mutex
		n := 0
		for range workers {
			wg.Go(func() {
				for range 1000 / workers {
					if w := b.ask("GET /v3/videos/v1", "", key); w.Code != 200 {
						mu.Lock()
						n++
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		return n
	}
	alone := struck(1, 1)
	assert.InDelta(t, 300, alone, 60)
	assert.Equal(t, alone, struck(1, 8))
	assert.NotEqual(t, []int{alone, alone}, []int{struck(2, 4), struck(3, 4)})
}

func TestLatencyEndsWithTheRequest(t *testing.T) {
	b := newBench(t, mock.Config{Latency: 10 * time.Minute})
	r := asked("GET /v3/videos/v1", "", key)
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { b.ServeHTTP(nil, r.WithContext(ctx)) })
	w := b.ask("GET /v3/videos/v1", "", key, "Prefer: delay=0.001")
	assert.Equal(t, 200, w.Code, "the request's fault takes precedence over the server's")
	assert.Equal(t, "delay=0.001", w.Header().Get("Preference-Applied"))
}

func TestFaultsOfEachSource(t *testing.T) {
	rule := mock.Rule{Operation: "getVideoV3", Fault: fault.NoDocURL}
	b := newBench(t, mock.Config{Fault: fault.ContentType, Rules: []mock.Rule{rule}})
	rules := func(fields ...string) string {
		w := b.ask("GET /v3/videos/v1", "", append(fields, key)...)
		v := b.verdict("GET /v3/videos/v1", w)
		if len(v.Violations) == 0 {
			return ""
		}
		return string(v.Violations[0].Rule)
	}
	assert.Empty(t, rules(), "it does not apply to a success")
	w := b.ask("GET /v3/users/me", "", key, "Prefer: fault=no-doc-url, dynamic")
	assert.Equal(t, "dynamic", w.Header().Get("Preference-Applied"), "so Preference-Applied does not list it")
	assert.False(t, b.recorded[len(b.recorded)-1].Faulty, "and the exchange is not faulty")
	assert.Equal(t, "doc-url", rules("Prefer: error=video_not_found"), "Prefer decides on the answer alone")
	assert.Equal(t, "code-unknown", rules("Prefer: error=video_not_found, fault=unknown-code"))
	w = b.ask("GET /v3/users/me", "", key)
	assert.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"), "the server's own")
	assert.True(t, b.recorded[len(b.recorded)-1].Faulty)
	assert.Equal(t, 501, b.ask("GET /v3/videos/v1", "", "Prefer: code=418, fault=empty-body").Code, "the mock's own voice is never distorted")
}
