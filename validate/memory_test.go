package validate

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The traffic chooses what is remembered, by codes and by operations.
func TestMemoryIsBounded(t *testing.T) {
	operations := make([]*operation, 500)
	for i := range operations {
		operations[i] = &operation{Operation: Operation{ID: fmt.Sprint(i)}}
	}
	var m memory
	held := func() (signs, owned int) {
		for _, generation := range []map[sign]*remembered{m.young, m.old} {
			signs += len(generation)
			for _, r := range generation {
				for _, o := range r.own {
					owned += len(o.violations)
				}
			}
		}
		return signs, owned
	}
	for i := range 50_000 {
		op := operations[i%len(operations)]
		s := sign{name: fmt.Sprint("code", i/50)}
		verdict, known := m.find(&s, op)
		if !known {
			m.keep(s, &Verdict{op: op, Violations: []Violation{{Operation: op.ID}}})
			continue
		}
		assert.Equal(t, op.ID, verdict.Violations[0].Operation)
	}
	signs, owned := held()
	assert.LessOrEqual(t, signs, 2*maxRemembered)
	assert.LessOrEqual(t, owned, 2*maxOwned)
	const many = 100 // violations of one verdict
	for i := range 3 * maxRemembered {
		m.keep(sign{name: fmt.Sprint("other", i)}, &Verdict{op: operations[0], Violations: make([]Violation, many)})
	}
	signs, owned = held()
	assert.LessOrEqual(t, signs, 2*maxRemembered)
	assert.LessOrEqual(t, owned, 2*(maxOwned+many))

	s := sign{name: "code0"}
	_, known := m.find(&s, operations[0])
	assert.False(t, known, "what nobody asked for is forgotten")
}
