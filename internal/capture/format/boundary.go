package format

import "bytes"

// A boundary ends a window early: before the next entry. It looks for one a bit ahead
// at a time, as most entries are short.
type boundary struct {
	texts    [][]byte // how entries begin; none: there is no boundary
	anywhere bool     // whatever precedes them
	met      bool     // the window ends before one
	full     int      // where the window really ends
	seen     int      // how far it was searched
	step     int      // how far it is searched next
	before   byte     // the last byte before Buf that is no white space
}

// StopBefore makes the window end before the next of texts. They contain quotes that
// are not escaped, so that they are in no string. A member's value or the first element
// of an array may begin so, too; anywhere says that these count as well.
func (w *Window) StopBefore(texts [][]byte, anywhere bool) {
	if len(texts) == 0 {
		return
	}
	w.boundary = boundary{texts: texts, anywhere: anywhere, full: w.End, step: 256}
	w.search()
}

// AtBoundary reports whether the window ends before a text of [Window.StopBefore].
func (w *Window) AtBoundary() bool { return w.boundary.met }

// Continue undoes [Window.StopBefore], and reports whether the window was read up to
// the text before which it ends.
func (w *Window) Continue() bool {
	met := w.boundary.met && w.Pos == w.End
	if len(w.boundary.texts) > 0 {
		w.End, w.boundary = w.boundary.full, boundary{}
	}
	return met
}

// Seek moves to the next of texts, and reports whether there is one.
func (w *Window) Seek(texts [][]byte) bool {
	w.StopBefore(texts, true)
	for w.Pos = w.End; w.More(); w.Pos = w.End {
	}
	return w.Continue()
}

// moreBeforeBoundary is More for a window with a boundary.
func (w *Window) moreBeforeBoundary() bool {
	for b := &w.boundary; !b.met && w.Pos == w.End; w.search() {
		if b.seen == b.full && !w.shift() {
			break
		}
		b.step = min(2*b.step, WindowSize)
	}
	return w.End > w.Pos
}

// shift replaces what was searched by what follows it, and reports whether there is
// more than what was only hidden.
func (w *Window) shift() bool {
	b := &w.boundary
	if i := lastNonSpace(w.Buf[:w.End]); i >= 0 {
		b.before = w.Buf[i]
	}
	w.base += int64(w.End)
	had := copy(w.Buf, w.Buf[w.End:b.full])
	w.Pos, w.End, b.full = 0, 0, had
	for tries := 0; b.full == had && w.Done == nil; tries++ {
		b.full += w.readAt(had, tries)
	}
	b.seen = 0
	return b.full > 0
}

// search puts the window's end before the first of the texts that follows, or else
// before what may be a part of one.
func (w *Window) search() {
	b := &w.boundary
	longest := 1
	for _, text := range b.texts {
		longest = max(longest, len(text))
	}
	b.seen = min(w.Pos+longest+b.step, b.full)
	w.End = b.seen
	for _, text := range b.texts {
		if i := b.index(w.Buf[:w.End], text, w.Pos); i >= 0 {
			w.End, b.met = i, true
		}
	}
	if !b.met && (b.seen < b.full || w.Done == nil) {
		w.End = max(w.Pos, b.seen-longest+1)
	}
}

// index returns where text begins an entry in buf, -1 for none.
func (b *boundary) index(buf, text []byte, from int) int {
	for {
		i := bytes.Index(buf[from:], text)
		if i < 0 {
			return -1
		}
		i += from
		before := b.before
		if at := lastNonSpace(buf[:i]); at >= 0 {
			before = buf[at]
		}
		if b.anywhere || before != ':' && before != '[' {
			return i
		}
		from = i + 1
	}
}

// lastNonSpace returns the index of the last byte that is no white space, or -1.
func lastNonSpace(b []byte) int {
	i := len(b) - 1
	for i >= 0 && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i--
	}
	return i
}
