package trailers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/examples/trailers"
)

// newStudio returns a studio that uses a server of the test. Its transport checks each exchange
// against the contract and fails the test for a violation.
func newStudio(t *testing.T, server string) *trailers.Studio {
	t.Helper()
	studio, err := trailers.New(trailers.Config{
		Server: server,
		Key:    "test-key",
		Base:   contracttest.NewTransport(t, contracttest.Config{}),
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	require.NoError(t, err)
	return studio
}

// This server is written for one test and checks the request. The transport ensures that it does
// not invent an API.
func TestTrailerUsesItsOrderAsKey(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v3/videos", func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "article-7", r.Header.Get("Idempotency-Key"))
		answer(w, `{"data":{"video_id":"vd_1","status":"pending"}}`)
	})
	mux.HandleFunc("GET /v3/videos/vd_1", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, `{"data":{"id":"vd_1","status":"completed","video_url":"https://files.example.com/vd_1.mp4"}}`)
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	link, err := newStudio(t, server.URL).Trailer(t.Context(), "article-7", "All about trailers.")
	require.NoError(t, err)
	assert.Equal(t, "https://files.example.com/vd_1.mp4", link)
}

func answer(w http.ResponseWriter, content string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprint(w, content)
}
