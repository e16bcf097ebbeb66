package api_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/apicontract/apicontract/api"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// encode returns text in a content coding.
func encode(t testing.TB, coding, text string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate": // as some servers send it under the name deflate
		w, _ = flate.NewWriter(&b, flate.BestSpeed)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	}
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

// acceptEncoding acts like tracing and caching wrappers, which make net/http leave the coding to
// its caller.
func acceptEncoding(_ context.Context, r *http.Request) error {
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	return nil
}

func TestContentCodingsAreRemoved(t *testing.T) {
	quota := envelope(api.ErrQuotaExceeded)
	for reason, c := range map[string]struct {
		header  string
		of      func(text string) string
		editors []api.RequestEditorFn
	}{
		"net/http removes its own gzip":       {"gzip", func(s string) string { return encode(t, "gzip", s) }, nil},
		"a caller who set Accept-Encoding":    {"gzip", func(s string) string { return encode(t, "gzip", s) }, []api.RequestEditorFn{acceptEncoding}},
		"an old name":                         {"x-gzip", func(s string) string { return encode(t, "gzip", s) }, []api.RequestEditorFn{acceptEncoding}},
		"upper case":                          {"GZIP", func(s string) string { return encode(t, "gzip", s) }, []api.RequestEditorFn{acceptEncoding}},
		"deflate is zlib (RFC 9110, 8.4.1.2)": {"deflate", func(s string) string { return encode(t, "deflate", s) }, nil},
		"deflate as some servers send it":     {"deflate", func(s string) string { return encode(t, "raw deflate", s) }, nil},
		"Brotli":                              {"br", func(s string) string { return encode(t, "br", s) }, nil},
		"Zstandard":                           {"zstd", func(s string) string { return encode(t, "zstd", s) }, nil},
		"one after another":                   {"br, gzip", func(s string) string { return encode(t, "gzip", encode(t, "br", s)) }, []api.RequestEditorFn{acceptEncoding}},
		"identity":                            {"identity", func(s string) string { return s }, nil},
		"removed on the way, header left":     {"br", func(s string) string { return s }, nil},
		"a header that names no coding":       {"utf-8", func(s string) string { return s }, nil},
	} {
		t.Run(reason, func(t *testing.T) {
			c2 := client(t, answer(429, c.of(quota), "Content-Encoding", c.header))
			_, err := c2.GetVideoV3WithResponse(t.Context(), "v1", c.editors...)
			e, ok := errors.AsType[*api.Error](err)
			require.True(t, ok, err)
			assert.Equal(t, api.ErrQuotaExceeded, e.Code)
			assert.False(t, e.Retryable(), "a 429 without its code would be repeated")
			assert.Equal(t, quota, string(e.Body))
			require.NoError(t, e.Err)

			r, err := client(t, answer(200, c.of(video), "Content-Encoding", c.header)).GetVideoV3WithResponse(t.Context(), "v1", c.editors...)
			require.NoError(t, err)
			assert.Equal(t, "v1", r.Value.Data.ID)
			assert.Equal(t, video, string(r.Body))
		})
	}
}

func TestTransportWithoutCompression(t *testing.T) {
	server := httptest.NewServer(answer(402, encode(t, "gzip", envelope(api.ErrInsufficientCredit)), "Content-Encoding", "gzip"))
	defer server.Close()
	c, err := api.NewClientWithResponses(server.URL, api.WithHTTPClient(&http.Client{Transport: &http.Transport{DisableCompression: true}}))
	require.NoError(t, err)
	_, err = c.GetVideoV3WithResponse(t.Context(), "v1")
	require.ErrorIs(t, err, api.ErrInsufficientCredit)
}

func TestContentCodingsThatCannotBeRemoved(t *testing.T) {
	large := `{"error":"` + strings.Repeat("x", 2<<20) + `"}`
	for _, c := range []struct {
		reason, header, body, want string
		size                       int // size of the kept body
	}{
		{"an unknown coding", "rot13", "\x01\x02", "has a content coding that cannot be removed", 2},
		{"cut off", "gzip", encode(t, "gzip", large)[:90], "has a content coding that cannot be removed", 90},
		{"a bomb", "br", encode(t, "br", large), "is longer than a client reads", 1 << 20},
		{"a bomb in a bomb", "gzip, br", encode(t, "br", encode(t, "gzip", large)), "is longer than a client reads", 1 << 20},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, err := client(t, answer(503, c.body, "Content-Encoding", c.header)).GetVideoV3WithResponse(t.Context(), "v1", acceptEncoding)
			e, ok := errors.AsType[*api.Error](err)
			require.True(t, ok, err)
			assert.Equal(t, api.RetryTransient, e.RetryClass(), "the status decides")
			assert.Len(t, e.Body, c.size)
			require.EqualError(t, err, "GET getVideoV3: 503 Service Unavailable (other); its body "+c.want)
		})
	}
	_, err := client(t, answer(200, "\x01\x02", "Content-Encoding", "rot13")).GetVideoV3WithResponse(t.Context(), "v1")
	require.EqualError(t, err, "GET getVideoV3: 200, but its body has a content coding that cannot be removed")
}
