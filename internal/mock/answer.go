package mock

import (
	"context"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/apicontract/apicontract/internal/mock/response"
)

// slowPieces is into how many pieces a slow body is cut, if it is long enough.
const slowPieces = 16

// send writes an answer, with what a transport fault does to it; every other
// fault was done to the answer before, by [Fault.Distort]. It returns how many
// bytes of the body went out: nothing of a reset answer, half of a truncated
// one, and of a slow one what was sent until the request's context ended.
//
// The error is [http.ErrAbortHandler] or nil: there, the caller has to panic
// with it once everything else is done, for that is how a handler breaks off a
// response that it cannot break off itself (HTTP/2, or a writer that lets
// nobody hijack it).
func send(w http.ResponseWriter, r *http.Request, a *response.Response, f Fault, slow time.Duration) (int, error) {
	if f == FaultReset {
		return 0, reset(w)
	}
	a.WriteHeader(w)
	if r.Method == http.MethodHead || !response.HasBody(a.Status) {
		return 0, nil
	}
	switch f {
	case FaultTruncated:
		return truncate(w, r, a.Body)
	case FaultSlow:
		return trickle(r.Context(), w, a.Body, slow), nil
	}
	n, _ := w.Write(a.Body) // who is no longer there cannot be told
	return n, nil
}

// reset ends the connection without a word. A linger of zero makes the system
// send RST instead of FIN, below TLS too, whose own goodbye must not go out.
func reset(w http.ResponseWriter) error {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return http.ErrAbortHandler
	}
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn()
	}
	if lingering, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		_ = lingering.SetLinger(0) // without it, the connection still ends
	}
	_ = conn.Close()
	return nil
}

// truncate sends half of the body that was promised. An HTTP/1 server closes
// the connection of a handler that keeps less than its Content-Length; one of
// HTTP/2 would end the stream as if that were all.
func truncate(w http.ResponseWriter, r *http.Request, body []byte) (int, error) {
	n, _ := w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	if r.ProtoMajor > 1 {
		return n, http.ErrAbortHandler
	}
	return n, nil
}

// trickle sends the body in pieces, each flushed, over the time given.
func trickle(ctx context.Context, w http.ResponseWriter, body []byte, over time.Duration) int {
	size := max(1, (len(body)+slowPieces-1)/slowPieces)
	pieces := (len(body) + size - 1) / size
	control := http.NewResponseController(w)
	_ = control.Flush()
	sent := 0
	for piece := range slices.Chunk(body, size) {
		if !pause(ctx, over/time.Duration(pieces)) {
			return sent
		}
		n, err := w.Write(piece)
		sent += n
		if err != nil {
			return sent
		}
		_ = control.Flush()
	}
	return sent
}

// pause waits; false if the context ended first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
