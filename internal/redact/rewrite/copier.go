package rewrite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Error says where a capture is not well-formed.
type Error struct {
	Offset  int64 // bytes from the start of the uncompressed text
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("%s at byte %d", e.Message, e.Offset) }

// maxPiece is the maximum size of an entry, or of another part of a HAR that is held in memory,
// without its strings of more than maxString. They are variables for tests.
var (
	maxPiece  = 64 << 20
	maxString = 16 << 20
)

// A gap is a string that is too long to be held in memory. It is replaced as a whole.
type gap struct{ at, size int }

// A copier copies the text of a capture in pieces: entries, and the members around them.
type copier struct {
	ctx      context.Context
	in       *bufio.Reader
	out      *bufio.Writer
	rewriter *rewriter
	offset   int64
	piece    []byte
	gaps     []gap // in piece
}

func (c *copier) failf(format string, args ...any) error {
	return &Error{c.offset, fmt.Sprintf(format, args...)}
}

// copyDocuments copies the consecutive documents of a capture, with what may be between them:
// byte order marks, zero bytes, record separators and calls around them.
func (c *copier) copyDocuments() error {
	for n := 0; ; n++ {
		b, err := c.copyPadding()
		switch {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case errors.Is(err, io.EOF):
			return c.failf("the file is empty")
		case err != nil:
			return err
		}
		if err := c.copyDocument(b); err != nil {
			return err
		}
	}
}

func (c *copier) copyPadding() (byte, error) {
	for {
		b, err := c.peek()
		if err != nil {
			return 0, err
		}
		switch b {
		case 0, 0x1e, 0xef, 0xbb, 0xbf, ' ', '\t', '\r', '\n':
			c.copyByte()
		default:
			return b, nil
		}
	}
}

// copyDocument copies an object or array, which may be the argument of a call.
func (c *copier) copyDocument(first byte) error {
	if first == '{' || first == '[' {
		return c.copyRoot(first)
	}
	for n := 0; isLetter(first) || isDigit(first) || first == '_' || first == '$' || first == '.'; n++ {
		if n == 100 {
			break
		}
		c.copyByte()
		var err error
		if first, err = c.peek(); err != nil {
			return c.unexpected(err, "a HAR")
		}
	}
	if first != '(' {
		return c.failf("not JSON, so not a HAR file")
	}
	c.copyByte()
	first, err := c.peekToken()
	if err != nil || first != '{' && first != '[' {
		return c.unexpected(err, "a HAR in the parentheses")
	}
	if err := c.copyRoot(first); err != nil {
		return err
	}
	if err := c.expect(')'); err != nil {
		return err
	}
	if b, err := c.copyPadding(); err == nil && b == ';' {
		c.copyByte()
	}
	return nil
}

// copyRoot copies a HAR, an entry, or an array of either.
func (c *copier) copyRoot(first byte) error {
	if first == '{' {
		return c.copyRootObject()
	}
	return c.copyArray(func(b byte) error {
		if b == '{' {
			return c.copyRootObject()
		}
		return c.copyPiece()
	})
}

// copyRootObject copies a HAR member by member, or an entry as a whole: a member log makes the
// difference.
func (c *copier) copyRootObject() error {
	c.piece, c.gaps = append(c.piece[:0], '{'), nil
	c.skipByte()
	for first := true; ; first = false {
		b, err := c.keepSpace()
		if err != nil {
			return c.unexpected(err, "the rest of an object")
		}
		switch {
		case b == '}':
			c.keepByte()
			return c.writePiece()
		case b == ',' && !first:
			c.keepByte()
			if _, err = c.keepSpace(); err != nil {
				return c.unexpected(err, "a member")
			}
		case !first:
			return c.unexpected(nil, "a comma or }")
		}
		name, err := c.keepName()
		if err != nil {
			return err
		}
		if b, err = c.keepSpace(); err != nil {
			return c.unexpected(err, "a value")
		}
		if name == "log" && b == '{' {
			return c.copyHAR()
		}
		if err := c.keepValue(); err != nil {
			return err
		}
	}
}

// copyHAR copies a HAR from the value of its log on. What precedes it in the object is in piece.
func (c *copier) copyHAR() error {
	if err := c.writeHead(); err != nil {
		return err
	}
	if err := c.copyMembers(c.copyLogMember); err != nil {
		return err
	}
	return c.copyMoreMembers(func(byte) error { return c.copyPiece() })
}

// copyLogMember copies a member of a log: an array by its elements.
func (c *copier) copyLogMember(first byte) error {
	if first != '[' {
		return c.copyPiece()
	}
	return c.copyArray(func(byte) error { return c.copyPiece() })
}

// writeHead writes the members that precede a log: the piece is closed, rewritten, and opened
// again.
func (c *copier) writeHead() error {
	if len(c.gaps) > 0 {
		return c.failf("a text before the log is longer than %d MiB", maxString>>20)
	}
	c.piece = append(c.piece, "0}"...)
	w, err := c.walk()
	if err != nil {
		return err
	}
	_, err = c.out.WriteString(strings.TrimSuffix(w.result(), "0}"))
	return err
}

// copyPiece copies a value, with its secrets replaced.
func (c *copier) copyPiece() error {
	c.piece, c.gaps = c.piece[:0], nil
	if err := c.keepValue(); err != nil {
		return err
	}
	return c.writePiece()
}

// writePiece writes the piece with its secrets replaced.
func (c *copier) writePiece() error {
	w, err := c.walk()
	if err != nil {
		return err
	}
	for _, g := range c.gaps {
		c.rewriter.counts.add(tooLong, InCapture)
		w.edits = append(w.edits, edit{start: g.at, end: g.at, filler: g.size})
	}
	w.writeResult(c.out)
	return nil // Flush returns the error of writing
}

// walk finds the secrets of the piece.
func (c *copier) walk() (*jsonWalker, error) {
	if err := c.ctx.Err(); err != nil {
		return nil, err
	}
	w := &jsonWalker{rewriter: c.rewriter, text: string(c.piece), at: position{place: InCapture}, isHAR: true}
	if err := w.walk(); err != nil {
		return nil, &Error{c.offset - int64(len(c.piece)-w.pos), err.Error()}
	}
	return w, nil
}
