package live

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// A bodyEnd is how a body ended.
type bodyEnd int

const (
	bodyComplete bodyEnd = iota // read to its end
	bodyClosed                  // closed before its end
	bodyBroken                  // ended by an error
)

// A recordedBody records a response's body as the client reads it. It delays nothing, and reads
// nothing itself.
type recordedBody struct {
	io.ReadCloser
	transport *Transport
	length    int64 // of Content-Length; 0 if unknown

	mu        sync.Mutex
	recording *exchangeRecording // nil once the exchange has finished
}

// Read reads from the body. At its end the exchange finishes.
func (b *recordedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.recordBytes(p[:max(0, min(n, len(p)))])
	switch err {
	case nil:
	case io.EOF: // io.Reader requires EOF itself, not an error that wraps it
		b.endBody(bodyComplete)
	default:
		b.endBody(bodyBroken)
	}
	return n, err
}

// Close closes the body. If it was not read to its end, the exchange finishes with
// what was read.
func (b *recordedBody) Close() error {
	err := b.ReadCloser.Close()
	b.endBody(bodyClosed)
	return err
}

func (b *recordedBody) recordBytes(p []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.recording != nil {
		b.recording.copyBytes(p)
	}
}

// endBody finishes the exchange. Later calls have no effect.
func (b *recordedBody) endBody(how bodyEnd) {
	b.mu.Lock()
	r := b.recording
	b.recording = nil
	b.mu.Unlock()
	if r == nil {
		return
	}
	if how == bodyClosed && b.length > 0 && r.size == b.length {
		how = bodyComplete
	}
	b.transport.untrackBody(b)
	r.finishExchange(how)
}

// isIncompleteJSON reports whether body stops within a JSON value, so that the missing rest could
// still make it valid. A client that decodes JSON stops after one value and rarely reads to the end
// of the body.
func isIncompleteJSON(body []byte) bool {
	d := jsontext.NewDecoder(bytes.NewBuffer(body))
	if err := d.SkipValue(); err != nil {
		return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	}
	// A number may continue. Words such as true are treated alike.
	return !strings.ContainsRune(`}]"`, rune(body[d.InputOffset()-1]))
}
