package har

import (
	"errors"
	"io"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/jsonscan"
)

const (
	maxDepth = 10_000
	maxName  = 1 << 10 // bytes of a member's name, or of a value outside the entries
)

// A jsonScanner reads JSON strictly (RFC 8259), in constant memory and without recursion on the
// input: first the text around the entries, from the input, then each entry. It only tolerates
// duplicate names and invalid UTF-8.
//
// It keeps the first failure; every method after it does nothing, so callers need not check after
// each step.
type jsonScanner struct {
	format.Window
	failure      error
	openBrackets []byte // expected closing brackets, innermost last
	nameBuffer   []byte // buffer of names

	// lenient accepts words that are not JSON values (NaN), control characters and unknown escapes.
	// nonStrictOffset is the position of the first of them, from 1, or 0 if there is none.
	lenient         bool
	nonStrictOffset int64

	// deferUTF8Check keeps strings without a check for UTF-8; nonASCII reports whether they need
	// one.
	deferUTF8Check bool

	kept          []byte // the kept part of the current value
	room          int    // maximum length of kept
	nonASCII      bool   // the string has bytes beyond ASCII
	highSurrogate rune   // the first half of a surrogate pair, if it ends kept[:pair]
	pair          int
}

// failExpecting ends the scan: the input is not JSON here, or ends here.
func (s *jsonScanner) failExpecting(expected string) {
	switch {
	case s.failure != nil:
	case s.Pos < s.End || s.AtBoundary():
		s.failWith("not JSON: expected " + expected)
	case errors.Is(s.Done, io.EOF):
		s.failWith("the file is cut off: expected " + expected + ", but it ends; export or copy it again")
	case s.Context().Err() != nil:
		s.failure = s.Context().Err()
	default:
		s.failure = format.ReadError(s.Offset(), s.Done)
	}
}

// tolerate reports whether the scan continues after something that is not strict JSON.
func (s *jsonScanner) tolerate() bool {
	if s.lenient && s.nonStrictOffset == 0 {
		s.nonStrictOffset = s.Offset() + 1
	}
	return s.lenient
}

func (s *jsonScanner) failWith(message string) {
	if s.failure == nil {
		s.failure = &format.Error{Offset: s.Offset(), Message: message}
	}
}

// peekToken returns the next byte that is not white space, -1 at the end.
func (s *jsonScanner) peekToken() int {
	if s.failure == nil && s.Pos < s.End && s.Buf[s.Pos] > ' ' {
		return int(s.Buf[s.Pos])
	}
	return s.peekBeyondSpace()
}

func (s *jsonScanner) peekBeyondSpace() int {
	for s.failure == nil {
		switch c := s.PeekByte(); c {
		case ' ', '\t', '\n', '\r':
			s.Pos++
		default:
			return c
		}
	}
	return -1
}

// expectByte moves past the punctuation c.
func (s *jsonScanner) expectByte(c byte, what string) {
	if s.peekToken() != int(c) {
		s.failExpecting(what)
		return
	}
	s.Pos++
}

// readObject calls member with the name of each member; member reads the value. The name is only
// valid until then.
func (s *jsonScanner) readObject(member func(name []byte)) {
	s.expectByte('{', "an object")
	if s.peekToken() == '}' {
		s.Pos++
		return
	}
	for s.failure == nil {
		member(s.readName())
		if s.endsContainer('}') {
			return
		}
	}
}

// readArray calls element at the beginning of each element; element reads it.
func (s *jsonScanner) readArray(element func()) {
	s.expectByte('[', "an array")
	if s.peekToken() == ']' {
		s.Pos++
		return
	}
	for s.failure == nil {
		element()
		if s.endsContainer(']') {
			return
		}
	}
}

// endsContainer moves past the comma or closing bracket after a value, and reports whether it was
// the bracket.
func (s *jsonScanner) endsContainer(closing byte) bool {
	switch s.peekToken() {
	case ',':
		s.Pos++
		return false
	case int(closing):
		s.Pos++
		return true
	}
	s.failExpecting("a comma or " + string(closing))
	return true
}

// readName reads a member's name and the colon.
func (s *jsonScanner) readName() []byte {
	if s.peekToken() != '"' {
		s.failExpecting("the name of a member, in double quotes")
		return nil
	}
	if name := s.unescapedName(); name != nil {
		s.expectByte(':', "a colon")
		return name
	}
	s.nameBuffer = s.readValue(s.nameBuffer[:0], maxName)
	s.expectByte(':', "a colon")
	return s.nameBuffer
}

// unescapedName moves past a name without escapes, and returns it in place: no more input
// overwrites it. It returns nil if the name must be read in another way.
func (s *jsonScanner) unescapedName() []byte {
	if s.Done == nil {
		return nil
	}
	b := s.Buf[s.Pos+1 : s.End]
	for p := 0; p+8 <= min(len(b), 64); p += 8 {
		w := jsonscan.LoadWord(b[p:])
		if found := jsonscan.MarkSpecial(w) | jsonscan.MarkNonASCII(w); found != 0 {
			p += jsonscan.FirstMarked(found)
			if b[p] != '"' {
				return nil
			}
			s.Pos += p + 2
			return b[:p:p]
		}
	}
	return nil
}

// skipValue moves past a value of any kind, size and depth.
func (s *jsonScanner) skipValue() {
	s.openBrackets = s.openBrackets[:0]
	for s.failure == nil {
		s.skipToScalar()
		if !s.leaveContainers() {
			return
		}
	}
}

// skipToScalar moves past a scalar. It enters containers until it finds a scalar or an empty
// container.
func (s *jsonScanner) skipToScalar() {
	for s.failure == nil {
		switch s.peekToken() {
		case '{':
			s.enterContainer('}')
			if s.peekToken() == '}' {
				return
			}
			s.readName()
		case '[':
			s.enterContainer(']')
			if s.peekToken() == ']' {
				return
			}
		default:
			s.readValue(nil, 0)
			return
		}
	}
}

func (s *jsonScanner) enterContainer(closing byte) {
	if len(s.openBrackets) == maxDepth {
		s.failWith("nested too deeply to be a HAR")
		return
	}
	s.openBrackets = append(s.openBrackets, closing)
	s.Pos++
}

// leaveContainers moves past the closing brackets after a value, and to the next value of the
// container that stays open. It reports whether there is one.
func (s *jsonScanner) leaveContainers() bool {
	for s.failure == nil && len(s.openBrackets) > 0 {
		closing := s.openBrackets[len(s.openBrackets)-1]
		if s.peekToken() == int(closing) {
			s.Pos++
		} else if !s.endsContainer(closing) {
			if closing == '}' {
				s.readName()
			}
			return s.failure == nil
		}
		s.openBrackets = s.openBrackets[:len(s.openBrackets)-1]
	}
	return false
}
