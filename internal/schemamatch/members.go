package schemamatch

import (
	"github.com/apicontract/apicontract/internal/jsonscan"
)

// A memberWalk iterates over the members of the object that begins at p. It does not check their
// syntax.
type memberWalk struct {
	b     []byte
	p     int    // index of the object, then after the value of the last member
	name  []byte // as written in the body
	value int    // index of the member's value
}

// nextMember moves to the next member, and reports false if there is none.
func (w *memberWalk) nextMember() bool {
	b := w.b
	switch {
	case w.value == 0 && (w.p >= len(b) || b[w.p] != '{'):
		return false
	case w.value > 0:
		if w.p = jsonscan.ValueEnd(b, w.value); w.p < 0 {
			return false
		}
		if w.p = skipSpace(b, w.p); w.p >= len(b) || b[w.p] != ',' {
			return false
		}
	}
	p := skipSpace(b, w.p+1) // after the bracket or the comma
	if p >= len(b) || b[p] != '"' {
		return false
	}
	end, _ := stringEnd(b, p+1)
	if end < 0 {
		return false
	}
	w.name = b[p+1 : end]
	w.value = skipSpace(b, skipSpace(b, end+1)+1)
	return true
}
