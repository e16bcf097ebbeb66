package fault

import (
	"context"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/apicontract/apicontract/internal/mock/response"
)

// slowPieces is the number of pieces of a slow body that has at least as many
// bytes.
const slowPieces = 16

// SendResponse writes a response and simulates a fault of the transport; [Fault.Apply] must have
// made every other fault. A slow body takes the given time. SendResponse returns the number of
// bytes of the body that were sent: none after a reset, half of a truncated body, and for a slow
// one those sent before the request's context ended.
//
// The error is nil or [http.ErrAbortHandler]. The caller must then panic with it once everything
// else is done. A handler ends a response this way if it cannot close the connection itself
// (HTTP/2, or a writer that cannot be hijacked).
func SendResponse(w http.ResponseWriter, r *http.Request, resp *response.Response, f Fault, slow time.Duration) (int, error) {
	if f == Reset {
		return 0, resetConnection(w)
	}
	resp.WriteHeader(w)
	if r.Method == http.MethodHead || !response.HasBody(resp.Status) {
		return 0, nil
	}
	switch f {
	case Truncated:
		return writeHalf(w, r, resp.Body)
	case Slow:
		return writeSlowly(r.Context(), w, resp.Body, slow), nil
	}
	n, _ := w.Write(resp.Body) // a client that has disconnected needs no error
	return n, nil
}

// resetConnection resets the connection before a byte is sent. A linger of zero makes the system
// send RST instead of FIN. This happens below TLS, because TLS would send a close_notify first.
func resetConnection(w http.ResponseWriter) error {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return http.ErrAbortHandler
	}
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn()
	}
	if lingering, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		_ = lingering.SetLinger(0) // if it fails, the connection still ends
	}
	_ = conn.Close()
	return nil
}

// writeHalf writes half of the body that the header promises. An HTTP/1 server
// closes the connection of a handler that writes less than its Content-Length. An
// HTTP/2 server would end the stream as if the body were complete, so the handler
// has to abort.
func writeHalf(w http.ResponseWriter, r *http.Request, body []byte) (int, error) {
	n, _ := w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	if r.ProtoMajor > 1 {
		return n, http.ErrAbortHandler
	}
	return n, nil
}

// writeSlowly writes the body in pieces, each flushed, over the given time.
func writeSlowly(ctx context.Context, w http.ResponseWriter, body []byte, total time.Duration) int {
	size := max(1, (len(body)+slowPieces-1)/slowPieces)
	pieces := (len(body) + size - 1) / size
	control := http.NewResponseController(w)
	_ = control.Flush()
	sent := 0
	for piece := range slices.Chunk(body, size) {
		if !Pause(ctx, total/time.Duration(pieces)) {
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

// Pause waits. It reports false if the context ended first.
func Pause(ctx context.Context, d time.Duration) bool {
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
