package api_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzResponse checks that any response gives a value or an error, that the text of an error is one
// short line without the credential, and that an error with a 2xx has no data.
func FuzzResponse(f *testing.F) {
	for _, code := range api.Codes() {
		f.Add(code.Status(), "application/json", "", "3", []byte(envelope(code)))
	}
	for _, coding := range []string{"gzip", "deflate", "br", "zstd"} {
		f.Add(429, "application/json", coding, "", []byte(encode(f, coding, envelope(api.ErrQuotaExceeded))))
	}
	for _, body := range []string{
		video, `{"data":{"id":"v1","status":"completed","created_at":1.7e9}}`, `{"data":{"status":null}}`, `null`, ``, `{"data":`,
		`{"data":null,"error":{"code":"x","message":"y"}}`, `{"code":400543,"message":"m","data":null}`, "\ufeff{}",
		`{"detail":[{"loc":["body","x"],"msg":"field required"}]}`, `{"errors":[{"message":"first"}]}`, `{"title":"Not Found"}`,
		`{"error":"invalid_token","error_description":"expired"}`, "<!DOCTYPE html><p>Bad gateway", "a\nERROR \x1b[31m " + apiKey,
		`{"error":{"code":"a\nb","message":"https://u:p@h/p?key=` + apiKey + `"}}`,
	} {
		f.Add(200, "application/json", "", "", []byte(body))
		f.Add(500, "text/plain", "utf-8", "Mon, 02 Nov 2026 10:01:30 GMT", []byte(body))
	}
	f.Fuzz(func(t *testing.T, status int, contentType, coding, retryAfter string, body []byte) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api.Server+"/v3/videos/v1", nil)
		require.NoError(t, err)
		req.Header.Set("X-Api-Key", apiKey)
		rsp := &http.Response{
			StatusCode: status, Request: req, Body: io.NopCloser(bytes.NewReader(body)),
			Header: http.Header{"Content-Type": {contentType}, "Content-Encoding": {coding}, "Retry-After": {retryAfter}},
		}
		r, err := api.Decode[api.VideoResult](rsp, nil)
		require.Equal(t, r == nil, err != nil, "one of the two")
		if err == nil {
			assert.Equal(t, 2, status/100)
			return
		}
		text := err.Error()
		assert.LessOrEqual(t, len(text), 2000)
		assert.Negative(t, strings.IndexFunc(text, unicode.IsControl), "%q", text)
		if e, ok := errors.AsType[*api.Error](err); ok {
			assert.NotContains(t, text, apiKey)
			assert.NotEmpty(t, e.RetryClass())
			assert.NotEmpty(t, e.Format)
			wait, ok := e.RetryAfter()
			assert.True(t, wait >= 0 && (ok || wait == 0), "%s", wait)
			return
		}
		_, ok := errors.AsType[*api.DecodeError](err)
		assert.True(t, ok, "%T", err)
	})
}
