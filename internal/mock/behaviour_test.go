package mock_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/limit"
)

func TestInvalidRequestsGetTheirError(t *testing.T) {
	const video = `{"type":"avatar","avatar_id":"a","voice_id":"v","title":"T","script":"Hello"}`
	cases := []struct {
		reason, line, content string
		fields                []string
		status                int
		code, param           string
	}{
		{"a right one", "POST /v3/videos", video, nil, 200, "", ""},
		{"without content", "POST /v3/videos", "", nil, 400, "invalid_parameter", "body"},
		{"not JSON", "POST /v3/videos", `{"type":`, nil, 400, "invalid_parameter", "body"},
		{"no object", "POST /v3/videos", `[]`, nil, 400, "invalid_parameter", "body"},
		{"a duplicate name", "POST /v3/webhooks/endpoints", `{"url":"https://a.example","url":"https://b.example"}`, nil, 400, "invalid_parameter", "body"},
		{"a member missing that chooses the schema", "POST /v3/videos", `{}`, nil, 400, "invalid_parameter", "type"},
		{"a member missing", "POST /v3/webhooks/endpoints", `{}`, nil, 400, "invalid_parameter", "url"},
		{"a member of the wrong type", "POST /v3/webhooks/endpoints", `{"url":7}`, nil, 400, "invalid_parameter", "url"},
		{"an item of the wrong type", "POST /v3/webhooks/endpoints", `{"url":"https://a.example","events":["avatar_video.success",7]}`, nil, 400, "invalid_parameter", "events[1]"},
		{"another media type", "POST /v3/videos", video, []string{"Content-Type: text/plain"}, 400, "invalid_parameter", "Content-Type"},
		{"no media type", "POST /v3/videos", video, []string{"Content-Type: "}, 400, "invalid_parameter", "Content-Type"},
		{"a parameter that is no number", "GET /v3/videos?limit=many", "", nil, 400, "invalid_parameter", "limit"},
		{"one out of bounds", "GET /v3/videos?limit=0", "", nil, 400, "invalid_parameter", "limit"},
		{"a field that breaks its pattern", "POST /v3/videos", video, []string{"Idempotency-Key: a b"}, 400, "invalid_parameter", "Idempotency-Key"},
		{"an unknown path", "GET /v3/nothing", "", nil, 404, "resource_not_found", ""},
		{"the root", "GET /", "", nil, 404, "resource_not_found", ""},
	}
	b := newBench(t, mock.Config{})
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			w := b.ask(c.line, c.content, append([]string{key}, c.fields...)...)
			assert.Equal(t, c.status, w.Code, "%s", w.Body)
			e := errorOf(t, w)
			assert.Equal(t, c.code, e.Code)
			assert.Equal(t, c.param, e.Param, e.Message)
			if c.status == 400 {
				assert.Equal(t, "conforms", found(b.verdict(c.line, w)), "%s", w.Body)
				assert.Contains(t, e.Message, "`"+c.param+"`")
			}
		})
	}
}

func TestErrorsQuoteNoValueOfTheRequest(t *testing.T) {
	b := newBench(t, mock.Config{})
	for _, c := range [][2]string{
		{"GET /v3/videos?limit=canary", ""},
		{"POST /v3/webhooks/endpoints", `{"url":["canary"]}`},
		{"POST /v3/webhooks/endpoints", `canary`},
		{"GET /v3/canary", ""},
	} {
		w := b.ask(c[0], c[1], key)
		assert.GreaterOrEqual(t, w.Code, 400)
		assert.NotContains(t, w.Body.String(), "canary")
	}
}

func TestValidationCanBeSwitchedOff(t *testing.T) {
	b := newBench(t, mock.Config{NoValidation: true})
	assert.Equal(t, 200, b.ask("POST /v3/videos", `{}`, key).Code)
}

func TestCredentials(t *testing.T) {
	cases := []struct {
		reason string
		fields []string
		status int
	}{
		{"none", nil, 401},
		{"a key", []string{"X-Api-Key: any"}, 200},
		{"the field in another case", []string{"x-api-key: any"}, 200},
		{"an empty key", []string{"X-Api-Key: "}, 401},
		{"a token", []string{"Authorization: Bearer any"}, 200},
		{"the scheme in another case", []string{"Authorization: bearer any"}, 200},
		{"another scheme", []string{"Authorization: Basic any"}, 401},
		{"a scheme without a token", []string{"Authorization: Bearer "}, 401},
	}
	b := newBench(t, mock.Config{})
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			w := b.ask("GET /v3/users/me", "", c.fields...)
			assert.Equal(t, c.status, w.Code)
			assert.Equal(t, "conforms", found(b.verdict("GET /v3/users/me", w)))
			if c.status == 401 {
				assert.Equal(t, "unauthorized", errorOf(t, w).Code)
				assert.Contains(t, errorOf(t, w).Message, "X-Api-Key")
				assert.Equal(t, "bearer", w.Header().Get("WWW-Authenticate"))
			}
		})
	}
	assert.Equal(t, 200, newBench(t, mock.Config{NoAuth: true}).ask("GET /v3/users/me", "").Code)
}

func TestWrongMethod(t *testing.T) {
	w := newBench(t, mock.Config{}).ask("PUT /v3/videos", "", key)
	assert.Equal(t, 404, w.Code, "the table has no code for 405")
	assert.Equal(t, "resource_not_found", errorOf(t, w).Code)
	assert.Equal(t, "GET, HEAD, POST", w.Header().Get("Allow"))
}

func TestHeadIsGetWithoutContent(t *testing.T) {
	w := newBench(t, mock.Config{}).ask("HEAD /v3/videos/v1", "", key)
	assert.Equal(t, 200, w.Code)
	assert.Empty(t, w.Body.String())
}

func TestEchoes(t *testing.T) {
	b := newBench(t, mock.Config{})
	w := b.ask("GET /v3/videos/vd_mine", "", key)
	assert.Contains(t, w.Body.String(), `"id":"vd_mine"`)
	w = b.ask("GET /v3/videos/a%2Fb", "", key)
	assert.Contains(t, w.Body.String(), `"id":"a/b"`)
	w = b.ask("POST /v3/webhooks/endpoints", `{"url":"https://mine.example/hook"}`, key)
	assert.Contains(t, w.Body.String(), `"url":"https://mine.example/hook"`)
}

func TestBodyOverTheLimit(t *testing.T) {
	b := newBench(t, mock.Config{MaxBody: 10})
	w := b.ask("POST /v3/videos", `{"script":"`+strings.Repeat("x", 100)+`"}`, key)
	assert.Equal(t, 413, w.Code)
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), "the limit is the mock's, and so is the response")
	assert.Equal(t, "The body is larger than 10 bytes, which is all that this mock reads.", w.Header().Get("Mock-Reason"))
}

func TestListsComeInPages(t *testing.T) {
	b := newBench(t, mock.Config{Items: 7})
	var seen []string
	for query := "?limit=3"; query != ""; {
		w := b.ask("GET /v3/videos"+query, "", key)
		assert.Equal(t, "conforms", found(b.verdict("GET /v3/videos", w)), "%s", w.Body)
		var page struct {
			Data []struct {
				ID string `json:"id"`
			} `json:"data"`
			Next *string `json:"next_token"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page))
		for _, item := range page.Data {
			seen = append(seen, item.ID)
		}
		query = ""
		if page.Next != nil {
			query = "?limit=3&token=" + url.QueryEscape(*page.Next)
		}
	}
	assert.Len(t, seen, 7)
	slices.Sort(seen)
	assert.Len(t, slices.Compact(seen), 7, "no item occurs twice")

	w := b.ask("GET /v3/videos?token=mine", "", key)
	assert.Equal(t, "token", errorOf(t, w).Param)
	assert.Equal(t, 400, w.Code)
	assert.Equal(t, "conforms", found(b.verdict("GET /v3/videos", w)), "%s", w.Body)
}

func TestKeyReplaysItsResponse(t *testing.T) {
	now := time.Unix(0, 0)
	b := newBench(t, mock.Config{Clock: func() time.Time { return now }})
	post := func(title, idempotencyKey string) string {
		return b.ask("POST /v3/webhooks/endpoints", `{"url":"https://`+title+`.example"}`, key, "Idempotency-Key: "+idempotencyKey).Body.String()
	}
	first := post("one", "k1")
	assert.Contains(t, first, "https://one.example")
	assert.Equal(t, first, post("two", "k1"), "with any body")
	assert.NotEqual(t, first, post("two", "k2"))
	require.NoError(t, b.Fail("", "internal_error", 1))
	assert.Contains(t, post("three", "k3"), "internal_error")
	assert.Contains(t, post("three", "k3"), "https://three.example", "queued responses are not kept for the key")
	now = now.Add(24 * time.Hour)
	assert.Contains(t, post("four", "k1"), "https://four.example")
}

func TestKeyWhoseRequestIsRunning(t *testing.T) {
	b := newBench(t, mock.Config{Rules: []mock.Rule{{Nth: 1, Latency: time.Minute}}})
	const line, body = "POST /v3/webhooks/endpoints", `{"url":"https://a.example"}`
	ctx, cancel := context.WithCancel(t.Context())
	started, ended := make(chan struct{}), make(chan struct{})
	first := asked(line, body, key, "Idempotency-Key: k").WithContext(signalling{ctx, started})
	go func() {
		defer close(ended)
		defer func() { _ = recover() }()
		b.ServeHTTP(httptest.NewRecorder(), first)
	}()
	<-started
	w := b.ask(line, body, key, "Idempotency-Key: k")
	assert.Equal(t, 409, w.Code)
	assert.Equal(t, "request_in_progress", errorOf(t, w).Code)
	assert.Equal(t, "conforms", found(b.verdict(line, w)))
	cancel()
	<-ended
	assert.Equal(t, 200, b.ask(line, body, key, "Idempotency-Key: k").Code, "the first request had no response")
}

// signalling is a context that reports when a goroutine waits for its end.
type signalling struct {
	context.Context
	waited chan struct{}
}

func (s signalling) Done() <-chan struct{} {
	close(s.waited)
	return s.Context.Done()
}

func TestRateLimit(t *testing.T) {
	now := time.Unix(0, 0)
	b := newBench(t, mock.Config{RateLimit: limit.Rate{Requests: 2, Per: 10 * time.Second}, Clock: func() time.Time { return now }})
	get := func(key string) int { return b.ask("GET /v3/users/me", "", "X-Api-Key: "+key).Code }
	assert.Equal(t, []int{200, 200, 429, 200}, []int{get("a"), get("a"), get("a"), get("b")})
	w := b.ask("GET /v3/users/me", "", "X-Api-Key: a")
	assert.Equal(t, "rate_limit_exceeded", errorOf(t, w).Code)
	assert.Equal(t, "5", w.Header().Get("Retry-After"))
	assert.Equal(t, "conforms", found(b.verdict("GET /v3/users/me", w)))
	now = now.Add(5 * time.Second)
	assert.Equal(t, []int{200, 429}, []int{get("a"), get("a")})
}
