package har

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/jsonscan"
)

// A cursor walks the members of one entry, which is in memory.
type cursor struct {
	scanner
	elided []int  // places of strings that were too long to keep
	arena  []byte // texts that are wanted
}

// A span is a text in a cursor's arena. The arena becomes one string at the
// end of an entry, and not each header field.
type span struct{ from, to int }

func (c *cursor) reset(text []byte, elided []int) {
	c.Window = format.TextWindow(text)
	c.failure, c.lenient, c.nonStrictOffset = nil, true, 0
	c.elided, c.arena = elided, c.arena[:0]
}

// members calls member for each member of the next value, and reports whether
// it is an object; any other value is skipped.
func (c *cursor) members(member func(name []byte)) bool {
	if c.peek() != '{' {
		c.skip()
		return false
	}
	c.Pos++
	if c.peek() == '}' {
		c.Pos++
		return true
	}
	for c.failure == nil {
		member(c.name())
		if c.last('}') {
			break
		}
	}
	return true
}

// name is scanner.name, faster for a name that stands for itself right here.
func (c *cursor) name() []byte {
	if c.Pos < c.End && c.Buf[c.Pos] == '"' {
		if name := c.plainName(); name != nil {
			if c.Pos < c.End && c.Buf[c.Pos] == ':' {
				c.Pos++
			} else {
				c.expect(':', "a colon")
			}
			return name
		}
	}
	return c.scanner.name()
}

// last is scanner.last, faster for what stands right here.
func (c *cursor) last(closing byte) bool {
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
	return c.scanner.last(closing)
}

// skip moves past a value, by its brackets and strings alone: what nobody reads
// costs nothing if it is damaged.
func (c *cursor) skip() {
	if c.peek() < 0 {
		c.fail("a value")
		return
	}
	end := jsonscan.ValueEnd(c.Buf[:c.End], c.Pos)
	if end < 0 {
		c.Pos = c.End
		c.fail("the rest of a value")
		return
	}
	c.Pos = end
}

// isScalar reports whether the next value has a text: a string, number or
// boolean.
func (c *cursor) isScalar() bool {
	switch k := c.peek(); k {
	case '"', '-', 't', 'f':
		return true
	default:
		return isDigit(k)
	}
}

// scalar reads a text. A value that has none is skipped and false, and so is a
// string that was too long to keep.
func (c *cursor) scalar() (span, bool) {
	if !c.isScalar() {
		c.skip()
		return span{}, false
	}
	from, elided := len(c.arena), c.isElided()
	c.arena = c.value(c.arena, math.MaxInt-from)
	return span{from, len(c.arena)}, c.failure == nil && !elided
}

// isElided reports whether the next value stands for a longer string.
func (c *cursor) isElided() bool {
	if len(c.elided) == 0 || c.peek() != '"' {
		return false
	}
	_, found := slices.BinarySearch(c.elided, c.Pos)
	return found
}

// A number is an integer of a capture, which may be missing or be no number.
type number struct {
	value          int64
	given, correct bool
}

// number reads an integer: a number, or a string that begins with one.
func (c *cursor) number() number {
	if c.peek() == 'n' {
		c.skip()
		return number{}
	}
	s, ok := c.scalar()
	if !ok {
		return number{given: true}
	}
	text := c.arena[s.from:s.to]
	if n, ok := small(text); ok {
		return number{n, true, true}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), " ") // "404 Not Found"
	return parseNumber(first)
}

// small reads what nearly all numbers are, without making a string.
func small(text []byte) (n int64, ok bool) {
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

func parseNumber(text string) number {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return number{n, true, true}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != f || f < -1e15 || f > 1e15 {
		return number{given: text != ""}
	}
	return number{int64(f), true, true}
}
