package format

import (
	"bytes"
	"context"
	"io"
	"slices"
)

const (
	// WindowSize is the maximum number of bytes of the input that a window holds.
	WindowSize = 512 << 10

	fillBelow = WindowSize / 4 // bytes that hold most entries
	maxTries  = 100            // consecutive reads without data
)

// A Window is the part of the input that is in memory. It holds no bytes before Pos: code that
// needs bytes longer copies them. The fields are exported so that scanners can go through the bytes
// without a function call for each.
type Window struct {
	Buf      []byte
	Pos, End int   // Buf[Pos:End] is unread
	Done     error // why no more input follows: io.EOF, or the reader's error

	ctx       context.Context
	src       io.Reader
	pending   [][]byte // texts that were unread, before the rest of src
	sourceErr error    // error of src, while texts are pending
	base      int64    // offset of Buf[0] in the input
	boundary  entryBoundary
}

// NewWindow returns a window on src.
func NewWindow(ctx context.Context, src io.Reader) Window {
	return Window{ctx: ctx, src: src, Buf: make([]byte, WindowSize)}
}

// TextWindow returns a window on a text in memory.
func TextWindow(text []byte) Window {
	return Window{ctx: context.Background(), Buf: text, End: len(text), Done: io.EOF}
}

// Context returns the context whose end ends reading.
func (w *Window) Context() context.Context { return w.ctx }

// Offset returns the offset of the next byte in the input.
func (w *Window) Offset() int64 { return w.base + int64(w.Pos) }

// More replaces the bytes of a consumed window by the next ones, and reports whether there are any.
func (w *Window) More() bool {
	if len(w.boundary.texts) > 0 {
		return w.moreBeforeBoundary()
	}
	w.base += int64(w.End)
	w.Pos, w.End = 0, 0
	for tries := 0; w.End == 0 && w.Done == nil; tries++ {
		w.End = w.readOnce(0, tries)
	}
	return w.End > 0
}

// Fill extends the window so that most entries fit in it.
func (w *Window) Fill() {
	if w.End-w.Pos >= fillBelow || w.Done != nil {
		return
	}
	w.base += int64(w.Pos)
	w.End = copy(w.Buf, w.Buf[w.Pos:w.End])
	w.Pos = 0
	for tries := 0; w.End < len(w.Buf) && w.Done == nil; tries++ {
		if n := w.readOnce(w.End, tries); n > 0 {
			w.End += n
			tries = 0
		}
	}
}

// readOnce reads once, to Buf[at:], and returns the number of bytes. tries is the number of reads
// in a row that returned none.
func (w *Window) readOnce(at, tries int) (n int) {
	if w.Done = w.ctx.Err(); w.Done != nil {
		return 0
	}
	if tries == maxTries {
		w.Done = io.ErrNoProgress
		return 0
	}
	n, w.Done = w.readInput(w.Buf[at:])
	return n
}

// readInput reads from the pending texts, then from the source.
func (w *Window) readInput(buf []byte) (int, error) {
	if len(w.pending) > 0 {
		n := copy(buf, w.pending[0])
		if w.pending[0] = w.pending[0][n:]; len(w.pending[0]) == 0 {
			w.pending = w.pending[1:]
		}
		return n, nil
	}
	if w.sourceErr != nil {
		return 0, w.sourceErr
	}
	return w.src.Read(buf)
}

// fillBuffer reads until buf is full, and reports false at the end of the input.
func (w *Window) fillBuffer(buf *[]byte) bool {
	for tries := 0; len(*buf) < cap(*buf) && w.Done == nil; tries++ {
		if w.Done = w.ctx.Err(); w.Done != nil {
			break
		}
		if tries == maxTries {
			w.Done = io.ErrNoProgress
			break
		}
		n, err := w.readInput((*buf)[len(*buf):cap(*buf)])
		*buf = (*buf)[:len(*buf)+n]
		w.Done = err
		if n > 0 {
			tries = 0
		}
	}
	return w.Done == nil
}

// unread puts texts back before the rest of the input. The first of them begins at offset.
func (w *Window) unread(offset int64, texts ...[]byte) {
	texts = slices.DeleteFunc(texts, func(text []byte) bool { return len(text) == 0 })
	w.pending = append(texts, w.pending...)
	if w.Done != nil {
		w.sourceErr, w.Done = w.Done, nil
	}
	w.base, w.Pos, w.End = offset, 0, 0
}

// PeekByte returns the next byte without moving past it, -1 at the end.
func (w *Window) PeekByte() int {
	if w.Pos == w.End && !w.More() {
		return -1
	}
	return int(w.Buf[w.Pos])
}

// NextLine moves past the next line break and reports whether there is one.
func (w *Window) NextLine() bool {
	for w.Pos < w.End || w.More() {
		if i := bytes.IndexByte(w.Buf[w.Pos:w.End], '\n'); i >= 0 {
			w.Pos += i + 1
			return true
		}
		w.Pos = w.End
	}
	return false
}
