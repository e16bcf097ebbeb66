package har

import (
	"bytes"

	"github.com/apicontract/apicontract/internal/capture/format"
)

const (
	entryRoom  = 4 << 20  // bytes of an entry beside its long strings
	longString = 64 << 10 // bytes of a string that counts as long
)

// An entrySplitter cuts one entry out of the input. It counts brackets outside strings, at the
// speed of bytes.IndexByte, and keeps only what an exchange needs. It does not check syntax: an
// entry that is damaged but has matching brackets does not affect others.
//
// It omits the values of members that are not needed, and strings that would make the long strings
// together longer than limit. Neither takes memory, whatever their size.
type entrySplitter struct {
	limit        int  // bytes of the long strings that are kept, as written
	entryPerLine bool // an entry has one line, so a string with a line break is damaged

	text     []byte // the entry, without the omitted parts
	elided   []int  // positions of "" in text that replace strings that were too long
	overflow bool   // text ends early, because the entry is too large

	w            *format.Window
	from         int  // beginning of the bytes in the window that are not in text yet
	depth        int  // open brackets, including the entry's own
	leftOutDepth int  // depth at which an omitted value began; 0 if there is none
	longBytes    int  // bytes of the long strings in text
	stringStart  int  // beginning of the current string in text
	elidesString bool // the current string is omitted
}

// splitEntry cuts the entry whose beginning, head, was already read. It stops before the closing
// brace, and reports false if the input ends first.
func (p *entrySplitter) splitEntry(w *format.Window, head string) bool {
	*p = entrySplitter{limit: p.limit, entryPerLine: p.entryPerLine, text: append(p.text[:0], head...), elided: p.elided[:0], w: w, from: w.Pos, depth: 1}
	for p.depth > 0 {
		if !p.nextBracket() {
			return false
		}
	}
	p.keepPending()
	if !p.overflow {
		p.text = append(p.text, '}')
	}
	return true
}

// nextBracket moves past the next bracket or string.
func (p *entrySplitter) nextBracket() bool {
	w := p.w
	for i, c := range w.Buf[w.Pos:w.End] {
		if !structural[c] {
			continue
		}
		w.Pos += i
		switch c {
		case '"':
			return p.skipString()
		case '{', '[':
			p.openBracket()
		default:
			p.closeBracket()
		}
		return true
	}
	w.Pos = w.End
	ok := p.refillWindow()
	p.limitRoom(len(p.text))
	return ok
}

// limitRoom sets overflow if the text up to end has more than entryRoom bytes beside its long
// strings.
func (p *entrySplitter) limitRoom(end int) {
	p.overflow = p.overflow || end-p.longBytes > entryRoom
}

var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

func (p *entrySplitter) openBracket() {
	p.w.Pos++
	p.depth++
	if p.leftOutDepth == 0 && p.depth <= 3 {
		p.keepPending()
		if !p.needsValue() {
			p.leftOutDepth = p.depth
		}
	}
}

func (p *entrySplitter) closeBracket() {
	if p.leftOutDepth == p.depth {
		p.from = p.w.Pos // the value is omitted, its brackets are kept
		p.leftOutDepth = 0
	}
	if p.depth--; p.depth > 0 {
		p.w.Pos++
	}
}

// needsValue reports whether an exchange needs the value that has just begun.
func (p *entrySplitter) needsValue() bool {
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
	return bytes.IndexByte(name, '\\') >= 0 // an escaped name may be any of these
}

// lastName returns the name, as written, at the end of text. It looks back 64 bytes at most, which
// is more than the needed names have, so that long names cost no time.
func lastName(text []byte) (name []byte, ok bool) {
	text, ok = bytes.CutSuffix(bytes.TrimRight(text, " \t\r\n:"), []byte{'"'})
	text = text[max(0, len(text)-64):]
	quote := bytes.LastIndexByte(text, '"')
	return text[quote+1:], ok && quote >= 0
}

// skipString moves past the string at the current position.
func (p *entrySplitter) skipString() bool {
	w := p.w
	p.stringStart = len(p.text) + w.Pos - p.from
	w.Pos++
	for odd := false; ; {
		n, ok := closingQuote(w.Buf[w.Pos:w.End], &odd)
		if p.entryPerLine {
			if i := bytes.IndexByte(w.Buf[w.Pos:w.Pos+n], '\n'); i >= 0 {
				w.Pos += i
				return false
			}
		}
		w.Pos += n
		if ok {
			p.endString()
			w.Pos++
			return true
		}
		if !p.refillWindow() {
			return false
		}
		p.limitRoom(p.stringStart)
		p.elideString()
	}
}

// closingQuote returns the index at which a string ends in chars, or else the length of chars. On
// entry, odd says whether an odd number of backslashes precedes chars; on return, whether one ends
// it.
func closingQuote(chars []byte, odd *bool) (int, bool) {
	for n := 0; ; n++ {
		q := bytes.IndexByte(chars[n:], '"')
		if q < 0 {
			*odd = endsEscaped(chars, n, *odd)
			return len(chars), false
		}
		q += n
		if q > n && chars[q-1] != '\\' || !endsEscaped(chars[:q], n, *odd) {
			return q, true
		}
		n, *odd = q, false
	}
}

// endsEscaped reports whether an odd number of backslashes ends chars[from:]. before says the same
// of the bytes before from.
func endsEscaped(chars []byte, from int, before bool) bool {
	n := len(chars)
	for n > from && chars[n-1] == '\\' {
		n--
	}
	odd := (len(chars)-n)%2 == 1
	return odd != (n == from && before)
}

// endString ends the current string, at its closing quote.
func (p *entrySplitter) endString() {
	if length := len(p.text) + p.w.Pos - p.from - p.stringStart; !p.isLeftOut() && length > longString {
		p.keepPending()
		p.elideString()
		p.longBytes += len(p.text) - p.stringStart
	}
	if p.elidesString {
		p.from, p.elidesString = p.w.Pos, false
	}
}

// elideString omits the current string if it is too long already.
func (p *entrySplitter) elideString() {
	if p.isLeftOut() || len(p.text)-p.stringStart <= p.limit-p.longBytes {
		return
	}
	p.text = append(p.text[:p.stringStart], '"')
	p.elided = append(p.elided, p.stringStart)
	p.elidesString = true
}

// isLeftOut reports whether the bytes read now are omitted.
func (p *entrySplitter) isLeftOut() bool { return p.leftOutDepth > 0 || p.elidesString || p.overflow }

func (p *entrySplitter) keepPending() {
	if kept := p.w.Buf[p.from:p.w.Pos]; !p.isLeftOut() {
		p.growText(len(p.text) + len(kept))
		p.text = append(p.text, kept...)
	}
	p.from = p.w.Pos
}

// growText makes room for n bytes of text. It doubles the capacity, where append adds a quarter. An
// entry of megabytes gets the maximum at once, because each intermediate buffer would become
// garbage.
func (p *entrySplitter) growText(n int) {
	const large = 1 << 20
	size := max(2*cap(p.text), longString)
	switch {
	case n <= cap(p.text):
		return
	case size > large:
		size = p.limit + entryRoom + format.WindowSize
	}
	p.text = append(make([]byte, 0, max(size, n)), p.text...)
}

func (p *entrySplitter) refillWindow() bool {
	p.keepPending()
	ok := p.w.More()
	p.from = p.w.Pos
	return ok
}
