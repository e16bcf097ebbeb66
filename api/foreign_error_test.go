package api_test

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestForeignErrorsAreShown covers the error bodies of gateways, proxies and frameworks. Their
// message is what a person needs to know.
func TestForeignErrorsAreShown(t *testing.T) {
	for _, c := range []struct {
		reason, body, want string

		contentType string // empty: application/json
	}{
		{reason: "RFC 9457: detail is about this error", body: `{"type":"about:blank","title":"Not Found","status":404,"detail":"No such video."}`, contentType: "application/problem+json", want: "No such video."},
		{reason: "RFC 9457: title is about its type", body: `{"title":"Not Found","status":404}`, want: "Not Found"},
		{reason: "the first of a list of errors", body: `{"errors":[{"code":"a","message":"First."},{"code":"b","message":"Second."}]}`, want: "First."},
		{reason: "a list of texts", body: `{"errors":["First.","Second."]}`, want: "First."},
		{reason: "JSON:API", body: `{"errors":[{"title":"Forbidden","detail":"Not yours."}]}`, want: "Not yours."},
		{reason: "an empty list has no message", body: `{"errors":[]}`},
		{reason: "a list at the top", body: `[{"message":"First."}]`, want: "First."},
		{reason: "FastAPI", body: `{"detail":"Not authenticated"}`, want: "Not authenticated"},
		{reason: "FastAPI, with the member", body: `{"detail":[{"loc":["body","items",0],"msg":"field required"}]}`, want: "body.items.0: field required"},
		{reason: "a member without a message is ignored", body: `{"detail":[{"loc":["body"]}]}`},
		{reason: "OAuth (RFC 6749, section 5.2)", body: `{"error":"invalid_token","error_description":"Expired."}`, want: "invalid_token: Expired."},
		{reason: "AWS", body: `{"Message":"User is not authorized"}`, want: "User is not authorized"},
		{reason: "ASP.NET", body: `{"title":"Validation failed.","errors":{"Name":["required"]}}`, want: "Validation failed."},
		{reason: "within the error object", body: `{"error":{"detail":"Why."}}`, want: "Why."},
		{reason: "the API's own message is preferred", body: `{"error":{"message":"Own.","detail":"x"},"detail":"x"}`, want: "Own."},
		{reason: "text for people", body: "upstream connect error\n", contentType: "text/plain; charset=utf-8", want: "upstream connect error"},
		{reason: "a text as JSON", body: `"upstream connect error"`, want: "upstream connect error"},
		{reason: "JSON that was cut off is data", body: `{"secret":"x`, contentType: "text/plain"},
		{reason: "text under another label may be data", body: "a,b,c", contentType: "text/csv"},
		{reason: "not text at all", body: "a\xff", contentType: "text/plain"},
		{reason: "members of other types", body: `{"detail":7,"title":{},"errors":{"a":1},"msg":null}`, want: ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			e := failure(t, answer(404, c.body, "Content-Type", cmp.Or(c.contentType, "application/json")))
			assert.Equal(t, c.want, e.Message)
			assert.Empty(t, e.Code, "a foreign code is not one of the API's")
			text := "GET getVideoV3: 404 Not Found (other)"
			if c.want != "" {
				text += ": " + c.want
			}
			assert.EqualError(t, e, text)
		})
	}
}

func TestForeignErrorsAreShortenedAndCleaned(t *testing.T) {
	for _, body := range []string{
		`{"detail":"` + strings.Repeat("x", 999) + `"}`, `{"errors":[{"message":"` + strings.Repeat("x", 999) + `"}]}`, strings.Repeat("x", 999),
	} {
		e := failure(t, answer(502, body, "Content-Type", "text/plain"))
		assert.EqualError(t, e, "GET getVideoV3: 502 Bad Gateway (other): "+strings.Repeat("x", 240)+"…")
	}
	e := failure(t, answer(502, "a\nERROR forged\x1b[31m https://u:p@host.example/p?key=s3cret", "Content-Type", "text/plain"))
	assert.EqualError(t, e, "GET getVideoV3: 502 Bad Gateway (other): a\uFFFDERROR forged\uFFFD[31m https://host.example/p?…")
}

// TestCredentialIsRemovedFromMessages covers servers that quote the wrong key.
func TestCredentialIsRemovedFromMessages(t *testing.T) {
	for name, option := range map[string]api.ClientOption{"key": api.WithAPIKey(apiKey), "token": api.WithBearer(apiKey)} {
		for _, body := range []string{`{"error":{"code":"unauthorized","message":"No: ` + apiKey + `."}}`, `{"detail":"No: ` + apiKey + `."}`, "No: " + apiKey + "."} {
			server := httptest.NewServer(answer(401, body, "Content-Type", "text/plain"))
			c, err := api.NewClientWithResponses(server.URL, option)
			require.NoError(t, err)
			_, err = c.GetVideoV3WithResponse(t.Context(), "v1")
			e, ok := errors.AsType[*api.Error](err)
			require.True(t, ok, err)
			assert.Equal(t, "No: ….", e.Message, name)
			server.Close()
		}
	}
}

// stalledBody sends text and then nothing until it is closed.
type stalledBody struct {
	io.Reader
	closed chan struct{}
}

func newStalledBody(text string) *stalledBody {
	b := &stalledBody{closed: make(chan struct{})}
	b.Reader = io.MultiReader(strings.NewReader(text), b.wait())
	return b
}

func (b *stalledBody) wait() io.Reader {
	return readerFunc(func([]byte) (int, error) { <-b.closed; return 0, http.ErrBodyReadAfterClose })
}

func (b *stalledBody) Close() error {
	select {
	case <-b.closed:
	default:
		close(b.closed)
	}
	return nil
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestErrorBodyHasATimeLimit covers a server that sends an error and never ends its body.
func TestErrorBodyHasATimeLimit(t *testing.T) {
	for _, c := range []struct {
		reason, body string
		code         api.Code
	}{
		{"the part that arrived counts", envelope(api.ErrQuotaExceeded), api.ErrQuotaExceeded},
		{"half of it does not", `{"error":`, ""},
		{"nothing arrived", "", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			_, err := api.Decode[api.VideoResult](&http.Response{StatusCode: 429, Body: newStalledBody(c.body)}, nil)
			e, ok := errors.AsType[*api.Error](err)
			require.True(t, ok, err)
			assert.Equal(t, c.code, e.Code, c.reason)
			assert.Equal(t, 10*time.Second, time.Since(start))
			require.ErrorContains(t, err, "its body did not arrive in time")
		})
	}
}

// TestSuccessHasNoTimeLimit covers large and slow bodies, which only the caller's context limits.
func TestSuccessHasNoTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		body := newStalledBody(video)
		time.AfterFunc(time.Hour, func() { _ = body.Close() })
		start := time.Now()
		_, err := api.Decode[api.VideoResult](&http.Response{StatusCode: 200, Body: body}, nil)
		require.ErrorContains(t, err, "could not be read to its end")
		assert.Equal(t, time.Hour, time.Since(start))
	})
}
