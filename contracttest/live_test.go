package contracttest_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// TestMain fails if a goroutine outlives the tests.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// both runs f with a server that a handler checks and a client that a transport checks, and returns
// what each reported.
func both(t *testing.T, h http.HandlerFunc, start func(*httptest.Server), f func(*http.Client, string)) (client, server *recorder) {
	t.Helper()
	return bothBy(t, contracttest.Config{}, h, start, f)
}

// bothBy is both with a given config.
func bothBy(t *testing.T, cfg contracttest.Config, h http.Handler, start func(*httptest.Server), f func(*http.Client, string)) (client, server *recorder) {
	t.Helper()
	client, server = newRecorder(t), newRecorder(t)
	checked := contracttest.NewHandler(server, h, cfg)
	var running sync.WaitGroup // a server does not wait for hijacked connections
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		running.Add(1)
		defer running.Done()
		checked.ServeHTTP(w, r)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	start(srv)
	c := srv.Client()
	client.run(func() {
		cfg.Transport = c.Transport
		c.Transport = contracttest.NewTransport(client, cfg)
		f(c, srv.URL)
		c.CloseIdleConnections()
	})
	srv.Close()
	running.Wait()
	server.end()
	return client, server
}

var protocols = map[string]func(*httptest.Server){
	"HTTP/1.1": (*httptest.Server).Start,
	"HTTP/2":   func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() },
}

func answering(status int, content string, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for _, f := range fields {
			name, value, _ := strings.Cut(f, ": ")
			w.Header()[textproto.CanonicalMIMEHeaderKey(name)] = []string{value}
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, content)
	}
}

func get(t *testing.T, path string) func(*http.Client, string) {
	t.Helper()
	return func(c *http.Client, url string) {
		resp, err := c.Get(url + path)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}

func zipped(content string, w func(io.Writer) io.WriteCloser) string {
	var b strings.Builder
	z := w(&b)
	_, _ = io.WriteString(z, content)
	_ = z.Close()
	return b.String()
}

// TestTransportAndHandlerAgree checks that client and server report the same findings for an
// exchange, with any protocol.
func TestTransportAndHandlerAgree(t *testing.T) {
	wrong := envelope("voice_unavailable")
	gz := zipped(wrong, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	br := zipped(wrong, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) })
	zst := zipped(wrong, func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z })
	for _, c := range []struct {
		reason  string
		handler http.HandlerFunc
		want    string
	}{
		{"right", answering(404, envelope("video_not_found")), ""},
		{"wrong", answering(404, wrong), "error[code-status]"},
		{"gzip, which the transport decodes", answering(404, gz, "Content-Encoding: gzip"), "error[code-status]"},
		{"Brotli, which few servers send", answering(404, br, "Content-Encoding: br"), "error[code-status]"},
		{"Zstandard", answering(404, zst, "Content-Encoding: zstd"), "error[code-status]"},
		{"nothing is written", func(http.ResponseWriter, *http.Request) {}, "error[body-unreadable]"},
		{"no media type: net/http looks at the content", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, success)
		}, "error[content-type-undocumented]: status 200 OK does not document the media type text/plain"},
		{"nor with HTML", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, "<html>")
		}, "error[envelope-missing]: status 404 Not Found came with HTML"},
		{"no media type on purpose", func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			_, _ = io.WriteString(w, success)
		}, "error[content-type-undocumented]: the response has no Content-Type header"},
		{"a status twice", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, envelope("video_not_found"))
		}, ""},
		{"early hints before the response", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, wrong)
		}, "error[code-status]"},
		{"fields after the header are too late", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusTooManyRequests)
			w.Header().Set("Retry-After", "3")
			_, _ = io.WriteString(w, envelope("rate_limit_exceeded"))
		}, "error[retry-after-missing]"},
		{"in pieces, flushed", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			for _, piece := range strings.SplitAfter(wrong, ",") {
				_, _ = io.WriteString(w, piece)
				_ = http.NewResponseController(w).Flush()
			}
		}, "error[code-status]"},
		{"copied from a reader", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.Copy(w, strings.NewReader(wrong))
		}, "error[code-status]"},
		{"longer than declared", answering(404, wrong+"trailing", fmt.Sprint("Content-Length: ", len(wrong))), ""},
		{"shorter than declared", answering(404, wrong, "Content-Length: 9999"), ""},
		{"a panic before", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, ""},
		{"a panic in the middle", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, wrong)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}, ""},
	} {
		for protocol, start := range protocols {
			t.Run(c.reason+"/"+protocol, func(t *testing.T) {
				client, server := both(t, c.handler, start, get(t, "/v3/videos/v1"))
				if c.want == "" {
					assert.NotContains(t, client.all(), "error[", "client")
					assert.NotContains(t, server.all(), "error[", "server")
					return
				}
				assert.True(t, strings.HasPrefix(client.all(), c.want), "client: %s", client.all())
				assert.True(t, strings.HasPrefix(server.all(), c.want), "server: %s", server.all())
			})
		}
	}
}

// TestStreaming checks that a client can read data before the response is complete, and that Flush
// still works.
func TestStreaming(t *testing.T) {
	for protocol, start := range protocols {
		t.Run(protocol, func(t *testing.T) {
			more := make(chan struct{})
			handler := func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, "{\n")
				w.(http.Flusher).Flush() //nolint:forcetypeassert // the test is about it
				<-more
				_, _ = io.WriteString(w, success[1:])
			}
			client, server := both(t, handler, start, func(c *http.Client, url string) {
				resp, err := c.Get(url + "/v3/videos/v1")
				require.NoError(t, err)
				r := bufio.NewReader(resp.Body)
				line, err := r.ReadString('\n')
				require.NoError(t, err)
				assert.Equal(t, "{\n", line)
				close(more)
				rest, err := io.ReadAll(r)
				require.NoError(t, err)
				assert.Equal(t, success[1:], string(rest))
				require.NoError(t, resp.Body.Close())
			})
			assert.Empty(t, client.all())
			assert.Empty(t, server.all())
		})
	}
}

// TestDecodersThatStopEarly covers JSON decoders, which stop after the value and close the body.
func TestDecodersThatStopEarly(t *testing.T) {
	for protocol, start := range protocols {
		t.Run(protocol, func(t *testing.T) {
			client, _ := both(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusNotFound)
				_, _ = io.WriteString(w, envelope("voice_unavailable"))
				_ = http.NewResponseController(w).Flush()
				<-r.Context().Done() // ends when the client has disconnected
			}, start, func(c *http.Client, url string) {
				resp, err := c.Get(url + "/v3/videos/v1")
				require.NoError(t, err)
				var v any
				require.NoError(t, json.NewDecoder(resp.Body).Decode(&v))
				require.NoError(t, resp.Body.Close())
			})
			assert.Contains(t, client.all(), "error[code-status]")
		})
	}
}

func TestCancelledRequests(t *testing.T) {
	for protocol, start := range protocols {
		t.Run(protocol, func(t *testing.T) {
			client, server := both(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Has("late") {
					w.Header().Set("Content-Type", "application/json")
					_, _ = io.WriteString(w, "{")
					_ = http.NewResponseController(w).Flush()
				}
				<-r.Context().Done()
			}, start, func(c *http.Client, url string) {
				for _, query := range []string{"", "?late"} {
					ctx, cancel := context.WithCancel(t.Context())
					req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
						WroteRequest: func(httptrace.WroteRequestInfo) {
							if query == "" {
								cancel()
							}
						},
					}), http.MethodGet, url+"/v3/videos/v1"+query, nil)
					require.NoError(t, err)
					resp, err := c.Do(req)
					if query == "" {
						require.ErrorIs(t, err, context.Canceled)
						continue
					}
					require.NoError(t, err)
					_, err = resp.Body.Read(make([]byte, 1))
					require.NoError(t, err)
					cancel()
					_, err = io.ReadAll(resp.Body)
					require.ErrorIs(t, err, context.Canceled)
					require.NoError(t, resp.Body.Close())
				}
			})
			assert.Contains(t, client.all(), "the only response of the contract could not be checked: body-not-recorded 1")
			assert.NotContains(t, server.all(), "error[code")
		})
	}
}

func TestTrailers(t *testing.T) {
	for protocol, start := range protocols {
		t.Run(protocol, func(t *testing.T) {
			client, server := both(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, success)
				_ = http.NewResponseController(w).Flush()
				w.Header().Set(http.TrailerPrefix+"X-Sum", "abc")
			}, start, func(c *http.Client, url string) {
				resp, err := c.Get(url + "/v3/videos/v1")
				require.NoError(t, err)
				_, err = io.ReadAll(resp.Body)
				require.NoError(t, err)
				assert.Equal(t, "abc", resp.Trailer.Get("X-Sum"))
				require.NoError(t, resp.Body.Close())
			})
			assert.Empty(t, client.all())
			assert.Empty(t, server.all())
		})
	}
}

// TestSwitchingProtocols covers 101: the client and the handler use the connection in both
// directions.
func TestSwitchingProtocols(t *testing.T) {
	client, server := both(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, rw, err := http.NewResponseController(w).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = rw.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
		_ = rw.Flush()
		line, _ := rw.ReadString('\n')
		_, _ = rw.WriteString(line)
		_ = rw.Flush()
	}, protocols["HTTP/1.1"], func(c *http.Client, url string) {
		req, err := http.NewRequest(http.MethodGet, url+"/v3/videos/v1", nil)
		require.NoError(t, err)
		req.Header.Set("Connection", "Upgrade")
		req.Header.Set("Upgrade", "echo")
		resp, err := c.Do(req)
		require.NoError(t, err)
		conn, ok := resp.Body.(io.ReadWriteCloser)
		require.True(t, ok)
		_, err = io.WriteString(conn, "hello\n")
		require.NoError(t, err)
		line, err := bufio.NewReader(conn).ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "hello\n", line)
		require.NoError(t, conn.Close())
	})
	assert.Contains(t, client.all(), "skipped (websocket 1)")
	assert.Contains(t, server.all(), "skipped (websocket 1)")
}

// TestRetriedRequests covers retries: a client that repeats a request makes a second exchange; a
// repetition of net/http is the same exchange.
func TestRetriedRequests(t *testing.T) {
	var mu sync.Mutex
	calls := 0
	client, server := both(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		calls++
		n := calls
		mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		assert.Equal(t, `{"a":1}`, string(body))
		if n == 1 {
			answering(429, envelope("rate_limit_exceeded"), "Retry-After: 1")(w, r)
			return
		}
		answering(404, envelope("video_not_found"))(w, r)
	}, protocols["HTTP/1.1"], func(c *http.Client, url string) {
		req, err := http.NewRequest(http.MethodPost, url+"/v3/videos", strings.NewReader(`{"a":1}`))
		require.NoError(t, err)
		for range 2 {
			resp, err := c.Do(req)
			require.NoError(t, err)
			_, _ = io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			req.Body, _ = req.GetBody()
		}
	})
	assert.Empty(t, client.all())
	assert.Contains(t, client.logged(), "2 entries = 2 checked")
	assert.Empty(t, server.all())
	assert.Contains(t, server.logged(), "2 entries = 2 checked")
}

// TestThousandAtOnce makes a thousand exchanges at the same time, half of them wrong. None may be
// lost or mixed up.
func TestThousandAtOnce(t *testing.T) {
	const n = 1000
	client, server := both(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "wrong") {
			answering(404, envelope("voice_unavailable"))(w, r)
			return
		}
		answering(404, envelope("video_not_found"))(w, r)
	}, protocols["HTTP/1.1"], func(c *http.Client, url string) {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				suffix := []string{"right", "wrong"}[i%2]
				get(t, fmt.Sprintf("/v3/videos/v%d-%s", i, suffix))(c, url)
			})
		}
		all.Wait()
	})
	for name, r := range map[string]*recorder{"client": client, "server": server} {
		assert.Contains(t, r.logged(), "1000 entries = 1000 checked + 0 skipped", name)
		assert.Len(t, r.errors, 10, name)
		assert.Contains(t, r.logged(), "490 further occurrences of findings were not reported", name)
	}
}

func TestHandlerWithARecorder(t *testing.T) {
	r := newRecorder(t)
	h := contracttest.NewHandler(r, answering(400, envelope("video_not_found")), contracttest.Config{})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil))
	r.end()
	assert.Equal(t, envelope("video_not_found"), w.Body.String())
	assert.Contains(t, r.all(), "error[code-status]")
	assert.Len(t, r.errors, 1, "example.com is the contract's server")

	r = newRecorder(t)
	contracttest.NewHandler(r, answering(200, ""), contracttest.Config{})
	r.end()
	assert.Equal(t, "contracttest: nothing was checked: no request reached the handler", r.all())

	r = newRecorder(t)
	h = contracttest.NewHandler(r, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("mine") }), contracttest.Config{})
	assert.PanicsWithValue(t, "mine", func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos", nil)) })
	r.end()
	assert.Equal(t, "contracttest: the handler panicked (string) at GET /v3/videos", r.all(), "net/http would recover it, and the test could pass")
	assert.Contains(t, r.logged(), "skipped (no-response 1)")

	r = newRecorder(t)
	h = contracttest.NewHandler(r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v3/videos/v1" {
			panic(http.ErrAbortHandler)
		}
		answering(200, `{"data":[],"has_more":false,"next_token":null}`)(w, r)
	}), contracttest.Config{})
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos", nil))
	assert.Panics(t, func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil)) })
	r.end()
	assert.Empty(t, r.errors, "a response that is aborted on purpose is no fault")
}

// TestHandlerKeepsInterfaces checks that the wrapped writer has exactly the optional interfaces of
// the original.
func TestHandlerKeepsInterfaces(t *testing.T) {
	type all interface {
		http.Flusher
		http.Hijacker
		io.ReaderFrom
		io.StringWriter
	}
	_, server := both(t, func(w http.ResponseWriter, r *http.Request) {
		_, ok := w.(all)
		assert.True(t, ok)
		_, ok = w.(http.Pusher)
		assert.False(t, ok, "HTTP/1.1 has no push")
		assert.NoError(t, http.NewResponseController(w).EnableFullDuplex())
		answering(200, success)(w, r)
	}, protocols["HTTP/1.1"], get(t, "/v3/videos/v1"))
	assert.Empty(t, server.all())
	_, server = both(t, func(w http.ResponseWriter, r *http.Request) {
		_, ok := w.(http.Pusher)
		assert.True(t, ok)
		_, ok = w.(http.Hijacker)
		assert.False(t, ok, "HTTP/2 has no connection to hand over")
		answering(200, success)(w, r)
	}, protocols["HTTP/2"], get(t, "/v3/videos/v1"))
	assert.Empty(t, server.all())
}

// TestBasePath covers a base path, which servers under test may have or not.
func TestBasePath(t *testing.T) {
	contract, err := validate.Parse("api.yaml", []byte(`
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: "https://{region}.example.com/{v}/x", variables: {region: {default: eu}, v: {default: v1}}}]
paths:
  /things: {get: {operationId: list, responses: {"200": {description: d}}}}
`))
	require.NoError(t, err)
	for _, path := range []string{"/things", "/v1/x/things"} {
		r := use(t, contracttest.Config{Contract: contract, Transport: answer(418, "")}, func(rt http.RoundTripper) {
			fetch(t, rt, "http://localhost:1"+path)
		})
		assert.Contains(t, r.all(), "error[status-undocumented]", path)
	}
}
