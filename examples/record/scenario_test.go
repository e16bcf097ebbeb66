package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func testScript(t *testing.T, steps ...scenarioStep) *script {
	t.Helper()
	s := &script{queue: map[string][]scriptedResponse{}}
	for _, st := range steps {
		require.NoError(t, s.addStep(st))
	}
	return s
}

func TestScenarioLoads(t *testing.T) {
	s, err := newScript()
	require.NoError(t, err)
	assert.NotEmpty(t, s.queue)
}

func TestResponsesComeInOrderAndOnce(t *testing.T) {
	s := testScript(t, scenarioStep{
		Call: "GET /v3/users/me",
		Answers: []scriptedResponse{
			{Status: http.StatusTooManyRequests, Times: 2},
			{Status: http.StatusOK},
		},
	})
	for _, want := range []int{429, 429, 200} {
		a, ok := s.nextResponse("GET", apiOrigin+"/v3/users/me")
		require.True(t, ok)
		assert.Equal(t, want, a.Status)
	}
	_, ok := s.nextResponse("GET", apiOrigin+"/v3/users/me")
	assert.False(t, ok)
}

func TestAddRejects(t *testing.T) {
	cases := []struct {
		name, reason string
		step         scenarioStep
	}{
		{"no method", "a call without a space names no request", scenarioStep{Call: "/v3/videos"}},
		{"no file", "a file that is not embedded would fail in mid-recording",
			scenarioStep{Call: "GET /", Answers: []scriptedResponse{{File: "absent.html"}}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := &script{queue: map[string][]scriptedResponse{}}
			assert.Error(t, s.addStep(c.step), c.reason)
		})
	}
}

func TestReplay(t *testing.T) {
	cases := []struct {
		name, reason string
		answer       scriptedResponse
		status       int
		mediaType    string
		content      string
	}{
		{"json", "the scenario's layout is not sent",
			scriptedResponse{Status: 200, JSON: []byte("{\n \"data\": 1}")}, 200, "application/json", `{"data":1}`},
		{"text", "what is no JSON is sent to the letter",
			scriptedResponse{Status: 502, Type: "text/html", Text: "<p> bad\n"}, 502, "text/html", "<p> bad\n"},
		{"empty", "no content has no media type either",
			scriptedResponse{Status: 404}, 404, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := testScript(t, scenarioStep{Call: "GET /v3/videos?limit=1", Answers: []scriptedResponse{c.answer}})
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, apiOrigin+"/v3/videos?limit=1", nil))

			content, err := io.ReadAll(w.Body)
			require.NoError(t, err)
			assert.Equal(t, c.status, w.Code, c.reason)
			assert.Equal(t, c.mediaType, w.Header().Get("Content-Type"), c.reason)
			assert.Equal(t, c.content, string(content), c.reason)
		})
	}
}

func TestReplayOutsideTheScenario(t *testing.T) {
	w := httptest.NewRecorder()
	testScript(t).ServeHTTP(w, httptest.NewRequest(http.MethodGet, apiOrigin+"/v3/videos", nil))
	assert.Equal(t, http.StatusNotImplemented, w.Code, "an unscripted request must stand out")
}

func TestPreflightUsesNoResponse(t *testing.T) {
	s := testScript(t, scenarioStep{Call: "OPTIONS /v3/videos", Answers: []scriptedResponse{{Status: http.StatusTeapot}}})
	r := httptest.NewRequest(http.MethodOptions, apiOrigin+"/v3/videos", nil)
	r.Header.Set("Origin", "https://app.example.com")
	r.Header.Set("Access-Control-Request-Method", "POST")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	assert.Equal(t, http.StatusNoContent, w.Code)
}
