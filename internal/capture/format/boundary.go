package format

import "bytes"

// An entryBoundary ends a window early, before the next entry. It searches in small steps, because
// most entries are short.
type entryBoundary struct {
	texts      [][]byte // beginnings of entries; empty if there is no boundary
	anywhere   bool     // whatever byte precedes them
	reached    bool     // the window ends before one of texts
	windowEnd  int      // actual end of the window
	searchedTo int      // end of the searched part
	searchStep int      // bytes to search in the next step
	before     byte     // last byte before Buf that is not white space
}

// StopBefore makes the window end before the next occurrence of texts. The texts contain unescaped
// quotes, so they do not occur in strings. A member's value and the first element of an array may
// begin with the same text; they count only if anywhere is set.
func (w *Window) StopBefore(texts [][]byte, anywhere bool) {
	if len(texts) == 0 {
		return
	}
	w.boundary = entryBoundary{texts: texts, anywhere: anywhere, windowEnd: w.End, searchStep: 256}
	w.findBoundary()
}

// AtBoundary reports whether the window ends before a text of [Window.StopBefore].
func (w *Window) AtBoundary() bool { return w.boundary.reached }

// EndBoundary undoes [Window.StopBefore], and reports whether the window was read up to one of the
// texts.
func (w *Window) EndBoundary() bool {
	met := w.boundary.reached && w.Pos == w.End
	if len(w.boundary.texts) > 0 {
		w.End, w.boundary = w.boundary.windowEnd, entryBoundary{}
	}
	return met
}

// SeekText moves to the next occurrence of texts, and reports whether there is one.
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

// shiftBuffer drops the searched part of the buffer and reads more. It reports false at the end of
// the input.
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

// findBoundary ends the window before the next occurrence of texts, or else before a possible
// beginning of one.
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

// entryIndex returns the index at which text begins an entry in buf, -1 if there is none.
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

// lastNonSpace returns the index of the last byte that is not white space, or -1.
func lastNonSpace(b []byte) int {
	i := len(b) - 1
	for i >= 0 && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i--
	}
	return i
}
