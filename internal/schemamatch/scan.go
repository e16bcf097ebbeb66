package schemamatch

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

func skipSpace(b []byte, p int) int { return jsonscan.SkipSpace(b, p) }

// stringEnd returns the index of the closing quote of the string whose first character is at p, and
// whether the string has no escapes. The index is -1 if the string is not JSON.
func stringEnd(b []byte, p int) (end int, plain bool) {
	plain = true
	for {
		// Ordinary ASCII characters are skipped eight at a time.
		for p+8 <= len(b) {
			w := jsonscan.LoadWord(b[p:])
			if found := jsonscan.MarkSpecial(w) | jsonscan.MarkNonASCII(w); found != 0 {
				if p += jsonscan.FirstMarked(found); b[p] == '"' {
					return p, plain
				}
				break
			}
			p += 8
		}
		for p < len(b) && b[p] >= ' ' && b[p] < utf8.RuneSelf && b[p] != '"' && b[p] != '\\' {
			p++
		}
		if p >= len(b) {
			return -1, false
		}
		switch c := b[p]; {
		case c == '"':
			return p, plain
		case c == '\\':
			plain = false
			if p = escapeEnd(b, p+1); p < 0 {
				return -1, false
			}
		case c < ' ':
			return -1, false
		default:
			r, size := utf8.DecodeRune(b[p:])
			if r == utf8.RuneError && size == 1 {
				return -1, false
			}
			p += size
		}
	}
}

// escapeEnd returns the index after the escape sequence whose backslash is before p, with both
// halves of a surrogate pair; -1 if it is invalid.
func escapeEnd(b []byte, p int) int {
	if p >= len(b) {
		return -1
	}
	switch b[p] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return p + 1
	case 'u':
	default:
		return -1
	}
	r := hexValue(b, p+1)
	switch {
	case r < 0 || r >= 0xdc00 && r < 0xe000:
		return -1
	case r < 0xd800 || r >= 0xe000:
		return p + 5
	}
	if p+7 > len(b) || b[p+5] != '\\' || b[p+6] != 'u' {
		return -1
	}
	if low := hexValue(b, p+7); low < 0xdc00 || low >= 0xe000 {
		return -1
	}
	return p + 11
}

// hexValue returns the value of the four hexadecimal digits at p, -1 if there are none.
func hexValue(b []byte, p int) rune {
	if p+4 > len(b) {
		return -1
	}
	var r rune
	for _, c := range b[p : p+4] {
		digit, ok := jsonscan.HexDigit(c)
		if !ok {
			return -1
		}
		r = r<<4 | rune(digit)
	}
	return r
}

// unquoteInto replaces dst by the characters of a valid JSON string with quotes.
func unquoteInto(dst, quoted []byte) []byte {
	dst, _ = jsontext.AppendUnquote(dst[:0], quoted) // never fails
	return dst
}

// numberEnd returns the index after the number at p, -1 if there is none, and whether the number
// has no fraction and no exponent.
func numberEnd(b []byte, p int) (end int, integer bool) {
	if p < len(b) && b[p] == '-' {
		p++
	}
	if p >= len(b) || b[p] < '0' || b[p] > '9' {
		return -1, false
	}
	if b[p] == '0' {
		p++
	} else {
		p = digitsEnd(b, p)
	}
	integer = true
	if p < len(b) && b[p] == '.' {
		integer = false
		from := p + 1
		if p = digitsEnd(b, from); p == from {
			return -1, false
		}
	}
	if p < len(b) && b[p]|0x20 == 'e' {
		integer = false
		p++
		if p < len(b) && (b[p] == '+' || b[p] == '-') {
			p++
		}
		from := p
		if p = digitsEnd(b, from); p == from {
			return -1, false
		}
	}
	return p, integer
}

// digitsEnd returns the index after the digits at p.
func digitsEnd(b []byte, p int) int {
	for p < len(b) && '0' <= b[p] && b[p] <= '9' {
		p++
	}
	return p
}

// literalEnd returns the index after a word at p, -1 if the word is not there.
func literalEnd(b []byte, p int, word string) int {
	if end := p + len(word); end <= len(b) && string(b[p:end]) == word {
		return end
	}
	return -1
}
