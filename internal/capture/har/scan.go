package har

import (
	"errors"
	"io"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/jsonscan"
)

const (
	maxDepth = 10_000
	maxName  = 1 << 10 // bytes of a member's name, or of a value outside of the entries
)

// A jsonScanner reads JSON strictly (RFC 8259), in constant memory and without
// recursion on the input: the text around the entries, straight from the input, and then
// each entry. Only duplicate names and bad UTF-8 pass.
//
// The first failure stays: every method after it does nothing, so that callers need not
// check after each step.
type jsonScanner struct {
	format.Window
	failure      error
	openBrackets []byte // closing brackets that are due, innermost last
	nameBuffer   []byte // the buffer of names

	// lenient reads on past words that are no JSON values (NaN), control characters and
	// unknown escapes; nonStrictOffset is where the first of them was, from 1, and 0
	// without any.
	lenient         bool
	nonStrictOffset int64

	// deferUTF8Check keeps strings without checking that they are UTF-8; nonASCII tells
	// whether there is need to.
	deferUTF8Check bool

	kept          []byte // the value that is being read, as far as it is wanted
	room          int    // how long kept may become
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

// tolerate reports whether the scan goes on past what should be no part of JSON.
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

// readObject calls member with the name of each member; member reads the value.
// The name is only valid until then.
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

// readArray calls element where each element begins; element reads it.
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

// endsContainer moves past what follows a value: a comma, or the closing bracket, in
// which case it reports true.
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

// unescapedName moves past a name that is itself, and returns it where it is:
// no more input will take its place. Nil: it has to be read.
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

// skipToScalar moves past a scalar, or into containers until there is a scalar or one
// of them is empty.
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

// leaveContainers moves past the brackets that close after a value, and to the next value
// of the container that stays open; it reports whether there is one.
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
