package accept

import (
	"encoding/binary"
	"math/bits"
)

// A nameTable finds members by their names: a table of open addressing, in which
// 0 is empty and every other entry one more than a member's index.
type nameTable struct {
	slots []uint16
	shift uint
}

func newNameTable(members []memberRule) nameTable {
	size := 4
	for size < 2*len(members) {
		size *= 2
	}
	t := nameTable{slots: make([]uint16, size), shift: uint(64 - bits.Len(uint(size-1)))}
	for i, m := range members {
		at := t.at([]byte(m.name))
		for t.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		t.slots[at] = uint16(i + 1)
	}
	return t
}

func (t *nameTable) at(name []byte) int { return int(tag(name) * 0x9e3779b97f4a7c15 >> t.shift) }

// find returns the index of a member, -1 if there is none of that name.
func (t *nameTable) find(members []memberRule, name []byte) int {
	for at := t.at(name); ; at = (at + 1) & (len(t.slots) - 1) {
		i := int(t.slots[at]) - 1
		if i < 0 || members[i].name == string(name) {
			return i
		}
	}
}

// tag is a number that tells most names apart: it holds their length, their first
// and their last bytes.
func tag(name []byte) uint64 {
	n := len(name)
	if n >= 8 {
		return binary.LittleEndian.Uint64(name) ^ bits.RotateLeft64(binary.LittleEndian.Uint64(name[n-8:]), 29) ^ uint64(n)<<56
	}
	var w uint64
	for i, c := range name {
		w |= uint64(c) << (8 * i)
	}
	return w ^ uint64(n)<<56
}
