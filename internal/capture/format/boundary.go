package format

import "bytes"

// An entryBoundary ends a window early: before the next entry. It looks for one a bit ahead
// at a time, as most entries are short.
type entryBoundary struct {
	texts      [][]byte // how entries begin; none: there is no boundary
	anywhere   bool     // whatever precedes them
	reached    bool     // the window ends before one
	windowEnd  int      // where the window really ends
	searchedTo int      // how far it was searched
	searchStep int      // how far it is searched next
	before     byte     // the last byte before Buf that is no white space
}

// StopBefore makes the window end before the next of texts. They contain quotes that
// are not escaped, so that they are in no string. A member's value or the first element
// of an array may begin so, too; anywhere says that these count as well.
func (w *Window) StopBefore(texts [][]byte, anywhere bool) {
	if len(texts) == 0 {
		return
	}
	w.boundary = entryBoundary{texts: texts, anywhere: anywhere, windowEnd: w.End, searchStep: 256}
	w.findBoundary()
}

// AtBoundary reports whether the window ends before a text of [Window.StopBefore].
func (w *Window) AtBoundary() bool { return w.boundary.reached }

// EndBoundary undoes [Window.StopBefore], and reports whether the window was read up to
// the text before which it ends.
func (w *Window) EndBoundary() bool {
	met := w.boundary.reached && w.Pos == w.End
	if len(w.boundary.texts) > 0 {
		w.End, w.boundary = w.boundary.windowEnd, entryBoundary{}
	}
	return met
}

// SeekText moves to the next of texts, and reports whether there is one.
func (w *Window) SeekText(texts [][]byte) bool {
	w.StopBefore(texts, true)
	for w.Pos = w.End; w.More(); w.Pos = w.End {
	}
	return w.EndBoundary()
}

// moreBeforeBoundary is More for a window with a boundary.
func (w *Window) moreBeforeBoundary() bool {
	for b := &w.boundary; !b.reached && w.Pos == w.End; w.findBoundary() {
		if b.searchedTo == b.windowEnd && !w.shiftBuffer() {
			break
		}
		b.searchStep = min(2*b.searchStep, WindowSize)
	}
	return w.End > w.Pos
}

// shiftBuffer replaces what was searched by what follows it, and reports whether there is
// more than what was only hidden.
func (w *Window) shiftBuffer() bool {
	b := &w.boundary
	if i := lastNonSpace(w.Buf[:w.End]); i >= 0 {
		b.before = w.Buf[i]
	}
	w.base += int64(w.End)
	had := copy(w.Buf, w.Buf[w.End:b.windowEnd])
	w.Pos, w.End, b.windowEnd = 0, 0, had
	for tries := 0; b.windowEnd == had && w.Done == nil; tries++ {
		b.windowEnd += w.readOnce(had, tries)
	}
	b.searchedTo = 0
	return b.windowEnd > 0
}

// findBoundary puts the window's end before the first of the texts that follows, or else
// before what may be a part of one.
func (w *Window) findBoundary() {
	b := &w.boundary
	longest := 1
	for _, text := range b.texts {
		longest = max(longest, len(text))
	}
	b.searchedTo = min(w.Pos+longest+b.searchStep, b.windowEnd)
	w.End = b.searchedTo
	for _, text := range b.texts {
		if i := b.entryIndex(w.Buf[:w.End], text, w.Pos); i >= 0 {
			w.End, b.reached = i, true
		}
	}
	if !b.reached && (b.searchedTo < b.windowEnd || w.Done == nil) {
		w.End = max(w.Pos, b.searchedTo-longest+1)
	}
}

// entryIndex returns where text begins an entry in buf, -1 for none.
func (b *entryBoundary) entryIndex(buf, text []byte, from int) int {
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
