package mock_test

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
)

// video returns a body of getVideoV3.
func video(status string) map[string]any {
	return map[string]any{"data": map[string]any{"id": "vd_1", "status": status}}
}

const getVideo = "GET /v3/videos/vd_1"

func TestRespond(t *testing.T) {
	b := newBench(t, mock.Config{})
	require.NoError(t, b.Respond("getVideoV3", 200, video("processing"), 2))
	require.NoError(t, b.Fail("getVideoV3", "internal_error", 1))
	require.NoError(t, b.Respond("GET /v3/videos/*", 0, json.RawMessage(`{"data":{"id":"vd_1","status":"failed","failure_message":"a < b"}}`), 1))
	require.NoError(t, b.Respond("getVideoV3", 429, nil, 1))
	want := []string{`"status":"processing"`, `"status":"processing"`, "internal_error", `"failure_message":"a < b"`, "rate_limit_exceeded", `"status":"completed"`}
	for _, text := range want {
		w := b.ask(getVideo, "", key)
		assert.Contains(t, w.Body.String(), text)
		assert.Equal(t, "conforms", found(b.verdict(getVideo, w)))
	}
	require.NoError(t, b.Respond("getVideoV3", 200, video("processing"), 0))
	for range 3 {
		assert.Contains(t, b.ask(getVideo, "", key).Body.String(), "processing", "for ever")
	}
	assert.Equal(t, "script_too_short", errorOf(t, b.ask(getVideo, "", "Prefer: error=script_too_short")).Code, "the Prefer header takes precedence")
	assert.Empty(t, b.misused)
}

// TestQueuedSuccessWaitsForAValidRequest checks that only valid requests get a success: a client
// that forgets the key must not appear to work.
func TestQueuedSuccessWaitsForAValidRequest(t *testing.T) {
	b := newBench(t, mock.Config{Rules: []mock.Rule{{Operation: "getVideoV3", Error: "internal_error"}}})
	require.NoError(t, b.Respond("getVideoV3", 0, video("processing"), 1))
	assert.Equal(t, 401, b.ask(getVideo, "").Code)
	assert.Contains(t, b.ask(getVideo, "", key).Body.String(), "processing", "a rule does not take precedence over the queue")
	assert.Equal(t, 500, b.ask(getVideo, "", key).Code)

	created := func(id string) map[string]any {
		return map[string]any{"data": map[string]any{"video_id": id, "status": "pending"}}
	}
	require.NoError(t, b.Respond("createVideo", 0, created("vd_1"), 1))
	require.NoError(t, b.Respond("createVideo", 0, created("vd_2"), 1))
	assert.Equal(t, 400, b.ask("POST /v3/videos", "{}", key).Code)
	for _, id := range []string{"vd_1", "vd_1", "vd_2"} {
		idempotent := "Idempotency-Key: one"
		if id == "vd_2" {
			idempotent = "Idempotency-Key: two"
		}
		w := b.ask("POST /v3/videos", createAvatarVideo, key, idempotent)
		assert.Contains(t, w.Body.String(), id, "a known key gets its first response, and uses up nothing")
	}

	require.NoError(t, b.Respond("getVideoV3", 404, json.RawMessage(notFound), 1))
	assert.Equal(t, 404, b.ask(getVideo, "").Code, "an error is sent at once")
}

const createAvatarVideo = `{"type":"avatar","avatar_id":"a","script":"A script.","voice_id":"v"}`

const notFound = `{"error":{"code":"video_not_found","message":"No such video.","doc_url":"https://developers.heygen.com/docs/error-codes#video-not-found"}}`

func TestKindsOfBodies(t *testing.T) {
	type item struct {
		ID int `json:"id"`
	}
	cases := []struct {
		reason, accept string
		body           any
		want, media    string
	}{
		{"a struct", "", []item{{1}}, `[{"id":1}]`, "application/json"},
		{"values", "", []any{map[string]any{"id": 2}}, `[{"id":2}]`, "application/json"},
		{"JSON text, unchanged", "", json.RawMessage(`[ {"id":3} ]`), `[ {"id":3} ]`, "application/json"},
		{"bytes, as they are", "", []byte(`[ {"id":4} ]`), `[ {"id":4} ]`, "application/json"},
		{"text", "text/csv", "a,b\n", "a,b\n", "text/csv"},
		{"values are JSON for every client", "text/csv", []item{}, `[]`, "application/json"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			b := parsed(t, plainAPI, mock.Config{Rules: []mock.Rule{{Operation: "listThings", Body: c.body}}})
			w := b.ask("GET /things", "", "Accept: "+c.accept)
			assert.Equal(t, 200, w.Code)
			assert.Equal(t, c.want, w.Body.String())
			assert.Equal(t, c.media, w.Header().Get("Content-Type"))
			assert.Empty(t, b.misused)
		})
	}
}

// TestBodiesThatBreakTheContract checks that the mock rejects such bodies, and that the error
// contains nothing of the body.
func TestBodiesThatBreakTheContract(t *testing.T) {
	const canary = "canary-9f3"
	cases := []struct {
		reason    string
		operation string
		status    int
		body      any
		want      string
	}{
		{"a status that it has not", "getVideoV3", 200, video(canary), "for getVideoV3 with status 200, the body does not match the contract: body-schema"},
		{"and where", "getVideoV3", 200, video(canary), "body-schema at /data/status: "},
		{"a member of the wrong type", "getVideoV3", 0, map[string]any{"data": canary}, "body-schema"},
		{"no JSON", "getVideoV3", 200, []byte("{" + canary), "body-unreadable: "},
		{"text where JSON belongs", "getVideoV3", 200, canary, "body-schema"},
		{"an error as a success", "getVideoV3", 200, json.RawMessage(notFound), "error-in-success"},
		{"an error under another status", "getVideoV3", 409, json.RawMessage(notFound), "code-status"},
		{"a message that lacks its figures", "createVideo", 402, json.RawMessage(`{"error":{"code":"insufficient_credit","message":"Buy.","doc_url":"https://developers.heygen.com/docs/error-codes#insufficient-credit"}}`), "message-incomplete"},
		{"a status that is not documented", "getVideoV3", 418, video("processing"), "no matching operation documents status 418"},
		{"an operation that there is not", "getVidoeV3", 200, video("processing"), "did you mean getVideoV3"},
		{"not a JSON value", "getVideoV3", 200, math.NaN(), "a float64 cannot be written as JSON"},
		{"nothing at all", "getVideoV3", 0, nil, "status and body are empty: set at least one"},
		{"no pattern", "[", 200, video("processing"), "bad pattern"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			b := newBench(t, mock.Config{})
			err := b.Respond(c.operation, c.status, c.body, 1)
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), canary)
			assert.Equal(t, 200, b.ask(getVideo, "", key).Code, "nothing was ordered")
		})
	}
	b := parsed(t, plainAPI, mock.Config{})
	require.ErrorContains(t, b.Respond("POST /things", 204, map[string]any{}, 1), "POST /things documents no body for status 204")
	for _, r := range []mock.Rule{{Body: 1, Error: "conflict"}, {Body: 1, Example: "conflict"}} {
		_, err := mock.New(model(t), mock.Config{Rules: []mock.Rule{r}})
		require.ErrorContains(t, err, "a body is a complete response")
	}
	_, err := mock.New(model(t), mock.Config{Rules: []mock.Rule{{Operation: "getVideoV3", Body: video(canary)}}})
	require.ErrorContains(t, err, "rule 1: for getVideoV3 with status 200")
}

// TestBodyThatIsWrongForSomeOperations covers a pattern that matches operations for which the body
// is right, and others.
func TestBodyThatIsWrongForSomeOperations(t *testing.T) {
	b := newBench(t, mock.Config{})
	require.NoError(t, b.Respond("{getVideoV3,createVideo}", 0, video("processing"), 2), "right for one")
	w := b.ask("POST /v3/videos", createAvatarVideo, key)
	assert.Equal(t, http.StatusNotImplemented, w.Code)
	require.Len(t, b.misused, 1)
	assert.Contains(t, b.misused[0], "for createVideo with status 200, the body does not match the contract: body-schema")
	assert.Empty(t, b.recorded)
	assert.Equal(t, 200, b.ask(getVideo, "", key).Code)
}

func TestRulesWithBodies(t *testing.T) {
	b := newBench(t, mock.Config{Rules: []mock.Rule{
		{Operation: "getVideoV3", Times: 2, Body: video("processing")},
		{Operation: "getVideoV3", Nth: 3, Status: 404, Body: json.RawMessage(notFound)},
		{Operation: "getVideoV3", Fault: fault.NoDocURL},
	}})
	assert.Equal(t, 401, b.ask(getVideo, "").Code, "the request counts, although it is invalid")
	assert.Contains(t, b.ask(getVideo, "", key).Body.String(), "processing")
	w := b.ask(getVideo, "")
	assert.Equal(t, 404, w.Code, "an error is sent at once")
	assert.NotContains(t, w.Body.String(), "doc_url", "a fault on purpose is one")
	assert.Contains(t, b.ask(getVideo, "", key).Body.String(), "completed")
}

func TestBodyIsCopied(t *testing.T) {
	text := []byte(`{"data":{"id":"vd_1","status":"processing"}}`)
	b := newBench(t, mock.Config{})
	require.NoError(t, b.Respond("getVideoV3", 0, text, 1))
	clear(text)
	assert.Equal(t, 200, b.ask(getVideo, "", key).Code)
}

func TestConcurrentRequestsForQueuedResponses(t *testing.T) {
	b := newBench(t, mock.Config{})
	require.NoError(t, b.Respond("getVideoV3", 0, video("processing"), 30))
	require.NoError(t, b.Fail("getVideoV3", "internal_error", 30))
	var processing, failed atomic.Int32
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			switch w := b.ask(getVideo, "", key); {
			case w.Code == 500:
				failed.Add(1)
			case errorOf(t, w).Code == "" && json.Valid(w.Body.Bytes()) && found(b.verdict(getVideo, w)) == "conforms":
				if strings.Contains(w.Body.String(), `"status":"processing"`) {
					processing.Add(1)
				}
			}
		})
	}
	wg.Wait()
	assert.EqualValues(t, 30, processing.Load())
	assert.EqualValues(t, 30, failed.Load())
}
