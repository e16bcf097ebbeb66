package cli

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/apicontract/apicontract/internal/render"
)

// progressDelay is the time before the progress bar appears.
const progressDelay = time.Second

// A progressBar shows on a terminal which capture is being read, how much of it and how fast, once
// this takes more than a second. A nil progressBar shows nothing.
type progressBar struct {
	start time.Time
	bytes atomic.Int64
	name  atomic.Value // string: the current capture

	timer     *time.Timer
	mu        sync.Mutex // guards the fields below
	stopped   bool
	container *mpb.Progress
	line      *mpb.Bar
}

// newProgressBar returns nil unless w is a terminal.
func newProgressBar(w io.Writer) *progressBar {
	if !isTerminal(w) {
		return nil
	}
	p := &progressBar{start: time.Now()}
	p.name.Store("")
	p.timer = time.AfterFunc(progressDelay, func() { p.showBar(w) })
	return p
}

func (p *progressBar) showBar(w io.Writer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return
	}
	p.container = mpb.New(mpb.WithOutput(w))
	p.line = p.container.New(0, mpb.SpinnerStyle().PositionLeft(),
		mpb.BarWidth(1), mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return p.barText() })))
}

// barText returns the line: "traffic.har 1.2 GiB, 310.0 MiB/s".
func (p *progressBar) barText() string {
	n := p.bytes.Load()
	rate := float64(n) / time.Since(p.start).Seconds()
	return fmt.Sprintf(" %s % .1f, % .1f/s", p.name.Load(), decor.SizeB1024(n), decor.SizeB1024(int64(rate)))
}

// countBytes returns a reader that counts the bytes read from the capture called name.
func (p *progressBar) countBytes(name string, r io.Reader) io.Reader {
	if p == nil {
		return r
	}
	p.name.Store(render.Printable(name))
	return &countingReader{r, &p.bytes}
}

// removeBar clears the line, so that the output begins on an empty one.
func (p *progressBar) removeBar() {
	if p == nil {
		return
	}
	p.timer.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	if p.container != nil {
		p.line.Abort(true)
		p.container.Wait()
	}
}

// A countingReader counts the bytes that are read through it.
type countingReader struct {
	io.Reader
	bytes *atomic.Int64
}

func (c *countingReader) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.bytes.Add(int64(n))
	return n, err
}
