package contracttest

import (
	"io"
	"sync"
)

// A body is a response's body that is watched on its way to the reader. It holds
// nothing back and reads nothing by itself.
type body struct {
	io.ReadCloser
	session *session
	length  int64 // declared; 0: unknown

	mu       sync.Mutex
	exchange *exchange // nil once it was judged
}

// Read reads from the body, and judges the exchange at its end.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.saw(p[:max(0, min(n, len(p)))])
	switch err {
	case nil:
	case io.EOF: // itself, says io.Reader
		b.end(complete)
	default:
		b.end(broken)
	}
	return n, err
}

// Close closes the body. If it was not read to its end, the exchange is judged by
// what was read.
func (b *body) Close() error {
	err := b.ReadCloser.Close()
	b.end(early)
	return err
}

func (b *body) saw(p []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.exchange != nil {
		b.exchange.see(p)
	}
}

// end judges the exchange, once.
func (b *body) end(how ending) {
	b.mu.Lock()
	e := b.exchange
	b.exchange = nil
	b.mu.Unlock()
	if e == nil {
		return
	}
	if how == early && b.length > 0 && e.size == b.length {
		how = complete
	}
	e.settle(how)
	b.session.done(b)
	b.session.judge(e)
	e.release()
}
