package capture

import (
	"bytes"
	"context"
	"io"
)

const (
	windowSize = 512 << 10
	enough     = windowSize / 4 // bytes ahead, in which most entries end
	maxTries   = 100            // reads in a row that bring nothing
)

// A window is the part of the input that is in memory. Nothing looks back
// beyond it: whoever needs bytes longer copies them.
type window struct {
	ctx      context.Context
	src      io.Reader
	buf      []byte
	pos, end int   // buf[pos:end] is still to be read
	base     int64 // offset of buf[0] in the input
	done     error // why nothing follows: io.EOF, or what the reader said
	fence    guard
}

func (w *window) offset() int64 { return w.base + int64(w.pos) }

// more replaces a window that is used up by what follows it and reports
// whether anything does.
func (w *window) more() bool {
	if len(w.fence.texts) > 0 {
		return w.moreGuarded()
	}
	w.base += int64(w.end)
	w.pos, w.end = 0, 0
	for tries := 0; w.end == 0 && w.done == nil; tries++ {
		w.end = w.readAt(0, tries)
	}
	return w.end > 0
}

// fill makes the window hold enough of what follows, if there is as much.
func (w *window) fill() {
	if w.end-w.pos >= enough || w.done != nil {
		return
	}
	w.base += int64(w.pos)
	w.end = copy(w.buf, w.buf[w.pos:w.end])
	w.pos = 0
	for tries := 0; w.end < len(w.buf) && w.done == nil; tries++ {
		if n := w.readAt(w.end, tries); n > 0 {
			w.end += n
			tries = 0
		}
	}
}

// readAt reads once, to buf[at:], and returns how many bytes. tries is how often
// in a row that brought nothing.
func (w *window) readAt(at, tries int) (n int) {
	if w.done = w.ctx.Err(); w.done != nil {
		return 0
	}
	if tries == maxTries {
		w.done = io.ErrNoProgress
		return 0
	}
	n, w.done = w.src.Read(w.buf[at:])
	return n
}

// cur returns the next byte without moving past it, -1 at the end.
func (w *window) cur() int {
	if w.pos == w.end && !w.more() {
		return -1
	}
	return int(w.buf[w.pos])
}

// nextLine moves behind the next line break and reports whether there is one.
func (w *window) nextLine() bool {
	for w.pos < w.end || w.more() {
		if i := bytes.IndexByte(w.buf[w.pos:w.end], '\n'); i >= 0 {
			w.pos += i + 1
			return true
		}
		w.pos = w.end
	}
	return false
}
