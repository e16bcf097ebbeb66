package har

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/jsonscan"
)

// An entryCursor walks the members of one entry in memory.
type entryCursor struct {
	jsonScanner
	elided []int  // positions of strings that were too long to keep
	arena  []byte // texts to keep
}

// A textSpan is a text in a cursor's arena. The arena becomes one string at the end of an entry,
// which is cheaper than one string for each header.
type textSpan struct{ from, to int }

func (c *entryCursor) reset(text []byte, elided []int) {
	c.Window = format.TextWindow(text)
	c.failure, c.lenient, c.nonStrictOffset = nil, true, 0
	c.elided, c.arena = elided, c.arena[:0]
}

// readMembers calls member for each member of the next value, and reports whether
// it is an object; any other value is skipped.
func (c *entryCursor) readMembers(member func(name []byte)) bool {
	if c.peekToken() != '{' {
		c.skipValue()
		return false
	}
	c.Pos++
	if c.peekToken() == '}' {
		c.Pos++
		return true
	}
	for c.failure == nil {
		member(c.readName())
		if c.endsContainer('}') {
			break
		}
	}
	return true
}

// readName is a faster jsonScanner.readName for a name without escapes at the current position.
func (c *entryCursor) readName() []byte {
	if c.Pos < c.End && c.Buf[c.Pos] == '"' {
		if name := c.unescapedName(); name != nil {
			if c.Pos < c.End && c.Buf[c.Pos] == ':' {
				c.Pos++
			} else {
				c.expectByte(':', "a colon")
			}
			return name
		}
	}
	return c.jsonScanner.readName()
}

// endsContainer is a faster jsonScanner.endsContainer for a comma or bracket at the current
// position.
func (c *entryCursor) endsContainer(closing byte) bool {
	if c.failure == nil && c.Pos < c.End {
		switch c.Buf[c.Pos] {
		case ',':
			c.Pos++
			return false
		case closing:
			c.Pos++
			return true
		}
	}
	return c.jsonScanner.endsContainer(closing)
}

// skipValue moves past a value. It only looks at brackets and strings, so that damage in a value
// that is not needed does not matter.
func (c *entryCursor) skipValue() {
	if c.peekToken() < 0 {
		c.failExpecting("a value")
		return
	}
	end := jsonscan.ValueEnd(c.Buf[:c.End], c.Pos)
	if end < 0 {
		c.Pos = c.End
		c.failExpecting("the rest of a value")
		return
	}
	c.Pos = end
}

// isScalar reports whether the next value is a string, number or boolean.
func (c *entryCursor) isScalar() bool {
	switch k := c.peekToken(); k {
	case '"', '-', 't', 'f':
		return true
	default:
		return isDigit(k)
	}
}

// readScalar reads a string, number or boolean. It skips any other value, and a string that was too
// long to keep, and returns false.
func (c *entryCursor) readScalar() (textSpan, bool) {
	if !c.isScalar() {
		c.skipValue()
		return textSpan{}, false
	}
	from, elided := len(c.arena), c.isElided()
	c.arena = c.readValue(c.arena, math.MaxInt-from)
	return textSpan{from, len(c.arena)}, c.failure == nil && !elided
}

// isElided reports whether the next value is a string that was too long to keep.
func (c *entryCursor) isElided() bool {
	if len(c.elided) == 0 || c.peekToken() != '"' {
		return false
	}
	_, found := slices.BinarySearch(c.elided, c.Pos)
	return found
}

// A recordedInt is an integer of a capture, which may be missing or not a number.
type recordedInt struct {
	value          int64
	isSet, isValid bool
}

// readNumber reads an integer: a number, or a string that begins with one.
func (c *entryCursor) readNumber() recordedInt {
	if c.peekToken() == 'n' {
		c.skipValue()
		return recordedInt{}
	}
	s, ok := c.readScalar()
	if !ok {
		return recordedInt{isSet: true}
	}
	text := c.arena[s.from:s.to]
	if n, ok := parseSmall(text); ok {
		return recordedInt{n, true, true}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), " ") // "404 Not Found"
	return parseNumber(first)
}

// parseSmall parses short numbers, without making a string. Nearly all numbers are short.
func parseSmall(text []byte) (n int64, ok bool) {
	if len(text) == 0 || len(text) > 9 {
		return 0, false
	}
	for _, c := range text {
		if !isDigit(int(c)) {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, true
}

func parseNumber(text string) recordedInt {
	if text == "" {
		return recordedInt{} // an error of strconv costs more than all else of an empty entry
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return recordedInt{n, true, true}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != f || f < -1e15 || f > 1e15 {
		return recordedInt{isSet: true}
	}
	return recordedInt{int64(f), true, true}
}
