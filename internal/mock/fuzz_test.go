package mock_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/validate"
)

// FuzzServer checks that any response conforms to the contract, or says that the contract lacks the
// path, or rejects a preference, and that the recording can be read.
func FuzzServer(f *testing.F) {
	f.Add("GET", "/v3/videos/v1", "error=video_not_found", "", uint64(1))
	f.Add("GET", "/v3/videos?limit=3&token=x", "", "", uint64(2))
	f.Add("POST", "/v3/videos", `code="200" ; a, delay=0`, `{"type":"avatar"}`, uint64(3))
	f.Add("POST", "/v3/webhooks/endpoints", "dynamic", `{"url":"https://a.example","x":[1,{"y":null}]}`, uint64(4))
	f.Add("DELETE", "/v3/videos/%2F%zz", `example="\`, "\xff", uint64(5))
	f.Add("PUT", "//", "code=418,,=", "[", uint64(6))
	f.Fuzz(func(t *testing.T, method, target, prefer, body string, seed uint64) {
		u, err := url.ParseRequestURI(target)
		if err != nil || u.Host != "" || strings.Contains(prefer, "delay") && !strings.Contains(prefer, "delay=0") || strings.Contains(prefer, "fault") {
			return
		}
		b := newBench(t, mock.Config{Seed: seed, NoAuth: true})
		r := &http.Request{Method: method, URL: u, Host: "127.0.0.1", Body: http.NoBody, Proto: "HTTP/1.1",
			Header: http.Header{"Prefer": {prefer}, "Content-Type": {"application/json"}}}
		if body != "" {
			r.Body = readCloser{strings.NewReader(body)}
		}
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code == http.StatusNotImplemented {
			return
		}
		verdict := b.verdictAt(method, "https://api.heygen.com"+u.EscapedPath(), w)
		for _, v := range verdict.Violations {
			assert.Equal(t, validate.OperationUndocumented, v.Rule, "%s: %s", v.Message, w.Body)
		}
		assert.Len(t, b.checked(t, b.har(t)), 1)
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
