package contracttest

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// Transport returns a transport that passes requests to the mock without a network, whatever their
// host. It starts no goroutine, so it works inside a bubble of [testing/synctest], also if the
// server was created outside of it: delays take the bubble's time. The faults of the transport are
// simulated. It is safe for concurrent use.
func (s *Server) Transport() http.RoundTripper { return directTransport{s} }

// A directTransport calls a handler in place of a server.
type directTransport struct{ handler http.Handler }

// RoundTrip implements [http.RoundTripper]. It returns when the response is complete.
func (t directTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }() // RoundTrip must close it
	}
	w := &directWriter{header: make(http.Header)}
	aborted := w.serve(t.handler, serverRequest(req))
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if w.reset || aborted && !w.started {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return w.response(req, aborted), nil
}

// serverRequest returns the request as a server receives it.
func serverRequest(req *http.Request) *http.Request {
	r := req.Clone(req.Context())
	r.RequestURI, r.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:0"
	r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/1.1", 1, 1
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	return r
}

// A directWriter keeps a response in memory. It behaves like the writer of net/http where the mock
// depends on it.
type directWriter struct {
	header  http.Header
	sent    http.Header // the headers as they were sent
	status  int
	started bool
	reset   bool // the connection was taken over and closed
	body    bytes.Buffer
}

// serve runs the handler, and reports whether it aborted the response. Another panic continues.
func (w *directWriter) serve(h http.Handler, r *http.Request) (aborted bool) {
	defer func() {
		if v := recover(); v != nil {
			if v != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(v)
			}
			aborted = true
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

func (w *directWriter) Header() http.Header { return w.header }

func (w *directWriter) WriteHeader(status int) {
	if !w.started && status >= http.StatusOK {
		w.started, w.status, w.sent = true, status, w.header.Clone()
	}
}

func (w *directWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *directWriter) Flush() { w.WriteHeader(http.StatusOK) }

// Hijack takes over the connection. The mock does that to reset it.
func (w *directWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.reset = true
	conn, other := net.Pipe()
	_ = other.Close()
	return conn, bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn)), nil
}

// response returns the response that was written. A body that is shorter than its Content-Length,
// or that was aborted, ends with an error as it does on a connection that breaks off.
func (w *directWriter) response(req *http.Request, aborted bool) *http.Response {
	w.WriteHeader(http.StatusOK)
	w.addHeaders()
	resp := &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: w.sent, Request: req,
		Body: http.NoBody, ContentLength: int64(w.body.Len()),
	}
	if length, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil {
		resp.ContentLength = length
	}
	if req.Method == http.MethodHead || w.body.Len() == 0 && resp.ContentLength == 0 && !aborted {
		return resp
	}
	var body io.Reader = bytes.NewReader(w.body.Bytes())
	if aborted || int64(w.body.Len()) < resp.ContentLength {
		body = io.MultiReader(body, brokenConnection{})
	}
	resp.Body = io.NopCloser(body)
	return resp
}

// addHeaders adds the headers that net/http adds.
func (w *directWriter) addHeaders() {
	if w.sent.Get("Date") == "" {
		w.sent.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if _, set := w.sent["Content-Type"]; !set && w.body.Len() > 0 {
		w.sent.Set("Content-Type", http.DetectContentType(w.body.Bytes()))
	}
}

// A brokenConnection ends a body that is incomplete.
type brokenConnection struct{}

func (brokenConnection) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
