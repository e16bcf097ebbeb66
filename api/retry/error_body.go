package retry

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/apicontract/apicontract/api"
)

// maxErrorBody is the number of bytes of an error's body that are read, as in package api. Reading
// the rest costs more than a new connection.
const maxErrorBody = 1 << 20

var errTooSlow = errors.New("retry: the body of the error did not arrive in time")

// readError returns the error that a response reports, nil if its status is not an error, and the
// body, which can still be read from its start. If a body does not arrive within patience, the part
// that has arrived counts.
func readError(resp *http.Response, patience time.Duration) (*api.Error, *peekedBody) {
	if resp.StatusCode < http.StatusBadRequest {
		return nil, nil
	}
	body := peekBody(resp, patience)
	copied := *resp
	copied.Body = io.NopCloser(bytes.NewReader(body.arrived()))
	_, err := api.Decode[struct{}](&copied, nil)
	e, _ := errors.AsType[*api.Error](err)
	return e, body
}

// A peekedBody is the body of a response whose beginning was read. A goroutine reads it, so that
// the attempt can stop waiting for it. The goroutine ends with the body, after maxErrorBody, or
// after the Read that was pending when the attempt stopped.
type peekedBody struct {
	body io.ReadCloser
	late bool          // the attempt stopped waiting
	done chan struct{} // closed when the goroutine has ended

	mu      sync.Mutex
	head    []byte // what the goroutine has read
	err     error  // its last error
	stopped bool   // it should end
	given   int    // bytes of head that the caller has read
}

// peekBody reads the beginning of a body and puts it back, including its errors.
func peekBody(resp *http.Response, patience time.Duration) *peekedBody {
	p := &peekedBody{body: resp.Body, done: make(chan struct{})}
	if resp.Body == nil {
		close(p.done)
		return p
	}
	resp.Body = p
	go p.fill()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-p.done:
	case <-timer.C:
		p.late = true
		p.mu.Lock()
		p.stopped = true
		p.mu.Unlock()
	}
	return p
}

func (p *peekedBody) fill() {
	defer close(p.done)
	chunk := make([]byte, 4096)
	for {
		n, err := p.body.Read(chunk)
		p.mu.Lock()
		p.head, p.err = append(p.head, chunk[:n]...), err
		end := p.stopped || err != nil || len(p.head) > maxErrorBody
		p.mu.Unlock()
		if end {
			return
		}
	}
}

// arrived returns the part of the body that has arrived.
func (p *peekedBody) arrived() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Clone(p.head)
}

// Read returns what the goroutine has read, and then the rest.
func (p *peekedBody) Read(b []byte) (int, error) {
	if n := p.give(b); n > 0 || len(b) == 0 {
		return n, nil
	}
	<-p.done
	if n := p.give(b); n > 0 {
		return n, nil
	}
	if p.err != nil {
		return 0, p.err
	}
	return p.body.Read(b)
}

func (p *peekedBody) give(b []byte) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := copy(b, p.head[p.given:])
	p.given += n
	return n
}

// Close closes the body, which ends the goroutine's Read.
func (p *peekedBody) Close() error { return p.body.Close() }

// cutOff closes a late body, so that a client that reads the body before it repeats the request is
// not blocked.
func (p *peekedBody) cutOff() {
	if p.late {
		_ = p.body.Close()
		<-p.done
		p.err = errTooSlow
	}
}
