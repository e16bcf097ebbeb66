package contracttest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// tryQuietRun runs a conformance run as a separate test without the flag -v.
func tryQuietRun(t *testing.T, cfg RunConfig) *fakeTest {
	t.Helper()
	f := newFake(t)
	f.quiet = true
	runFake(f, cfg)
	return f
}

// outputLines counts the lines that a failed test prints without -v: its texts, and the names of the
// failing tests. Tests that pass print nothing.
func (f *fakeTest) outputLines() int {
	if !f.failed {
		return 0
	}
	n := 1
	for _, text := range append(f.errors, f.logs...) {
		n += strings.Count(text, "\n") + 1
	}
	for _, sub := range f.subs {
		n += sub.outputLines()
	}
	return n
}

// wrongEverywhere sends the wrong body to every request.
var wrongEverywhere = write(200, "application/json", `{"unexpected":[{"id":1}]}`)

func TestRunFitsOnAScreen(t *testing.T) {
	for _, c := range []struct {
		reason string
		cfg    RunConfig
		hides  bool
	}{
		{"a server that is wrong everywhere", RunConfig{Handler: wrongEverywhere}, true},
		{"one that has no operation", RunConfig{Handler: http.NotFoundHandler()}, true},
		{"one that never responds", RunConfig{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })}, false},
		{"low coverage", RunConfig{Handler: withoutPrefer(NewServer(t, ServerConfig{})), MinCoverage: 1}, false},
		{"warnings", RunConfig{Handler: wrongEverywhere, FailOn: validate.LevelOff}, true},
		{"many unused suppressions", RunConfig{Handler: NewServer(t, ServerConfig{}), Include: []string{"getVideoV3"}, Suppressions: manySuppressions(100)}, true},
	} {
		t.Run(c.reason, func(t *testing.T) {
			f := tryQuietRun(t, c.cfg)
			require.True(t, f.failed)
			assert.LessOrEqual(t, f.outputLines(), 40)
			if c.hides {
				assert.Regexp(t, `contracttest: \d+ further failures (of \d+ operations )?are not shown: run go test -v to see them`, f.allErrors())
			}
		})
	}
}

// withoutPrefer returns a server that ignores the Prefer header.
func withoutPrefer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Prefer")
		next.ServeHTTP(w, r)
	})
}

func manySuppressions(n int) (all []Suppression) {
	for range n {
		all = append(all, Suppression{Status: 418, Reason: "a teapot"})
	}
	return all
}

// TestRunShowsEachFindingOnce checks that without -v a finding has one text in the run, the first
// one of a rule with its fix.
func TestRunShowsEachFindingOnce(t *testing.T) {
	f := tryQuietRun(t, RunConfig{Contract: things(t), Handler: wrongEverywhere})
	assert.True(t, f.failed)
	texts := f.all(func(f *fakeTest) []string { return f.errors })
	assert.Equal(t, 1, strings.Count(f.allErrors(), "  fix "))
	seen := make(map[string]bool)
	for _, text := range texts {
		assert.False(t, seen[text], text)
		seen[text] = true
	}
}

// TestRunReportsUnderTheOperation checks that the findings of a request that was sent for another
// operation stand under the operation that had them.
func TestRunReportsUnderTheOperation(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		for _, wrong := range []string{"/v1/things", "/v1/things/one"} {
			server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == wrong {
					write(200, "application/json", `[]`)(w, r)
					return
				}
				plainServer(w, r)
			})
			f := newFake(t)
			f.quiet = quiet
			runFake(f, RunConfig{Contract: things(t), Handler: server, Values: map[string]any{"id": "one"}})
			require.True(t, f.failed)
			found := 0
			var visit func(*fakeTest)
			visit = func(sub *fakeTest) {
				for _, text := range sub.errors {
					if strings.HasPrefix(text, "error[body-schema]") {
						found++
						operation := strings.Split(sub.name+"/", "/")[1]
						assert.Contains(t, text, "("+operation+")", sub.name)
					}
				}
				for _, below := range sub.subs {
					visit(below)
				}
			}
			visit(f)
			assert.Positive(t, found)
		}
	}
}

// TestRunStrict checks that a strict run fails for each request that succeeds and must not.
func TestRunStrict(t *testing.T) {
	open := NewServer(t, ServerConfig{NoValidation: true, NoAuth: true})
	deaf := withoutPrefer(open)
	for _, c := range []struct {
		reason  string
		handler http.Handler
		strict  bool
		want    []string // failures; none if empty
	}{
		{"a server that accepts everything passes by default", deaf, false, nil},
		{"but not a strict run", deaf, true, []string{
			"createVideo: a request without credentials got 200, and RunConfig.Strict requires an error",
			"createVideo: a request without a body got 200, and RunConfig.Strict requires an error",
			"getVideoV3: a request without credentials got 200, and RunConfig.Strict requires an error",
		}},
		{"one that checks credentials", NewServer(t, ServerConfig{NoValidation: true}), true, []string{"createVideo: a request without a body got 200"}},
		{"one that checks requests", NewServer(t, ServerConfig{NoAuth: true}), true, []string{"createVideo: a request without credentials got 200"}},
		{"one that checks both", NewServer(t, ServerConfig{}), true, nil},
	} {
		t.Run(c.reason, func(t *testing.T) {
			f := tryRun(t, RunConfig{Handler: c.handler, Strict: c.strict, Include: []string{"createVideo", "getVideoV3"}})
			assert.Equal(t, len(c.want) > 0, f.failed, f.allErrors())
			for _, want := range c.want {
				assert.Contains(t, f.allErrors(), want)
			}
		})
	}
}

// TestRunStrictWithoutDocumentedErrors checks that a strict run sends invalid requests also to an
// operation that documents neither 400 nor 401.
func TestRunStrictWithoutDocumentedErrors(t *testing.T) {
	contract, err := validate.Parse("api.yaml", []byte(`{openapi: 3.0.3, info: {title: T, version: '1'},
		components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}, security: [{key: []}],
		paths: {/things: {get: {operationId: listThings,
		parameters: [{name: limit, in: query, required: true, schema: {type: integer}}],
		responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}}}}}}`))
	require.NoError(t, err)
	f := tryRun(t, RunConfig{Contract: contract, Handler: write(200, "application/json", `{}`), Strict: true})
	errors := f.find("Fake/listThings/strict").errors
	require.Len(t, errors, 3)
	assert.Equal(t, "listThings: a request without credentials got 200, and RunConfig.Strict requires an error", errors[0])
	assert.Equal(t, "listThings: a request without the query parameter limit got 200, and RunConfig.Strict requires an error", errors[1])
	assert.Equal(t, "listThings: a request with the query parameter limit=not-so got 200, and RunConfig.Strict requires an error", errors[2])
}

// TestRunInclude tests a server that has a part of the contract.
func TestRunInclude(t *testing.T) {
	mock := NewServer(t, ServerConfig{})
	part := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/v3/videos") {
			http.NotFound(w, r)
			return
		}
		mock.ServeHTTP(w, r)
	})
	f := tryRun(t, RunConfig{Handler: part, Include: []string{"getVideoV3", "GET /v3/videos"}, MinCoverage: 1})
	assert.False(t, f.failed, f.allErrors())
	assert.Len(t, f.subs, 2)

	for pattern, want := range map[string]string{
		"getVideoV33":    `contracttest: in Include: the contract has no operation "getVideoV33"; did you mean getVideoV3?`,
		"GET /v3/video":  `in Include: the contract has no operation "GET /v3/video"; did you mean GET /v3/videos`,
		"/v3/video":      `in Include: the contract has no operation "/v3/video"; did you mean /v3/videos`,
		"[":              `in Include: bad pattern "["`,
		"no/such/**/one": `in Include: the contract has no operation "no/such/**/one"`,
	} {
		f := tryRun(t, RunConfig{Handler: part, Include: []string{"getVideoV3", pattern}})
		require.Len(t, f.errors, 1, pattern)
		assert.Contains(t, f.errors[0], want)
	}
}
