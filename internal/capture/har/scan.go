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

// A scanner reads JSON strictly (RFC 8259), in constant memory and without
// recursion on the input: the text around the entries, straight from the input, and then
// each entry. Only duplicate names and bad UTF-8 pass.
//
// The first failure stays: every method after it does nothing, so that callers need not
// check after each step.
type scanner struct {
	format.Window
	failure error
	nest    []byte // closing brackets that are due, innermost last
	label   []byte // the buffer of names

	// lenient reads on past words that are no JSON values (NaN), control characters and
	// unknown escapes; nonStrictOffset is where the first of them was, from 1, and 0
	// without any.
	lenient         bool
	nonStrictOffset int64

	// deferUTF8Check keeps strings without checking that they are UTF-8; nonASCII tells
	// whether there is need to.
	deferUTF8Check bool

	kept     []byte // the value that is being read, as far as it is wanted
	room     int    // how long kept may become
	nonASCII bool   // the string has bytes beyond ASCII
	high     rune   // the first half of a surrogate pair, if it ends kept[:pair]
	pair     int
}

// fail ends the scan: the input is not JSON here, or ends here.
func (s *scanner) fail(expected string) {
	switch {
	case s.failure != nil:
	case s.Pos < s.End || s.AtBoundary():
		s.stop("not JSON: expected " + expected)
	case errors.Is(s.Done, io.EOF):
		s.stop("the file is cut off: expected " + expected + ", but it ends; export or copy it again")
	case s.Context().Err() != nil:
		s.failure = s.Context().Err()
	default:
		s.failure = format.ReadError(s.Offset(), s.Done)
	}
}

// tolerate reports whether the scan goes on past what should be no part of JSON.
func (s *scanner) tolerate() bool {
	if s.lenient && s.nonStrictOffset == 0 {
		s.nonStrictOffset = s.Offset() + 1
	}
	return s.lenient
}

func (s *scanner) stop(message string) {
	if s.failure == nil {
		s.failure = &format.Error{Offset: s.Offset(), Message: message}
	}
}

// peek returns the next byte that is not white space, -1 at the end.
func (s *scanner) peek() int {
	if s.failure == nil && s.Pos < s.End && s.Buf[s.Pos] > ' ' {
		return int(s.Buf[s.Pos])
	}
	return s.peekFurther()
}

func (s *scanner) peekFurther() int {
	for s.failure == nil {
		switch c := s.Cur(); c {
		case ' ', '\t', '\n', '\r':
			s.Pos++
		default:
			return c
		}
	}
	return -1
}

// expect moves past the punctuation c.
func (s *scanner) expect(c byte, what string) {
	if s.peek() != int(c) {
		s.fail(what)
		return
	}
	s.Pos++
}

// object calls member with the name of each member; member reads the value.
// The name is only valid until then.
func (s *scanner) object(member func(name []byte)) {
	s.expect('{', "an object")
	if s.peek() == '}' {
		s.Pos++
		return
	}
	for s.failure == nil {
		member(s.name())
		if s.last('}') {
			return
		}
	}
}

// array calls element where each element begins; element reads it.
func (s *scanner) array(element func()) {
	s.expect('[', "an array")
	if s.peek() == ']' {
		s.Pos++
		return
	}
	for s.failure == nil {
		element()
		if s.last(']') {
			return
		}
	}
}

// last moves past what follows a value: a comma, or the closing bracket, in
// which case it reports true.
func (s *scanner) last(closing byte) bool {
	switch s.peek() {
	case ',':
		s.Pos++
		return false
	case int(closing):
		s.Pos++
		return true
	}
	s.fail("a comma or " + string(closing))
	return true
}

// name reads a member's name and the colon.
func (s *scanner) name() []byte {
	if s.peek() != '"' {
		s.fail("the name of a member, in double quotes")
		return nil
	}
	if name := s.plainName(); name != nil {
		s.expect(':', "a colon")
		return name
	}
	s.label = s.value(s.label[:0], maxName)
	s.expect(':', "a colon")
	return s.label
}

// plainName moves past a name that stands for itself, and returns it where it is:
// no more input will take its place. Nil: it has to be read.
func (s *scanner) plainName() []byte {
	if s.Done == nil {
		return nil
	}
	b := s.Buf[s.Pos+1 : s.End]
	for p := 0; p+8 <= min(len(b), 64); p += 8 {
		w := jsonscan.Word(b[p:])
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

// skip moves past a value of any kind, size and depth.
func (s *scanner) skip() {
	s.nest = s.nest[:0]
	for s.failure == nil {
		s.open()
		if !s.shut() {
			return
		}
	}
}

// open moves past a scalar, or into containers until there is a scalar or one
// of them is empty.
func (s *scanner) open() {
	for s.failure == nil {
		switch s.peek() {
		case '{':
			s.enter('}')
			if s.peek() == '}' {
				return
			}
			s.name()
		case '[':
			s.enter(']')
			if s.peek() == ']' {
				return
			}
		default:
			s.value(nil, 0)
			return
		}
	}
}

func (s *scanner) enter(closing byte) {
	if len(s.nest) == maxDepth {
		s.stop("nested too deeply to be a HAR")
		return
	}
	s.nest = append(s.nest, closing)
	s.Pos++
}

// shut moves past the brackets that close after a value, and to the next value
// of the container that stays open; it reports whether there is one.
func (s *scanner) shut() bool {
	for s.failure == nil && len(s.nest) > 0 {
		closing := s.nest[len(s.nest)-1]
		if s.peek() == int(closing) {
			s.Pos++
		} else if !s.last(closing) {
			if closing == '}' {
				s.name()
			}
			return s.failure == nil
		}
		s.nest = s.nest[:len(s.nest)-1]
	}
	return false
}
