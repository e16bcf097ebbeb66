package trailers_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/examples/trailers"
)

// Server.Respond sets the next responses. The bodies are written by hand; one that breaks the
// contract would fail the test.
func TestTrailerIsPolled(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	video := api.Video{ID: "vd_1", Status: api.VideoStatusProcessing}
	heygen.Respond("getVideoV3", http.StatusOK, api.VideoResult{Data: &video}, 2)
	video.Status, video.VideoURL = api.VideoStatusCompleted, new("https://files.example.com/vd_1.mp4")
	heygen.Respond("getVideoV3", http.StatusOK, api.VideoResult{Data: &video}, 1)

	link, err := newStudio(t, heygen.URL).Trailer(t.Context(), "article-7", "All about trailers.")
	require.NoError(t, err)
	assert.Equal(t, *video.VideoURL, link)
}

// Server.Fail sets the next errors. The mock knows the status, body and headers of each code; the
// test only names it.
func TestTrailerNeedsCredit(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	heygen.Fail("createVideo", "insufficient_credit", 1) // a second request would succeed
	_, err := newStudio(t, heygen.URL).Trailer(t.Context(), "article-7", "All about trailers.")
	require.ErrorIs(t, err, trailers.ErrNoCredit)
	require.ErrorIs(t, err, api.ErrInsufficientCredit, "with the API's message")
}

// Rules make the mock fail repeatedly.
func TestTrailerSurvivesErrors(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{Rules: []contracttest.Rule{
		{Operation: "createVideo", Times: 2, Error: "rate_limit_exceeded"},
		{Operation: "getVideoV3", Nth: 1, Error: "resource_not_ready"},
		{Operation: "getVideoV3", Nth: 2, Error: "internal_error"},
		{Operation: "getVideoV3", Nth: 3, Fault: contracttest.FaultReset},
	}})
	link, err := newStudio(t, heygen.URL).Trailer(t.Context(), "article-7", "All about trailers.")
	require.NoError(t, err)
	assert.NotEmpty(t, link)
}

// A request selects an error with its Prefer header, for a program that runs against `apicontract
// mock`, or for one request among many.
func TestEveryErrorIsRecognised(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	client := &http.Client{Transport: contracttest.NewTransport(t, contracttest.Config{})}
	for _, code := range api.Codes() {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, heygen.URL+"/v3/videos/vd_1", nil)
		require.NoError(t, err)
		req.Header.Set("Prefer", "error="+string(code))
		_, err = api.Decode[api.VideoResult](client.Do(req))
		require.ErrorIs(t, err, code)
	}
}

// Server.Transport needs no network, so it works in a bubble of testing/synctest, where waiting
// takes no time. Here the studio waits as long as the API asks for.
func TestTrailerWaitsAsLongAsRequested(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heygen := contracttest.NewServer(t, contracttest.ServerConfig{RetryAfter: time.Minute})
		heygen.Fail("createVideo", "rate_limit_exceeded", 1)
		studio, err := trailers.New(trailers.Config{
			Server: heygen.URL, Key: "test-key",
			Base: contracttest.NewTransport(t, contracttest.Config{Transport: heygen.Transport()}),
		})
		require.NoError(t, err)
		start := time.Now()
		_, err = studio.Trailer(t.Context(), "article-7", "All about trailers.")
		require.NoError(t, err)
		assert.GreaterOrEqual(t, time.Since(start), time.Minute)
	})
}
