package capture

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/apicontract/apicontract/validate"
)

// A har reads HAR 1.2 logs (the archived W3C note of 2012) as they are in the
// wild: members in any order, several logs or documents one after another, one
// entry or HAR a line, an array of entries, entries without a log, and all of
// it inside of a call such as onInputData(…).
type har struct {
	scanner
	split splitter
	entry decoder
	each  func(*validate.Exchange) error
	ahead *ahead // nil: all is read by one
	info  Info

	starts starts // how entries begin
	logs   int    // logs and bare entries seen
	notice *Error // the first thing that is wrong but does not end the reading
}

func newHAR(ctx context.Context, text io.Reader, o Options, each func(*validate.Exchange) error) *har {
	h := &har{each: each}
	h.window = window{ctx: ctx, src: text, buf: make([]byte, windowSize)}
	h.lenient = true
	h.split.limit = o.maxContent() + o.maxContent()/2 + long
	h.entry.max, h.entry.wanted, h.entry.heeded = o.maxContent(), o.Wanted, o.Heeded
	return h
}

// verdict is the error that Read returns: of two, the one that came first.
func (h *har) verdict() error {
	if h.odd > 0 && (h.notice == nil || h.odd-1 < h.notice.Offset) {
		h.notice = &Error{Offset: h.odd - 1, Message: "this is not strict JSON here; it was read on all the same"}
	}
	if h.notice != nil {
		if _, ok := h.failure.(*Error); ok || h.failure == nil {
			return h.notice
		}
	}
	return h.failure
}

func (h *har) note(offset int64, message string) {
	if h.notice == nil && h.failure == nil {
		h.notice = &Error{Offset: offset, Message: message}
	}
}

func (h *har) log() {
	first := h.peek()
	start, found := h.offset(), false
	h.logs++
	if first != '{' {
		h.skip()
		h.note(start, "this is no HAR: its log is not an object")
		return
	}
	h.info.Format = "har"
	h.object(func(name []byte) {
		switch string(name) {
		case "entries":
			found = h.entries() || found
		case "creator":
			h.creator()
		default:
			h.skip()
		}
	})
	if !found {
		h.note(start, "this HAR has no array of entries in its log: record it again")
	}
}

// creator reads who made the log: an object, or with some a string.
func (h *har) creator() {
	var name, version string
	if h.peek() == '{' {
		h.object(func(member []byte) {
			switch string(member) {
			case "name":
				name = h.text()
			case "version":
				version = h.text()
			default:
				h.skip()
			}
		})
	} else {
		name = h.text()
	}
	if h.info.Creator == "" {
		h.info.Creator = strings.TrimSpace(name + " " + version)
	}
}

// text reads a value that is shown to a person.
func (h *har) text() string {
	switch h.peek() {
	case '{', '[', 'n':
		h.skip()
		return ""
	}
	return printable(string(h.value(nil, maxName)), 100)
}

// printable returns at most n characters of s, and no control characters: a
// terminal would obey them.
func printable(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if n--; n < 0 || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// entries reads a log's entries and reports whether they were an array.
func (h *har) entries() bool {
	if h.peek() != '[' {
		h.skip()
		return false
	}
	h.pos++
	if h.peek() == ']' {
		h.pos++
		return true
	}
	for h.failure == nil {
		if !h.ahead.ready() || !h.ahead.run(h) {
			h.element()
		}
		if h.failure != nil {
			h.resync(true)
		} else if h.last(']') && !h.resync(false) {
			break
		}
	}
	return true
}

// element reads what should be an entry: at once if it is sound and not long.
func (h *har) element() {
	if h.peek() != '{' {
		h.guarded(h.skip)
		h.deliver(h.entry.malformed())
		return
	}
	h.fill()
	x, end := h.entry.direct(h.buf[h.pos:h.end], h.split.limit)
	if end == 0 {
		h.pos++
		h.guarded(func() { h.cut("{") })
		h.expect('}', "the brace that closes the entry")
		return
	}
	h.starts.learn(h.buf[h.pos : h.pos+end])
	if h.ahead != nil {
		h.ahead.learn(h.buf[h.pos : h.pos+end])
	}
	h.pos += end
	h.deliver(x)
}

// guarded calls read, which does not get to see the next entry.
func (h *har) guarded(read func()) {
	if !h.split.lines {
		h.guard(h.starts.texts, false)
		defer h.unguard()
	}
	read()
}

// bare reads the rest of an object that is an entry, from the value of the
// member called name on, but not its closing brace.
func (h *har) bare(name string) {
	h.logs++
	h.info.Format = "har"
	h.cut(`{"` + name + `":`)
}

// cut reads an entry up to its closing brace, of which head was read already.
func (h *har) cut(head string) {
	if h.failure != nil {
		return
	}
	if !h.split.entry(&h.window, head) || h.cur() != '}' {
		h.fail(fmt.Sprintf("the rest of entry %d", h.info.Entries))
		return
	}
	h.deliver(h.entry.decode(&h.split))
}

func (h *har) deliver(x *validate.Exchange) {
	if h.failure == nil {
		h.failure = h.ctx.Err()
	}
	if h.failure == nil {
		h.info.Entries++
		h.failure = h.each(x)
	}
}
