package schemamatch

import (
	"github.com/apicontract/apicontract/internal/jsonscan"
)

// A memberWalk goes through the members of the object that begins at p. Whether they
// are JSON is not checked.
type memberWalk struct {
	b     []byte
	p     int    // of the object, then behind the value of the last member
	name  []byte // as the body writes it
	value int    // index of the member's value
}

// nextMember goes to the next member, and reports false if there is none.
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
	p := skipSpace(b, w.p+1) // behind the bracket or the comma
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
