package capture

import (
	"bytes"
	"slices"
)

const (
	maxStarts = 4   // ways in which the entries of a log begin
	maxStart  = 128 // bytes of one
)

// starts are how the first entries of a log begin: each a brace and a name.
// Reading goes on there behind damage in the brackets of entries.
type starts struct {
	texts  [][]byte
	nested [][]byte // those that also stand inside of an entry, which tell nothing
	seen   int      // entries that were looked at
}

// learn takes a start from a sound entry. It only looks at as many as are never
// read ahead, so that the result does not depend on that.
func (s *starts) learn(entry []byte) {
	if s.seen == warmUp {
		return
	}
	s.seen++
	start := startOf(entry)
	same := func(text []byte) bool { return bytes.Equal(text, start) }
	switch {
	case start == nil || slices.ContainsFunc(s.nested, same):
	case bytes.Contains(entry[1:], start):
		s.nested = append(s.nested, bytes.Clone(start))
		s.texts = slices.DeleteFunc(s.texts, same)
	case len(s.texts) < maxStarts && !slices.ContainsFunc(s.texts, same):
		s.texts = append(s.texts, bytes.Clone(start))
	}
}

// startOf returns an entry's brace and first name, nil if they are long.
func startOf(entry []byte) []byte {
	colon := bytes.IndexByte(entry[:min(len(entry), maxStart)], ':')
	if colon < 0 {
		return nil
	}
	return entry[:colon]
}

// resync makes an error within the entries a notice, and moves to where an entry
// seems to begin. It reports false, and the error stays, where none does. entry
// says whether one was lost.
func (h *har) resync(entry bool) bool {
	damage, ok := h.failure.(*Error)
	if !ok || damage.cause != nil || len(h.starts.texts) == 0 || h.split.lines {
		return false // a line that is damaged costs itself, see line
	}
	h.failure = nil
	if !h.seek(h.starts.texts) {
		if h.failure = h.ctx.Err(); h.failure == nil {
			h.failure = damage
		}
		return false
	}
	h.note(damage.Offset, damage.Message)
	if entry {
		h.deliver(h.entry.malformed())
	}
	return true
}

// A guard ends a window early: before the next entry. It looks for one a bit
// ahead at a time, as most entries are short.
type guard struct {
	texts  [][]byte // how entries begin; none: there is no guard
	any    bool     // whatever stands before them
	met    bool     // the window ends before one
	full   int      // where the window really ends
	seen   int      // how far it was looked at
	step   int      // how far it is looked at next
	before byte     // the last byte before buf that is no blank
}

// guard makes the window end before the next of texts. Quotes stand in them as
// they are, so that they are in no string. An object in an object may begin so,
// or the first in a list; anywhere says that it counts as well.
func (w *window) guard(texts [][]byte, anywhere bool) {
	if len(texts) == 0 {
		return
	}
	w.fence = guard{texts: texts, any: anywhere, full: w.end, step: 256}
	w.look()
}

// unguard shows what stood behind the guard, and reports whether the window had
// come to an entry.
func (w *window) unguard() bool {
	met := w.fence.met && w.pos == w.end
	if len(w.fence.texts) > 0 {
		w.end, w.fence = w.fence.full, guard{}
	}
	return met
}

// seek moves to the next of texts, and reports whether there is one.
func (w *window) seek(texts [][]byte) bool {
	w.guard(texts, true)
	for w.pos = w.end; w.more(); w.pos = w.end {
	}
	return w.unguard()
}

// moreGuarded is more, for a window with a guard.
func (w *window) moreGuarded() bool {
	for g := &w.fence; !g.met && w.pos == w.end; w.look() {
		if g.seen == g.full && !w.shift() {
			break
		}
		g.step = min(2*g.step, windowSize)
	}
	return w.end > w.pos
}

// shift replaces what was seen by what follows it, and reports whether there is
// more than what was only hidden.
func (w *window) shift() bool {
	g := &w.fence
	if i := lastFilled(w.buf[:w.end]); i >= 0 {
		g.before = w.buf[i]
	}
	w.base += int64(w.end)
	had := copy(w.buf, w.buf[w.end:g.full])
	w.pos, w.end, g.full = 0, 0, had
	for tries := 0; g.full == had && w.done == nil; tries++ {
		g.full += w.readAt(had, tries)
	}
	g.seen = 0
	return g.full > 0
}

// look puts the window's end before the first start that follows, or else before
// what may be a part of one.
func (w *window) look() {
	g := &w.fence
	longest := 1
	for _, text := range g.texts {
		longest = max(longest, len(text))
	}
	g.seen = min(w.pos+longest+g.step, g.full)
	w.end = g.seen
	for _, text := range g.texts {
		if i := g.index(w.buf[:w.end], text, w.pos); i >= 0 {
			w.end, g.met = i, true
		}
	}
	if !g.met && (g.seen < g.full || w.done == nil) {
		w.end = max(w.pos, g.seen-longest+1)
	}
}

// index returns where text stands in buf as the start of an entry, -1 for none.
func (g *guard) index(buf, text []byte, from int) int {
	for {
		i := bytes.Index(buf[from:], text)
		if i < 0 {
			return -1
		}
		i += from
		before := g.before
		if at := lastFilled(buf[:i]); at >= 0 {
			before = buf[at]
		}
		if g.any || before != ':' && before != '[' {
			return i
		}
		from = i + 1
	}
}

// lastFilled returns the index of the last byte that is no white space, or -1.
func lastFilled(b []byte) int {
	i := len(b) - 1
	for i >= 0 && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i--
	}
	return i
}
