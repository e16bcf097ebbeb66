package inputs

import (
	"context"
	"io"
	"os"
	"sync"
)

// ReadUntil returns a reader of r that fails with the context's error once the context
// ends, even while r waits for data as a pipe does. r must not be used otherwise.
func ReadUntil(ctx context.Context, r io.Reader) io.Reader {
	if isRegular(r) {
		return contextReader{ctx, r}
	}
	return newPump(ctx, func() (io.ReadCloser, error) { return io.NopCloser(r), nil })
}

func isRegular(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular()
}

// openUntil opens a file, which may be a pipe without a writer, until the context ends.
func openUntil(ctx context.Context, name string) (io.ReadCloser, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return newPump(ctx, func() (io.ReadCloser, error) { return os.Open(name) }), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return contextFile{contextReader{ctx, f}, f}, nil
}

// A contextReader reads from something that never waits.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}

type contextFile struct {
	contextReader
	io.Closer
}

// pumpSize is the size of a piece that a pump reads ahead.
const pumpSize = 64 << 10

// A pump reads in a goroutine of its own, one piece ahead. If the source never yields
// anything, the goroutine stays, and ends with the process.
type pump struct {
	ctx    context.Context
	cancel context.CancelFunc
	pieces chan piece
	free   chan []byte
	buffer []byte // of the piece that rest is a part of
	rest   []byte
	err    error // after rest

	mu     sync.Mutex
	source io.Closer // nil before it is open
}

type piece struct {
	data []byte
	err  error
}

func newPump(ctx context.Context, open func() (io.ReadCloser, error)) *pump {
	p := &pump{pieces: make(chan piece), free: make(chan []byte, 2)}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.free <- make([]byte, pumpSize)
	p.free <- make([]byte, pumpSize)
	go p.run(open)
	return p
}

func (p *pump) run(open func() (io.ReadCloser, error)) {
	source, err := open()
	if err != nil {
		p.send(piece{err: err})
		return
	}
	p.mu.Lock()
	p.source = source
	p.mu.Unlock()
	if p.ctx.Err() != nil {
		_ = source.Close()
	}
	for {
		var buffer []byte
		select {
		case buffer = <-p.free:
		case <-p.ctx.Done():
			return
		}
		n, err := source.Read(buffer)
		if !p.send(piece{buffer[:n], err}) || err != nil {
			return
		}
	}
}

func (p *pump) send(next piece) bool {
	select {
	case p.pieces <- next:
		return true
	case <-p.ctx.Done():
		return false
	}
}

func (p *pump) Read(b []byte) (int, error) {
	for len(p.rest) == 0 {
		if p.err != nil {
			return 0, p.err
		}
		if p.buffer != nil {
			p.free <- p.buffer[:pumpSize] // there is room for both
			p.buffer = nil
		}
		select {
		case next := <-p.pieces:
			p.buffer, p.rest, p.err = next.data, next.data, next.err
		case <-p.ctx.Done():
			p.err = p.ctx.Err()
		}
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// Close ends the goroutine, and closes the source.
func (p *pump) Close() error {
	p.cancel()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.source == nil {
		return nil
	}
	return p.source.Close()
}
