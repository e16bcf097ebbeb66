package rewrite

import (
	"errors"
	"io"
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
	c.piece = c.piece[:0]
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
	start := len(c.piece)
	if err := c.keepValue(); err != nil {
		return "", err
	}
	name := jsonString.decode(string(c.piece[start+1 : len(c.piece)-1]))
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
		n, ended := state.advance(window)
		c.piece = append(c.piece, window[:n]...)
		_, _ = c.in.Discard(n) // it is buffered
		c.offset += int64(n)
		switch {
		case len(c.piece) > maxPiece:
			return c.failf("an entry is longer than %d MiB; leave it out", maxPiece>>20)
		case ended:
			return nil
		}
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
}

// A valueState finds the end of a value in windows on its text. The zero value is its beginning.
type valueState struct {
	depth              int
	inString, isEscape bool
	isWord             bool
}

// advance returns how many bytes of a window belong to the value, and whether it ends there.
func (s *valueState) advance(window []byte) (n int, ended bool) {
	for i, b := range window {
		switch {
		case s.isEscape:
			s.isEscape = false
		case s.inString && b == '\\':
			s.isEscape = true
		case s.inString && b == '"':
			s.inString = false
			if s.depth == 0 {
				return i + 1, true
			}
		case s.inString:
		case s.isWord && (b == ',' || b == '}' || b == ']' || b == ':' || b == '"' || isSpace(b)):
			return i, true
		case b == '"':
			s.inString = true
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
