package rewrite

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"github.com/apicontract/apicontract/internal/redact/spelling"
)

// The methods of this file move through the text around the entries. Those called copy… write
// what they pass, those called keep… add it to the piece.

// peek returns the next byte. At the end of the text, the error is io.EOF.
func (c *copier) peek() (byte, error) {
	b, err := c.in.Peek(1)
	if len(b) == 0 {
		return 0, err
	}
	return b[0], nil
}

func (c *copier) skipByte() byte {
	b, _ := c.in.ReadByte() // it was peeked at
	c.offset++
	return b
}

func (c *copier) copyByte() { _ = c.out.WriteByte(c.skipByte()) } // Flush returns the error
func (c *copier) keepByte() { c.piece = append(c.piece, c.skipByte()) }

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// peekToken copies white space and returns the next byte.
func (c *copier) peekToken() (byte, error) {
	for {
		b, err := c.peek()
		if err != nil || !isSpace(b) {
			return b, err
		}
		c.copyByte()
	}
}

// keepSpace keeps white space and returns the next byte.
func (c *copier) keepSpace() (byte, error) {
	for {
		b, err := c.peek()
		if err != nil || !isSpace(b) {
			return b, err
		}
		c.keepByte()
		if len(c.piece) > maxPiece {
			return 0, c.failf("too much white space")
		}
	}
}

// expect copies a byte that must be the next one.
func (c *copier) expect(want byte) error {
	b, err := c.peekToken()
	if err != nil || b != want {
		return c.unexpected(err, string(want))
	}
	c.copyByte()
	return nil
}

// unexpected returns the error for text that is not what was expected, or is missing.
func (c *copier) unexpected(err error, expected string) error {
	switch {
	case errors.Is(err, io.EOF):
		return c.failf("the file is cut off: expected %s, but it ends; export or copy it again", expected)
	case err != nil:
		return err
	}
	return c.failf("not JSON: expected %s", expected)
}

// copyArray copies an array; element copies an element, which begins with first.
func (c *copier) copyArray(element func(first byte) error) error {
	c.copyByte()
	for n := 0; ; n++ {
		b, err := c.peekToken()
		switch {
		case err != nil:
			return c.unexpected(err, "the rest of an array")
		case b == ']':
			c.copyByte()
			return nil
		case n > 0 && b != ',':
			return c.unexpected(nil, "a comma or ]")
		case n > 0:
			c.copyByte()
			if b, err = c.peekToken(); err != nil {
				return c.unexpected(err, "an element")
			}
		}
		if err := element(b); err != nil {
			return err
		}
	}
}

// copyMembers copies an object; member copies a member's value, which begins with first.
func (c *copier) copyMembers(member func(first byte) error) error {
	c.copyByte()
	if b, err := c.peekToken(); err != nil || b == '}' {
		if err == nil {
			c.copyByte()
			return nil
		}
		return c.unexpected(err, "the rest of an object")
	}
	if err := c.copyMember(member); err != nil {
		return err
	}
	return c.copyMoreMembers(member)
}

// copyMoreMembers copies the rest of an object behind a member.
func (c *copier) copyMoreMembers(member func(first byte) error) error {
	for {
		b, err := c.peekToken()
		switch {
		case err != nil:
			return c.unexpected(err, "the rest of an object")
		case b == '}':
			c.copyByte()
			return nil
		case b != ',':
			return c.unexpected(nil, "a comma or }")
		}
		c.copyByte()
		if _, err := c.peekToken(); err != nil {
			return c.unexpected(err, "a member")
		}
		if err := c.copyMember(member); err != nil {
			return err
		}
	}
}

func (c *copier) copyMember(member func(first byte) error) error {
	c.piece, c.gaps = c.piece[:0], nil
	if _, err := c.keepName(); err != nil {
		return err
	}
	_, _ = c.out.Write(c.piece) // Flush returns the error
	b, err := c.peekToken()
	if err != nil {
		return c.unexpected(err, "a value")
	}
	return member(b)
}

// keepName keeps a member's name with the colon, and returns it.
func (c *copier) keepName() (string, error) {
	if b, err := c.peek(); err != nil || b != '"' {
		return "", c.unexpected(err, "the name of a member, in double quotes")
	}
	start, gaps := len(c.piece), len(c.gaps)
	if err := c.keepValue(); err != nil {
		return "", err
	}
	if len(c.gaps) > gaps {
		return "", c.failf("the name of a member is longer than %d MiB", maxString>>20)
	}
	name := spelling.JSONString.Decode(string(c.piece[start+1 : len(c.piece)-1]))
	if b, err := c.keepSpace(); err != nil || b != ':' {
		return "", c.unexpected(err, "a colon")
	}
	c.keepByte()
	return name, nil
}

// keepValue keeps a value. Only strings and brackets are looked at: the rest is checked when the
// piece is rewritten.
func (c *copier) keepValue() error {
	state := valueState{}
	for {
		if _, err := c.in.Peek(1); err != nil {
			if errors.Is(err, io.EOF) && state.isWord {
				return nil
			}
			return c.unexpected(err, "the rest of a value")
		}
		window, _ := c.in.Peek(c.in.Buffered())
		n, ended := state.advance(window, len(c.piece))
		c.piece = append(c.piece, window[:n]...)
		c.discard(n)
		switch {
		case ended:
			return nil
		case state.inString && len(c.piece)-state.stringStart > maxString:
			c.dropString(&state)
		case len(c.piece) > maxPiece:
			return c.failf("an entry is longer than %d MiB; leave it out", maxPiece>>20)
		}
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
}

func (c *copier) discard(n int) {
	_, _ = c.in.Discard(n) // it is buffered
	c.offset += int64(n)
}

// dropString moves to the end of a string that is too long, and leaves a gap in its place.
func (c *copier) dropString(state *valueState) {
	g := gap{state.stringStart, len(c.piece) - state.stringStart}
	c.piece = c.piece[:g.at]
	for {
		if _, err := c.in.Peek(1); err != nil || c.ctx.Err() != nil {
			break // keepValue finds it, too
		}
		window, _ := c.in.Peek(c.in.Buffered())
		end := slices.IndexFunc(window, func(b byte) bool {
			isEnd := b == '"' && !state.isEscape
			state.isEscape = b == '\\' && !state.isEscape
			return isEnd
		})
		if end >= 0 {
			g.size += end
			c.discard(end)
			break
		}
		g.size += len(window)
		c.discard(len(window))
	}
	c.gaps = append(c.gaps, g)
}

// A valueState finds the end of a value in windows on its text. The zero value is its beginning.
type valueState struct {
	depth              int
	inString, isEscape bool
	isWord             bool
	stringStart        int // of the last string, in the piece
}

// advance returns how many bytes of a window belong to the value, and whether it ends there. start
// is where the window will be in the piece.
func (s *valueState) advance(window []byte, start int) (n int, ended bool) {
	for i := 0; i < len(window); i++ {
		b := window[i]
		if s.inString {
			if i = s.stringEnd(window, i); i == len(window) {
				break
			}
			if s.depth == 0 {
				return i + 1, true
			}
			continue
		}
		switch {
		case s.isWord && (b == ',' || b == '}' || b == ']' || b == ':' || b == '"' || isSpace(b)):
			return i, true
		case b == '"':
			s.inString, s.stringStart = true, start+i+1
		case b == '{' || b == '[':
			s.depth++
		case b == '}' || b == ']':
			if s.depth--; s.depth <= 0 {
				return i + 1, true
			}
		default:
			s.isWord = s.depth == 0
		}
	}
	return len(window), false
}

// stringEnd returns the index of the quote that ends a string; that of the window's end if it is
// not in it.
func (s *valueState) stringEnd(window []byte, i int) int {
	for ; i < len(window); i++ {
		if s.isEscape {
			s.isEscape = false
			continue
		}
		next := bytes.IndexAny(window[i:], `"\\`)
		if next < 0 {
			return len(window)
		}
		if i += next; window[i] == '"' {
			s.inString = false
			return i
		}
		s.isEscape = true
	}
	return i
}
