package live

import (
	"io"
	"net/http"
	"sync"

	"github.com/apicontract/apicontract/validate"
)

// A Transport is an [http.RoundTripper] that records the exchanges of the one that it wraps. It is
// safe for concurrent use if that is.
//
// Requests, responses and errors are passed through unchanged; only a response's Body is wrapped.
// An exchange finishes
//
//   - at once, if its response has no body, or none that is needed;
//   - when its body has been read to the end;
//   - when its body is closed before the end. The rest is read first if [Options.MaxRest] allows
//     it. Otherwise JSON is recorded if the value is complete or cannot become valid, another body
//     if part of it was read;
//   - with [Transport.Abandon], without a body.
//
// A failed round trip finishes with status 0. A body with a Write method is a connection (101
// Switching Protocols) and is not recorded.
type Transport struct {
	base    http.RoundTripper
	options Options

	mu        sync.Mutex
	open      *recordedBody // the latest body that has not ended; the others follow it
	abandoned bool
}

// NewTransport wraps base; nil means [http.DefaultTransport].
func NewTransport(base http.RoundTripper, o Options) *Transport {
	if base == nil {
		base = http.DefaultTransport
	}
	return &Transport{base: base, options: o}
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req)
	r := newRecording(&t.options, req)
	if err != nil || resp == nil {
		r.finishExchange(bodyComplete)
		return resp, err
	}
	t.recordResponse(r, resp)
	return resp, nil
}

// CloseIdleConnections calls the wrapped transport's method of that name, if it has
// one, as [http.Client.CloseIdleConnections] expects.
func (t *Transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// recordResponse finishes the exchange at once, or leaves that to the end of the body.
func (t *Transport) recordResponse(r *exchangeRecording, resp *http.Response) {
	r.startResponse(resp.StatusCode, resp.Header)
	_, connection := resp.Body.(io.Writer)
	switch {
	case resp.Body == nil, resp.Body == http.NoBody:
		r.finishExchange(bodyComplete)
	case connection:
		r.finishExchange(bodyBroken)
	case t.options.NeedBody != nil && !t.options.NeedBody(&r.Exchange):
		r.Response.BodyMissing = validate.UncheckedNotRecorded
		r.finishExchange(bodyComplete)
	default:
		b := &recordedBody{ReadCloser: resp.Body, transport: t, recording: r, length: max(0, resp.ContentLength)}
		t.trackBody(b)
		resp.Body = b
	}
}

func (t *Transport) trackBody(b *recordedBody) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.abandoned {
		return
	}
	b.isTracked, b.next = true, t.open
	if t.open != nil {
		t.open.previous = b
	}
	t.open = b
}

func (t *Transport) untrackBody(b *recordedBody) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !b.isTracked {
		return
	}
	if b.previous == nil {
		t.open = b.next
	} else {
		b.previous.next = b.next
	}
	if b.next != nil {
		b.next.previous = b.previous
	}
	b.isTracked, b.previous, b.next = false, nil, nil
}

// Abandon finishes the exchanges whose bodies are still open, and returns their number. The bodies
// stay readable. Bodies that are opened later are recorded, but a second Abandon does not finish
// them.
func (t *Transport) Abandon() int {
	t.mu.Lock()
	t.abandoned = true
	var open []*recordedBody
	for b := t.open; b != nil; b = b.next {
		open = append(open, b)
	}
	t.mu.Unlock()
	for _, b := range open {
		b.endBody(bodyAbandoned)
	}
	return len(open)
}
