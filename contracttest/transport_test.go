package contracttest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

const videoURL = host + "/v3/videos/v1"

// use creates a transport with cfg, runs f with it, and ends the test.
func use(t *testing.T, cfg contracttest.Config, f func(http.RoundTripper)) *recorder {
	t.Helper()
	r := newRecorder(t)
	r.run(func() { f(contracttest.NewTransport(r, cfg)) })
	return r
}

func TestTransportChecks(t *testing.T) {
	for _, c := range []struct {
		reason string
		url    string
		answer stub
		want   string // first line of the first error; empty if there is none
		log    string
	}{
		{"a success", videoURL, answer(200, success), "", "1 entry = 1 checked + 0 skipped"},
		{"an error", videoURL, answer(404, envelope("video_not_found")), "", "1 checked"},
		{"a code with another's status", videoURL, answer(400, envelope("video_not_found")),
			`error[code-status]: the code "video_not_found" belongs to status 404, not to 400`, "1 checked"},
		{"a success that does not conform", videoURL, answer(200, `{"data":{"id":1,"status":"failed"}}`), "error[body-schema]: `id` ", ""},
		{"no JSON", videoURL, answer(200, `{"data":`), "error[body-unreadable]", ""},
		{"a page from the edge", videoURL, answer(502, "<html>", "Content-Type: text/html"), "error[status-undocumented]", ""},
		{"a note does not fail", host + "/v3/videos", answer(402, envelope("insufficient_credit")), "", "note[message-incomplete]"},
		{"localhost is the contract's server", "http://localhost:8080/v3/videos/v1", answer(400, envelope("video_not_found")), "error[code-status]", ""},
		{"127.0.0.1, too", "http://127.0.0.1:1/v3/videos/v1", answer(400, envelope("video_not_found")), "error[code-status]", ""},
		{"all of that network", "http://127.9.9.9/v3/videos/v1", answer(200, success), "", "1 checked"},
		{"and ::1", "http://[::1]:9/v3/videos/v1", answer(200, success), "", "1 checked"},
		{"another host", "http://example.com/v3/videos/v1", answer(200, success),
			"contracttest: nothing was checked: no exchange is for a server of the contract (https://api.heygen.com); hosts seen: example.com (1); if one of them serves this API, add validate.WithBaseURL(\"https://example.com\") to Options", "other-host 1"},
		{"a path that is not documented", host + "/v9/x", answer(200, success),
			"contracttest: no operation matched: the exchanges are for a server of the contract (https://api.heygen.com), but for none of its paths", "warning[operation-undocumented]"},
		{"304", videoURL, answer(304, ""), "contracttest: nothing was checked: every exchange was skipped (not-modified 1)", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := use(t, contracttest.Config{Transport: c.answer}, func(rt http.RoundTripper) { fetch(t, rt, c.url) })
			if c.want == "" {
				assert.Empty(t, r.all())
			} else {
				assert.True(t, strings.HasPrefix(r.all(), c.want), "%q", r.all())
			}
			assert.Contains(t, r.logged(), c.log)
		})
	}
}

// TestTransportReportsWhatCheckReports checks that the text is the command line's; see
// TestOneIsPartOfTheWhole of internal/render.
func TestTransportReportsWhatCheckReports(t *testing.T) {
	r := use(t, contracttest.Config{Transport: answer(400, envelope("video_not_found"))}, func(rt http.RoundTripper) {
		for range 30 {
			fetch(t, rt, videoURL)
		}
	})
	assert.Regexp(t, `^error\[code-status\]: the code "video_not_found" belongs to status 404, not to 400
  operation  GET /v3/videos/\{video_id\} \(getVideoV3\) answered 400 video_not_found
  capture    TestTransportReportsWhatCheckReports entry 0, at /error/code
  document   openapi\.yaml:\d+:\d+
  expected   status 404
  fix        Send the code with its own status`, r.errors[0])
	assert.Equal(t, "error[code-status] again: GET /v3/videos/{video_id} (getVideoV3) answered 400 video_not_found (exchange 9)", r.errors[9])
	assert.Len(t, r.errors, 10, "then it is enough")
	assert.Contains(t, r.logged(), "20 further occurrences of findings were not reported")
}

func TestTransportLevels(t *testing.T) {
	note := answer(402, envelope("insufficient_credit"))
	wrong := answer(400, envelope("video_not_found"))
	for _, c := range []struct {
		reason string
		cfg    contracttest.Config
		errors int
	}{
		{"notes are errors if the config says so", contracttest.Config{FailOn: validate.LevelNote, Transport: note}, 1},
		{"a rule has another level", contracttest.Config{Options: []validate.Option{validate.WithLevel(validate.MessageIncomplete, validate.LevelError)}, Transport: note}, 1},
		{"nothing fails", contracttest.Config{FailOn: validate.LevelOff, Transport: wrong}, 0},
		{"warnings and worse", contracttest.Config{FailOn: validate.LevelWarning, Transport: note}, 0},
	} {
		r := use(t, c.cfg, func(rt http.RoundTripper) { fetch(t, rt, host+"/v3/videos/v1") })
		assert.Len(t, r.errors, c.errors, c.reason)
	}
}

func TestTransportSuppressions(t *testing.T) {
	wrong := answer(400, envelope("video_not_found"))
	known := contracttest.Suppression{Rule: validate.CodeStatus, Reason: "ticket 12"}
	for _, c := range []struct {
		reason string
		known  []contracttest.Suppression
		answer stub
		want   string
	}{
		{"it occurs", []contracttest.Suppression{known}, wrong, ""},
		{"it does not", []contracttest.Suppression{known}, answer(200, success), "the suppression of code-status was not used: remove it (its reason was: ticket 12)"},
		{"another does", []contracttest.Suppression{{Rule: validate.DocURL, Reason: "r"}}, wrong, "error[code-status]"},
		{"no reason", []contracttest.Suppression{{Rule: validate.DocURL}}, wrong, "contracttest: item 0 of Suppressions: the suppression of doc-url has no reason"},
	} {
		r := use(t, contracttest.Config{Transport: c.answer, Suppressions: c.known}, func(rt http.RoundTripper) { fetch(t, rt, videoURL) })
		if c.want == "" {
			assert.Empty(t, r.all(), c.reason)
			assert.Contains(t, r.logged(), "suppressed violation (code-status) in exchange 0: ticket 12")
		} else {
			assert.Contains(t, r.all(), c.want, c.reason)
		}
	}
}

func TestTransportWithoutExchanges(t *testing.T) {
	none := func(http.RoundTripper) {}
	r := use(t, contracttest.Config{}, none)
	assert.Equal(t, "contracttest: nothing was checked: no exchange went through the transport", r.all())

	r = newRecorder(t)
	contracttest.NewTransport(r, contracttest.Config{})
	r.skipped = true
	r.end()
	assert.Empty(t, r.all(), "a test that was skipped made none")

	r = newRecorder(t)
	contracttest.NewTransport(r, contracttest.Config{Suppressions: []contracttest.Suppression{{Code: "x", Reason: "r"}}})
	r.Errorf("failed before")
	r.end()
	assert.Equal(t, "failed before", r.all(), "nor does a test that has already failed")
}

// How a body ends decides what is checked.
func TestTransportBodies(t *testing.T) {
	readAll := func(t *testing.T, b io.ReadCloser) { t.Helper(); _, _ = io.ReadAll(b); _ = b.Close() }
	readSome := func(n int64) func(*testing.T, io.ReadCloser) {
		return func(t *testing.T, b io.ReadCloser) {
			t.Helper()
			_, err := io.CopyN(io.Discard, b, n)
			require.NoError(t, err)
			require.NoError(t, b.Close())
		}
	}
	closeAtOnce := readSome(0)
	leaveOpen := func(*testing.T, io.ReadCloser) {}
	wrong := envelope("voice_unavailable") // belongs to 400
	noType := `{"data":{}}`
	const html = "<html>Bad Gateway</html>"
	for _, c := range []struct {
		reason string
		status int
		body   io.Reader
		fields []string
		length int64
		use    func(*testing.T, io.ReadCloser)
		want   string // rule, or skip reason
	}{
		{"read to its end", 404, strings.NewReader(wrong), nil, -1, readAll, "code-status"},
		{"in small pieces", 404, iotest.OneByteReader(strings.NewReader(wrong)), nil, -1, readAll, "code-status"},
		{"io.EOF together with the data", 404, iotest.DataErrReader(strings.NewReader(wrong)), nil, -1, readAll, "code-status"},
		{"the value, but not the end behind it", 404, strings.NewReader(wrong + "\n"), nil, -1, readSome(int64(len(wrong))), "code-status"},
		{"as much as was declared", 404, strings.NewReader(wrong), nil, int64(len(wrong)), readSome(int64(len(wrong))), "code-status"},
		{"half of the value", 404, strings.NewReader(wrong), nil, -1, readSome(20), "body-not-recorded"},
		{"half of a name", 404, strings.NewReader(`{"errör":1}`), nil, -1, readSome(6), "body-not-recorded"},
		{"a number may go on", 200, strings.NewReader("12"), nil, -1, readSome(1), "body-not-recorded"},
		{"it cannot become right any more", 404, strings.NewReader(`{"error":}`), nil, -1, readSome(10), "body-unreadable"},
		{"closed unread", 404, strings.NewReader(wrong), nil, -1, closeAtOnce, "body-not-recorded"},
		{"closed unread, of unknown length 0", 404, strings.NewReader(wrong), nil, 0, closeAtOnce, "body-not-recorded"},
		{"closed unread, but the status is a finding", 418, strings.NewReader(wrong), nil, -1, closeAtOnce, "status-undocumented"},
		{"left open", 404, strings.NewReader(wrong), nil, -1, leaveOpen, "body-not-recorded"},
		{"left open, but the status is a finding", 418, strings.NewReader(wrong), nil, -1, leaveOpen, "status-undocumented"},
		{"an error in the middle", 404, io.MultiReader(strings.NewReader(wrong[:30]), iotest.ErrReader(errBroken)), nil, -1, readAll, "body-not-recorded"},
		{"an error behind all of it", 404, io.MultiReader(strings.NewReader(wrong), iotest.ErrReader(errBroken)), nil, -1, readAll, "body-not-recorded"},
		{"a page, of which some was read", 404, strings.NewReader(html), []string{"Content-Type: text/html"}, -1, readSome(6), "envelope-missing"},
		{"a page, unread", 404, strings.NewReader(html), []string{"Content-Type: text/html"}, -1, closeAtOnce, "envelope-missing"},
		{"a long film is checked by its type", 200, io.LimitReader(zeros{}, 20<<20), []string{"Content-Type: video/mp4"}, -1, readAll, "content-type-undocumented"},
		{"more JSON than the limit", 200, io.LimitReader(blanks{}, validate.DefaultMaxBody+1), nil, -1, readAll, "body-too-large"},
		{"just the limit", 200, io.LimitReader(blanks{}, validate.DefaultMaxBody), nil, -1, readAll, "body-unreadable"},
		{"empty", 404, strings.NewReader(""), nil, -1, readAll, "envelope-missing"},
		{"no media type", 200, strings.NewReader(noType), []string{"Content-Type: ", "Date: x"}, -1, readAll, "content-type-undocumented"},
		{"no body at all", 404, nil, nil, 0, nil, "envelope-missing"},
		{"an unknown coding", 200, strings.NewReader(noType), []string{"Content-Encoding: rot13"}, -1, readAll, "body-undecodable"},
		{"a coding, closed early", 200, strings.NewReader("\x1f\x8b\x08"), []string{"Content-Encoding: gzip"}, -1, readSome(2), "body-not-recorded"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			cfg := contracttest.Config{Transport: stub(func(req *http.Request) (*http.Response, error) {
				resp := response(req, c.status, "", c.fields...)
				resp.Body, resp.ContentLength = nil, c.length
				if c.body != nil {
					resp.Body = io.NopCloser(c.body)
				}
				return resp, nil
			})}
			r := use(t, cfg, func(rt http.RoundTripper) {
				req, err := http.NewRequest(http.MethodGet, videoURL, nil)
				require.NoError(t, err)
				resp, err := rt.RoundTrip(req)
				require.NoError(t, err)
				if resp.Body != nil {
					c.use(t, resp.Body)
				}
			})
			assert.Regexp(t, `\[`+c.want+`\]|the only response of the contract could not be checked: `+c.want+` 1;|`+c.want+`: read bodies to their end`, r.all())
			assert.Len(t, r.errors, 1)
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

var errBroken = errors.New("broken")

// TestTransportIsTransparent checks that the client gets what the wrapped transport returns, byte
// for byte and error for error.
func TestTransportIsTransparent(t *testing.T) {
	t.Run("bytes and errors of a body", func(t *testing.T) {
		use(t, contracttest.Config{FailOn: validate.LevelOff, Transport: stub(func(req *http.Request) (*http.Response, error) {
			resp := response(req, 200, "")
			resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(errBroken)))
			return resp, nil
		})}, func(rt http.RoundTripper) {
			req, _ := http.NewRequest(http.MethodGet, videoURL, nil)
			resp, err := rt.RoundTrip(req)
			require.NoError(t, err)
			content, err := io.ReadAll(resp.Body)
			assert.Equal(t, "abc", string(content))
			assert.Equal(t, errBroken, err)
			_, err = resp.Body.Read(make([]byte, 1))
			assert.Equal(t, errBroken, err, "also when it was checked")
		})
	})
	t.Run("all of a large body", func(t *testing.T) {
		const size = validate.DefaultMaxBody + 12345
		use(t, contracttest.Config{Transport: stub(func(req *http.Request) (*http.Response, error) {
			resp := response(req, 200, "")
			resp.Body = io.NopCloser(io.LimitReader(blanks{}, size))
			return resp, nil
		})}, func(rt http.RoundTripper) {
			_, content := fetch(t, rt, videoURL)
			assert.Len(t, content, size)
		})
	})
	t.Run("errors, and what comes with them", func(t *testing.T) {
		with := &http.Response{StatusCode: http.StatusOK}
		r := use(t, contracttest.Config{Transport: stub(func(*http.Request) (*http.Response, error) {
			return with, errBroken
		})}, func(rt http.RoundTripper) {
			req, _ := http.NewRequest(http.MethodGet, videoURL, nil)
			resp, err := rt.RoundTrip(req)
			assert.Equal(t, errBroken, err)
			assert.Same(t, with, resp)
		})
		assert.Contains(t, r.all(), "every exchange was skipped (no-response 1)")
	})
	t.Run("http.NoBody", func(t *testing.T) {
		r := use(t, contracttest.Config{Transport: stub(func(req *http.Request) (*http.Response, error) {
			resp := response(req, 404, "")
			resp.Body = http.NoBody
			return resp, nil
		})}, func(rt http.RoundTripper) {
			req, _ := http.NewRequest(http.MethodHead, videoURL, nil)
			resp, err := rt.RoundTrip(req)
			require.NoError(t, err)
			assert.Equal(t, http.NoBody, resp.Body)
		})
		assert.Empty(t, r.all(), "HEAD has no content to check")
	})
	t.Run("bodies of other hosts, and connections", func(t *testing.T) {
		connection := struct {
			io.Reader
			io.Writer
			io.Closer
		}{}
		for url, status := range map[string]int{videoURL: 101, host + "/v3/videos": 200, "https://example.com/": 200} {
			use(t, contracttest.Config{Transport: stub(func(req *http.Request) (*http.Response, error) {
				resp := response(req, status, "")
				resp.Body = connection
				return resp, nil
			})}, func(rt http.RoundTripper) {
				req, _ := http.NewRequest(http.MethodGet, url, nil)
				resp, err := rt.RoundTrip(req)
				require.NoError(t, err)
				assert.Equal(t, connection, resp.Body)
			})
		}
	})
	t.Run("requests", func(t *testing.T) {
		body := io.NopCloser(iotest.ErrReader(errors.New("it must not be read")))
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, host+"/v3/videos", body)
		require.NoError(t, err)
		req.Header.Set("X-Api-Key", "secret")
		before := req.Clone(req.Context())
		use(t, contracttest.Config{Transport: stub(func(got *http.Request) (*http.Response, error) {
			assert.Same(t, req, got)
			return response(req, 401, envelope("unauthorized")), nil
		})}, func(rt http.RoundTripper) {
			_, err := rt.RoundTrip(req)
			require.NoError(t, err)
		})
		assert.Equal(t, before.Header, req.Header)
		assert.Equal(t, body, req.Body)
	})
	t.Run("CloseIdleConnections", func(t *testing.T) {
		idle := &idler{RoundTripper: answer(200, success)}
		use(t, contracttest.Config{Transport: idle}, func(rt http.RoundTripper) {
			fetch(t, rt, videoURL)
			(&http.Client{Transport: rt}).CloseIdleConnections()
		})
		assert.True(t, idle.closed)
	})
}

type idler struct {
	http.RoundTripper
	closed bool
}

func (i *idler) CloseIdleConnections() { i.closed = true }

// TestTransportKeepsTheHeaderAsItWas covers headers that change before the body ends, as they do if
// another transport decodes the body.
func TestTransportKeepsTheHeaderAsItWas(t *testing.T) {
	r := use(t, contracttest.Config{Transport: answer(200, "\x1f\x8b broken", "Content-Encoding: gzip")}, func(rt http.RoundTripper) {
		req, _ := http.NewRequest(http.MethodGet, videoURL, nil)
		resp, err := rt.RoundTrip(req)
		require.NoError(t, err)
		resp.Header.Del("Content-Encoding")
		_, _ = io.ReadAll(resp.Body)
	})
	assert.Contains(t, r.all(), "body-undecodable 1")
}

// TestTransportKeepsSecrets checks that only values of the envelope are shown.
func TestTransportKeepsSecrets(t *testing.T) {
	r := use(t, contracttest.Config{FailOn: validate.LevelNote, Transport: answer(400,
		`{"error":{"code":"video_not_found","message":"m","secret":"s3cr3t"}}`, "Set-Cookie: s3cr3t", "Retry-After: s3cr3t")}, func(rt http.RoundTripper) {
		req, _ := http.NewRequest(http.MethodGet, "https://s3cr3t:s3cr3t@api.heygen.com/v3/videos/s3cr3t99?s3cr3t=s3cr3t", strings.NewReader("s3cr3t"))
		req.Header.Set("Authorization", "Bearer s3cr3t")
		resp, err := rt.RoundTrip(req)
		require.NoError(t, err)
		_, _ = io.ReadAll(resp.Body)
	})
	assert.NotEmpty(t, r.all())
	assert.NotContains(t, r.all()+r.logged(), "s3cr3t")
}
