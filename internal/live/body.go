package live

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// A bodyEnd is how a body ended.
type bodyEnd int

const (
	bodyComplete  bodyEnd = iota // read to its end
	bodyClosed                   // closed before its end
	bodyBroken                   // ended by an error
	bodyAbandoned                // neither read to its end nor closed
)

// A recordedBody records a response's body as the client reads it. It never reads ahead of the
// client; only Close may read the rest.
type recordedBody struct {
	io.ReadCloser
	transport *Transport
	length    int64        // of Content-Length; 0 if unknown
	reading   atomic.Int32 // calls of Read in progress

	mu        sync.Mutex
	recording *exchangeRecording // nil once the exchange has finished

	// The fields below are those of the transport's list of open bodies, and guarded by its lock.
	isTracked      bool
	previous, next *recordedBody
}

// Read reads from the body. At its end the exchange finishes.
func (b *recordedBody) Read(p []byte) (int, error) {
	b.reading.Add(1)
	n, err := b.ReadCloser.Read(p)
	b.reading.Add(-1)
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

// Close closes the body. If it was not read to its end, Close reads the rest if that is short, and
// the exchange finishes with what was read.
func (b *recordedBody) Close() error {
	if b.mayReadRest() {
		b.readRest()
	}
	err := b.ReadCloser.Close()
	b.endBody(bodyClosed)
	return err
}

// mayReadRest reports whether Close reads the rest of the body: its length must be known and within
// the limit, and no Read of another goroutine may be in progress.
func (b *recordedBody) mayReadRest() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.recording != nil && b.length > 0 && b.length <= b.transport.options.MaxRest &&
		b.recording.size < b.length && b.reading.Load() == 0
}

// maxRestTime limits the time in which the rest of a body must arrive. Usually it is there already.
const maxRestTime = time.Second

// readRest reads the rest of the body. A body that does not arrive in time is closed, which ends the
// Read in progress, and stays incomplete. An error is not the client's, who does not read any more.
func (b *recordedBody) readRest() {
	stop := time.AfterFunc(maxRestTime, func() { _ = b.ReadCloser.Close() })
	defer stop.Stop()
	buffer := restBuffers.Get().(*[]byte)
	defer restBuffers.Put(buffer)
	for received := b.recordedSize(); received < b.length; {
		n, err := b.ReadCloser.Read(*buffer)
		b.recordBytes((*buffer)[:max(0, min(n, len(*buffer)))])
		if received += int64(n); err != nil {
			return
		}
	}
}

var restBuffers = sync.Pool{New: func() any { b := make([]byte, 16<<10); return &b }}

// recordedSize returns the number of bytes that were read.
func (b *recordedBody) recordedSize() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.recording == nil {
		return b.length
	}
	return b.recording.size
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
	if how == bodyClosed && b.length > 0 && r.size >= b.length {
		how = bodyComplete
	}
	b.transport.untrackBody(b)
	r.Unread = how == bodyClosed || how == bodyAbandoned
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
