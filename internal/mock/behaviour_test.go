package mock_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

func TestWrongRequestsGetTheirError(t *testing.T) {
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
		{"a member missing", "POST /v3/webhooks/endpoints", `{}`, nil, 400, "invalid_parameter", "url"},
		{"a member of the wrong type", "POST /v3/webhooks/endpoints", `{"url":7}`, nil, 400, "invalid_parameter", "url"},
		{"an item of the wrong type", "POST /v3/webhooks/endpoints", `{"url":"https://a.example","events":["avatar_video.success",7]}`, nil, 400, "invalid_parameter", "events[1]"},
		{"another media type", "POST /v3/videos", video, []string{"Content-Type: text/plain"}, 400, "invalid_parameter", "Content-Type"},
		{"no media type", "POST /v3/videos", video, []string{"Content-Type: "}, 400, "invalid_parameter", "Content-Type"},
		{"a parameter that is no number", "GET /v3/videos?limit=many", "", nil, 400, "invalid_parameter", "limit"},
		{"one out of bounds", "GET /v3/videos?limit=0", "", nil, 400, "invalid_parameter", "limit"},
		{"a field that breaks its pattern", "POST /v3/videos", video, []string{"Idempotency-Key: a b"}, 400, "invalid_parameter", "Idempotency-Key"},
		{"a path that nobody has", "GET /v3/nothing", "", nil, 404, "resource_not_found", ""},
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

func TestNoValueOfARequestIsSaidAgain(t *testing.T) {
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

func TestAWrongMethod(t *testing.T) {
	w := newBench(t, mock.Config{}).ask("PUT /v3/videos", "", key)
	assert.Equal(t, 404, w.Code, "the table has no code for 405")
	assert.Equal(t, "resource_not_found", errorOf(t, w).Code)
	assert.Equal(t, "GET, POST", w.Header().Get("Allow"))
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

func TestABodyOverTheBound(t *testing.T) {
	b := newBench(t, mock.Config{MaxBody: 10})
	w := b.ask("POST /v3/videos", `{"script":"`+strings.Repeat("x", 100)+`"}`, key)
	assert.Equal(t, 413, w.Code)
	assert.Equal(t, "conforms", found(b.verdict("POST /v3/videos", w)))
}
