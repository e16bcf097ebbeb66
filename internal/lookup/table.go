// Package lookup finds strings in sets that are made once and asked for each
// exchange: names of members, values of enums, segments of paths. It is faster
// than a map because it does not read all of a string to know where to look.
package lookup

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// A Table numbers the strings of a set in the order in which they were added. It
// is a hash table of open addressing, at most half full. The zero value is empty;
// finding alone is safe for concurrent use.
type Table struct {
	keys  []string
	slots []slot
	shift uint
}

type slot struct {
	tag uint64 // the key's
	key uint32 // one more than its number; 0: the slot is empty
}

// Add returns the number of a key, and enters it if it is new.
func (t *Table) Add(key string) int {
	if i := t.FindString(key); i >= 0 {
		return i
	}
	t.keys = append(t.keys, key)
	if 2*len(t.keys) > len(t.slots) {
		t.grow()
	} else {
		t.enter(len(t.keys) - 1)
	}
	return len(t.keys) - 1
}

func (t *Table) grow() {
	size := max(4, 2*len(t.slots))
	t.slots, t.shift = make([]slot, size), uint(64-bits.Len(uint(size-1)))
	for i := range t.keys {
		t.enter(i)
	}
}

func (t *Table) enter(i int) {
	tag := Tag([]byte(t.keys[i]))
	at := t.at(tag)
	for t.slots[at].key != 0 {
		at = (at + 1) & (len(t.slots) - 1)
	}
	t.slots[at] = slot{tag, uint32(i + 1)}
}

// at is where the search for a tag begins.
func (t *Table) at(tag uint64) int { return int(tag * 0x9e3779b97f4a7c15 >> t.shift) }

// Find returns the number of a key, -1 if it is none. It keeps nothing of it.
func (t *Table) Find(key []byte) int {
	if len(t.slots) == 0 {
		return -1
	}
	var tag uint64
	if len(key) < 8 {
		tag = short(key)
	} else {
		tag = long(key)
	}
	for at := t.at(tag); ; at = (at + 1) & (len(t.slots) - 1) {
		s := &t.slots[at]
		if s.key == 0 || s.tag == tag && is(t.keys[s.key-1], key) {
			return int(s.key) - 1
		}
	}
}

// is compares a key with one of the same tag.
func is(key string, other []byte) bool {
	if len(key) != len(other) {
		return false
	}
	switch n := len(key); {
	case n < 8:
		return true // the tag is made of all of it
	case n <= 16: // the tags being equal, the last bytes are if the first are
		return binary.LittleEndian.Uint64(other) == binary.LittleEndian.Uint64(unsafe.Slice(unsafe.StringData(key), n))
	}
	return key == string(other)
}

// FindString is [Table.Find] of a string.
func (t *Table) FindString(key string) int {
	return t.Find(unsafe.Slice(unsafe.StringData(key), len(key))) // it only reads
}

// Keys returns the keys by their numbers. They are the table's: read only.
func (t *Table) Keys() []string { return t.keys }

// Tag is a number that tells most strings apart: it holds their length, their
// first and their last bytes.
func Tag(s []byte) uint64 {
	if len(s) < 8 {
		return short(s)
	}
	return long(s)
}

func long(s []byte) uint64 {
	n := len(s)
	return binary.LittleEndian.Uint64(s) ^ bits.RotateLeft64(binary.LittleEndian.Uint64(s[n-8:]), 29) ^ uint64(n)<<56
}

func short(s []byte) uint64 {
	n := len(s)
	switch {
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(s)) ^ uint64(binary.LittleEndian.Uint32(s[n-4:]))<<32 ^ uint64(n)<<56
	case n > 0:
		return uint64(s[0]) ^ uint64(s[n/2])<<8 ^ uint64(s[n-1])<<16 ^ uint64(n)<<56
	}
	return 0
}
