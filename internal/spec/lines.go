package spec

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// A lineTable finds lines and columns of a text. Columns count characters. It is built
// when it is first needed, and is quick in texts without line breaks, too.
type lineTable struct {
	text []byte
	// unicodeBreaks says that U+0085, U+2028 and U+2029 end lines, as in YAML 1.1.
	unicodeBreaks bool

	starts func() []int32 // the offsets of the first bytes of all lines
	counts func() []int32 // the number of characters before every block
}

// blockSize is the number of bytes after which the characters before are known.
const blockSize = 512

func newLineTable(text []byte, unicodeBreaks bool) *lineTable {
	t := &lineTable{text: text, unicodeBreaks: unicodeBreaks}
	t.starts = sync.OnceValue(t.findLines)
	t.counts = sync.OnceValue(t.countCharacters)
	return t
}

// findLines takes LF, CR and CRLF for line breaks.
func (t *lineTable) findLines() []int32 {
	starts := []int32{0}
	for at := 0; at < len(t.text); {
		length := t.breakAt(at)
		if length == 0 {
			at++
			continue
		}
		at += length
		starts = append(starts, toOffset(at))
	}
	return starts
}

// breakAt returns the length of the line break at an offset, 0 if there is none.
func (t *lineTable) breakAt(at int) int {
	switch c := t.text[at]; {
	case c == '\n':
		return 1
	case c == '\r':
		if at+1 < len(t.text) && t.text[at+1] == '\n' {
			return 2
		}
		return 1
	case c < utf8.RuneSelf || !t.unicodeBreaks:
		return 0
	}
	switch r, size := utf8.DecodeRune(t.text[at:]); r {
	case '\u0085', '\u2028', '\u2029':
		return size
	}
	return 0
}

func (t *lineTable) countCharacters() []int32 {
	counts := make([]int32, 1, len(t.text)/blockSize+2)
	total := int32(0)
	for rest := t.text; len(rest) >= blockSize; rest = rest[blockSize:] {
		total += countStarts(rest[:blockSize])
		counts = append(counts, total)
	}
	return counts
}

// countStarts counts the characters that begin in a piece of text.
func countStarts(text []byte) (n int32) {
	for _, c := range text {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// charactersBefore returns how many characters begin before an offset.
func (t *lineTable) charactersBefore(offset int32) int32 {
	block := offset / blockSize
	return t.counts()[block] + countStarts(t.text[block*blockSize:offset])
}

// position returns the line and column of an offset, from 1.
func (t *lineTable) position(offset int32) (line, column int) {
	starts := t.starts()
	line = sort.Search(len(starts), func(i int) bool { return starts[i] > offset })
	start := starts[line-1]
	if offset-start <= blockSize {
		return line, 1 + int(countStarts(t.text[start:offset]))
	}
	return line, 1 + int(t.charactersBefore(offset)-t.charactersBefore(start))
}

// offsetOf is the inverse of position, for parsers that report lines and columns.
func (t *lineTable) offsetOf(line, column int) int32 {
	starts := t.starts()
	if line < 1 || line > len(starts) {
		return 0
	}
	start := starts[line-1]
	if column <= blockSize {
		return t.skip(start, column-1)
	}
	target := t.charactersBefore(start) + int32(column-1) //nolint:gosec // a line has at most maxFileSize characters
	counts := t.counts()
	block := sort.Search(len(counts), func(i int) bool { return counts[i] > target }) - 1
	at := toOffset(block * blockSize)
	for int(at) < len(t.text) && !utf8.RuneStart(t.text[at]) {
		at++ // the block begins within a character, which counts as one of the block before
	}
	return t.skip(at, int(target-counts[block]))
}

// skip returns the offset that many characters after another.
func (t *lineTable) skip(offset int32, characters int) int32 {
	at := int(offset)
	for range characters {
		if at >= len(t.text) {
			break
		}
		if t.text[at] < utf8.RuneSelf {
			at++
			continue
		}
		_, size := utf8.DecodeRune(t.text[at:])
		at += size
	}
	return toOffset(min(at, len(t.text)))
}

// indent returns the column of the first character of a line that is not blank.
func (t *lineTable) indent(line int) int {
	starts := t.starts()
	if line > len(starts) {
		return 1
	}
	text := t.text[starts[line-1]:]
	return len(text) - len(bytes.TrimLeft(text, " \t")) + 1
}
