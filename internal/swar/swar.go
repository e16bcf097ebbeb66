// Package swar searches JSON text eight bytes at a time, with the arithmetic of
// one word (SIMD within a register).
//
// In each search a word's byte that is looked for gets its highest bit. A borrow
// may give it to bytes behind such a byte, too, but to none before: the lowest
// that is set is right.
package swar

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Word reads eight bytes, of which the first is the lowest.
func Word(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// zero finds the bytes of a word that are 0, all of them exactly.
func zero(w uint64) uint64 {
	const lows = 0x7f7f7f7f7f7f7f7f
	return ^((w&lows + lows) | w | lows)
}

// First is the index in its word of the first byte that was found.
func First(found uint64) int { return bits.TrailingZeros64(found) >> 3 }

// Special finds the bytes of a word that end or interrupt the run of a string's
// ordinary characters: quotes, backslashes and control characters.
func Special(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w) & highs
}

// Beyond finds the bytes of a word that are not ASCII.
func Beyond(w uint64) uint64 { return w & highs }

// Quote returns the index in b, from p on, of the first quote or backslash; len(b)
// without one.
func Quote(b []byte, p int) int {
	for ; p+8 <= len(b); p += 8 {
		w := Word(b[p:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		if found := ((quote-ones)&^quote | (slash-ones)&^slash) & highs; found != 0 {
			return p + First(found)
		}
	}
	for p < len(b) && b[p] != '"' && b[p] != '\\' {
		p++
	}
	return p
}

// Bracket returns the index in b, from p on, of the first quote or bracket; len(b)
// without one. With their bit 0x20 set, square brackets are curly ones, and no
// other character is.
func Bracket(b []byte, p int) int {
	for ; p+8 <= len(b); p += 8 {
		w := Word(b[p:])
		quote, curly := w^(ones*'"'), w|ones*0x20
		left, right := curly^(ones*'{'), curly^(ones*'}')
		if found := ((quote-ones)&^quote | (left-ones)&^left | (right-ones)&^right) & highs; found != 0 {
			return p + First(found)
		}
	}
	for p < len(b) && b[p] != '"' && b[p]|0x20 != '{' && b[p]|0x20 != '}' {
		p++
	}
	return p
}

// String returns the index in b of the quote that closes the string whose first
// character is at p; -1 if b ends before.
func String(b []byte, p int) int {
	for {
		// A short look first: most strings are short, or full of escapes.
		near := min(p+64, len(b))
		at := Quote(b[:near], p)
		if at == near && near < len(b) {
			return longString(b, p, near)
		}
		switch p = at; {
		case p >= len(b):
			return -1
		case b[p] == '"':
			return p
		}
		if p += 2; p > len(b) {
			return -1
		}
	}
}

// longString is String for a string that began at p and has no quote or
// backslash before from: it looks for quotes alone, which bytes.IndexByte does
// faster, and counts the backslashes before.
func longString(b []byte, p, from int) int {
	for {
		i := bytes.IndexByte(b[from:], '"')
		if i < 0 {
			return -1
		}
		at := from + i
		n := at
		for n > p && b[n-1] == '\\' {
			n--
		}
		if (at-n)%2 == 0 {
			return at
		}
		from = at + 1
		if i < 64 {
			return String(b, from) // it has many escapes after all
		}
	}
}

// Value returns the index in b behind the value that begins at p, by its brackets
// and strings alone: brackets need not be of one kind, and nothing else is judged.
// It is -1 if b ends before, or if no value begins there.
func Value(b []byte, p int) int {
	if p >= len(b) {
		return -1
	}
	switch b[p] {
	case '"':
		if p = String(b, p+1); p < 0 {
			return -1
		}
		return p + 1
	case '{', '[':
		return container(b, p)
	}
	from := p
	for p < len(b) && b[p] > ' ' && b[p] != ',' && b[p] != ':' && b[p] != '"' && b[p]|0x20 != '{' && b[p]|0x20 != '}' {
		p++
	}
	if p == from || p == len(b) {
		return -1
	}
	return p
}

// container looks at words, in which strings that are short begin and end. A word
// with a backslash, and a string that is longer, are left to String.
func container(b []byte, p int) int {
	depth, text := 0, false
	for p+8 <= len(b) {
		w := Word(b[p:])
		quote, slash, curly := w^(ones*'"'), w^(ones*'\\'), w|ones*0x20
		escapes := (slash - ones) &^ slash & highs
		found := zero(quote)
		switch {
		case text && (escapes != 0 || found == 0):
			if p = String(b, p); p < 0 {
				return -1
			}
			p, text = p+1, false
			continue
		case escapes != 0:
			if p, depth = token(b, p, depth); depth == 0 || p < 0 {
				return p
			}
			continue
		}
		found |= zero(curly^(ones*'{')) | zero(curly^(ones*'}'))
		for ; found != 0; found &= found - 1 {
			at := p + First(found)
			switch c := b[at]; {
			case c == '"':
				text = !text
			case text:
			case c|0x20 == '{':
				depth++
			default:
				if depth--; depth == 0 {
					return at + 1
				}
			}
		}
		p += 8
	}
	if text {
		if p = String(b, p); p < 0 {
			return -1
		}
		p++
	}
	for {
		if p, depth = token(b, p, depth); depth == 0 || p < 0 {
			return p
		}
	}
}

// token moves behind the next bracket or string; to -1 if b ends before.
func token(b []byte, p, depth int) (int, int) {
	if p = Bracket(b, p); p >= len(b) {
		return -1, depth
	}
	switch b[p] {
	case '"':
		if p = String(b, p+1); p < 0 {
			return -1, depth
		}
	case '{', '[':
		depth++
	default:
		depth--
	}
	return p + 1, depth
}
