package validate

import (
	"slices"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/route"
)

const (
	// maxRemembered bounds half of the verdicts that are kept: the traffic
	// chooses codes.
	maxRemembered = 4096
	// maxOwned bounds, in violations, half of what is kept of them for single
	// operations: a verdict may have many.
	maxOwned = 16_384
)

// A memory keeps the verdicts on wrong responses by their signs: one fault is
// repeated by thousands of responses. What was not asked for since as many new
// ones came is forgotten. It is safe for concurrent use.
type memory struct {
	mu         sync.RWMutex
	young, old map[sign]*remembered
	owned      int // by the young: their violations, and one for each verdict
}

// A remembered is the verdict on exchanges of one sign. Operations that share a
// response share it, but for their names.
type remembered struct {
	verdict Verdict
	own     []owned
}

// owned are the violations as one operation has them.
type owned struct {
	op         *operation
	violations []Violation
}

func (r *remembered) of(op *operation) ([]Violation, bool) {
	for i := range r.own {
		if r.own[i].op == op {
			return r.own[i].violations, true
		}
	}
	return nil, false
}

// recall judges an exchange whose content was not proved, by memory if it can. r is
// what its operation documents of the status, if anything, and p what did not prove the
// content, by run, if anything tried.
func (v *Validator) recall(x *Exchange, m *route.Match[*operation], r *response, p *proof, run *runner) Verdict {
	if v.plain || v.whole != nil {
		return v.judge(x, *m, trial{})
	}
	s := signing{sign: sign{response: r, proof: p, status: x.Response.Status}, trial: trial{run: run}, v: v, op: m.Value, x: x}
	if p != nil && !p.envelope {
		s.by = p
	}
	if r == nil {
		s.lacking = m.Value // what is said names its place
	}
	if !s.take() {
		return v.judge(x, *m, s.trial)
	}
	if verdict, ok := v.memory.find(&s.sign, m.Value); ok {
		verdict.Host = m.Host
		return verdict
	}
	verdict := v.judge(x, *m, s.trial)
	verdict.shared = true
	v.memory.keep(s.lasting(), &verdict)
	return verdict
}

// lasting returns a sign whose texts are its own.
func (s *sign) lasting() sign {
	kept := *s
	kept.name, kept.quoted = strings.Clone(s.name), strings.Clone(s.quoted)
	return kept
}

// find returns the verdict on an exchange of a sign and an operation.
func (m *memory) find(s *sign, op *operation) (Verdict, bool) {
	m.mu.RLock()
	known := m.young[*s]
	if known != nil {
		verdict := known.verdict
		if own, ok := known.of(op); ok {
			m.mu.RUnlock()
			verdict.op, verdict.Operation, verdict.Violations = op, &op.Operation, own
			return verdict, true
		}
	}
	m.mu.RUnlock()
	return m.derive(s, op)
}

// derive makes the verdict for one operation of that for another.
func (m *memory) derive(s *sign, op *operation) (Verdict, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.age()
	known := m.young[*s]
	if known == nil {
		if known = m.old[*s]; known == nil {
			return Verdict{}, false
		}
		known = m.enter(s.lasting(), &known.verdict)
	}
	verdict := known.verdict
	verdict.op, verdict.Operation = op, &op.Operation
	verdict.Violations = slices.Clone(verdict.Violations)
	for i := range verdict.Violations {
		v := &verdict.Violations[i]
		v.Method, v.PathTemplate, v.Operation = op.Method, op.PathTemplate, op.ID
	}
	m.own(known, op, verdict.Violations)
	return verdict, true
}

// keep remembers a verdict. The sign must last.
func (m *memory) keep(s sign, verdict *Verdict) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.age()
	m.own(m.enter(s, verdict), verdict.op, verdict.Violations)
}

// age makes room for one more, if there is none: what is old is forgotten.
func (m *memory) age() {
	if m.young != nil && len(m.young) < maxRemembered && m.owned < maxOwned {
		return
	}
	m.old, m.young, m.owned = m.young, m.old, 0
	clear(m.young)
	if m.young == nil {
		m.young = make(map[sign]*remembered)
	}
}

func (m *memory) enter(s sign, verdict *Verdict) *remembered {
	known := &remembered{verdict: *verdict}
	known.verdict.Host = ""
	m.young[s] = known
	return known
}

func (m *memory) own(known *remembered, op *operation, violations []Violation) {
	known.own = append(known.own, owned{op, violations})
	m.owned += 1 + len(violations)
}
