// Package jsonscan finds the parts of JSON text: strings, values, white space. It
// works on bytes in memory, allocates nothing and checks no more than each function
// says. The HAR reader and the matcher of response bodies share it.
package jsonscan

import (
	"encoding/binary"
	"math/bits"
)

// The functions of this file look at eight bytes at once, with the arithmetic of one word. In a
// result, each byte that was searched for has its highest bit set. A borrow may also set the bit in
// bytes after such a byte, but never before, so the lowest set bit is right.
const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// LoadWord reads eight bytes, the first as the lowest.
func LoadWord(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// FirstMarked returns the index in its word of the first byte that was found.
func FirstMarked(found uint64) int { return bits.TrailingZeros64(found) >> 3 }

// MarkSpecial marks the bytes of a word that end or interrupt the run of a string's
// ordinary characters: quotes, backslashes and control characters.
func MarkSpecial(w uint64) uint64 {
	quote, slash := w^(lowBits*'"'), w^(lowBits*'\\')
	return ((quote-lowBits)&^quote | (slash-lowBits)&^slash | (w-lowBits*' ')&^w) & highBits
}

// MarkNonASCII marks the bytes of a word that are not ASCII.
func MarkNonASCII(w uint64) uint64 { return w & highBits }

// markQuoteOrBackslash marks the bytes of a word that are quotes or backslashes.
func markQuoteOrBackslash(w uint64) uint64 {
	quote, slash := w^(lowBits*'"'), w^(lowBits*'\\')
	return ((quote-lowBits)&^quote | (slash-lowBits)&^slash) & highBits
}
