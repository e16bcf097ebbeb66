package har

import (
	"bytes"

	"github.com/apicontract/apicontract/internal/capture/format"
)

const (
	room = 4 << 20  // what an entry may take beside its long strings
	long = 64 << 10 // bytes of a string that is long
)

// A splitter cuts one entry out of the input by counting brackets outside of
// strings, at the speed of bytes.IndexByte, and keeps of it only what an
// exchange needs. It does not judge syntax: a damaged entry whose brackets
// still match costs itself alone.
//
// Left out are the values of members that nobody reads, and strings with which
// the long ones together would be longer than limit; neither takes memory,
// whatever its size.
type splitter struct {
	limit int  // bytes of the long strings that are kept, as they are written
	lines bool // an entry has one line, so that a string with a line break in it is damaged

	text     []byte // the entry, without what was left out
	elided   []int  // where in text a "" stands for a string that was too long
	overflow bool   // text ends early: there was too much of everything

	w     *format.Window
	from  int  // where in the window the bytes begin that are not in text yet
	depth int  // open brackets, the entry's own included
	muted int  // the depth at which a value began that is left out; 0: none
	long  int  // bytes of the long strings in text
	begun int  // where in text the current string begins
	lost  bool // the current string is left out
}

// entry cuts the entry of which head was read already. It stops before the
// closing brace, and reports false if the input ends first.
func (p *splitter) entry(w *format.Window, head string) bool {
	*p = splitter{limit: p.limit, lines: p.lines, text: append(p.text[:0], head...), elided: p.elided[:0], w: w, from: w.Pos, depth: 1}
	for p.depth > 0 {
		if !p.bracket() {
			return false
		}
	}
	p.flush()
	if !p.overflow {
		p.text = append(p.text, '}')
	}
	return true
}

// bracket moves past the next bracket or string.
func (p *splitter) bracket() bool {
	w := p.w
	for i, c := range w.Buf[w.Pos:w.End] {
		if !structural[c] {
			continue
		}
		w.Pos += i
		switch c {
		case '"':
			return p.str()
		case '{', '[':
			p.open()
		default:
			p.shut()
		}
		return true
	}
	w.Pos = w.End
	ok := p.refill()
	p.crowd(len(p.text))
	return ok
}

// crowd gives up where the text up to end has more than room beside its long
// strings.
func (p *splitter) crowd(end int) {
	p.overflow = p.overflow || end-p.long > room
}

var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

func (p *splitter) open() {
	p.w.Pos++
	p.depth++
	if p.muted == 0 && p.depth <= 3 {
		p.flush()
		if !p.wanted() {
			p.muted = p.depth
		}
	}
}

func (p *splitter) shut() {
	if p.muted == p.depth {
		p.from = p.w.Pos // the value is left out, its brackets are not
		p.muted = 0
	}
	if p.depth--; p.depth > 0 {
		p.w.Pos++
	}
}

// wanted reports whether the value that has just begun holds something of an
// exchange.
func (p *splitter) wanted() bool {
	if p.overflow {
		return false
	}
	name, ok := lastName(p.text[:len(p.text)-1])
	if !ok {
		return false
	}
	switch string(name) {
	case "request", "response":
		return p.depth == 2
	case "headers", "content":
		return p.depth == 3
	}
	return bytes.IndexByte(name, '\\') >= 0 // may be any of them: not worth an unescape
}

// lastName returns the member's name that ends text, as it is written. It looks
// no further back than names that matter are long, so that no input makes it
// slow.
func lastName(text []byte) (name []byte, ok bool) {
	text, ok = bytes.CutSuffix(bytes.TrimRight(text, " \t\r\n:"), []byte{'"'})
	text = text[max(0, len(text)-64):]
	quote := bytes.LastIndexByte(text, '"')
	return text[quote+1:], ok && quote >= 0
}

// str moves past the string that begins here.
func (p *splitter) str() bool {
	w := p.w
	p.begun = len(p.text) + w.Pos - p.from
	w.Pos++
	for odd := false; ; {
		n, ok := closingQuote(w.Buf[w.Pos:w.End], &odd)
		if p.lines {
			if i := bytes.IndexByte(w.Buf[w.Pos:w.Pos+n], '\n'); i >= 0 {
				w.Pos += i
				return false
			}
		}
		w.Pos += n
		if ok {
			p.finish()
			w.Pos++
			return true
		}
		if !p.refill() {
			return false
		}
		p.crowd(p.begun)
		p.prune()
	}
}

// closingQuote returns where in chars a string ends, or else how long chars
// is. odd says on entry whether an odd number of backslashes stands before
// chars, and on return whether one stands at its end.
func closingQuote(chars []byte, odd *bool) (int, bool) {
	for n := 0; ; n++ {
		q := bytes.IndexByte(chars[n:], '"')
		if q < 0 {
			*odd = escaped(chars, n, *odd)
			return len(chars), false
		}
		q += n
		if q > n && chars[q-1] != '\\' || !escaped(chars[:q], n, *odd) {
			return q, true
		}
		n, *odd = q, false
	}
}

// escaped reports whether an odd number of backslashes ends chars[from:];
// before says the same of what stands before from.
func escaped(chars []byte, from int, before bool) bool {
	n := len(chars)
	for n > from && chars[n-1] == '\\' {
		n--
	}
	odd := (len(chars)-n)%2 == 1
	return odd != (n == from && before)
}

// finish ends the current string, at its closing quote.
func (p *splitter) finish() {
	if length := len(p.text) + p.w.Pos - p.from - p.begun; !p.silent() && length > long {
		p.flush()
		p.prune()
		p.long += len(p.text) - p.begun
	}
	if p.lost {
		p.from, p.lost = p.w.Pos, false
	}
}

// prune leaves the current string out if it is too long already.
func (p *splitter) prune() {
	if p.silent() || len(p.text)-p.begun <= p.limit-p.long {
		return
	}
	p.text = append(p.text[:p.begun], '"')
	p.elided = append(p.elided, p.begun)
	p.lost = true
}

// silent reports whether what is read now is left out.
func (p *splitter) silent() bool { return p.muted > 0 || p.lost || p.overflow }

func (p *splitter) flush() {
	if kept := p.w.Buf[p.from:p.w.Pos]; !p.silent() {
		p.grow(len(p.text) + len(kept))
		p.text = append(p.text, kept...)
	}
	p.from = p.w.Pos
}

// grow makes room for n bytes of text. It doubles, where append adds a quarter; an
// entry of megabytes gets all it may have at once, for each step on the way there
// would leave its garbage.
func (p *splitter) grow(n int) {
	const large = 1 << 20
	size := max(2*cap(p.text), long)
	switch {
	case n <= cap(p.text):
		return
	case size > large:
		size = p.limit + room + format.WindowSize
	}
	p.text = append(make([]byte, 0, max(size, n)), p.text...)
}

func (p *splitter) refill() bool {
	p.flush()
	ok := p.w.More()
	p.from = p.w.Pos
	return ok
}
