package ecmaregexp

import (
	"sync"
	"unicode/utf8"
)

const (
	// maxSteps limits the time of a match. It is the same on every machine.
	maxSteps = 10_000_000
	// maxFrames limits the memory of a match.
	maxFrames = 1 << 20
	// maxKeptFrames limits the memory that is kept between matches.
	maxKeptFrames = 1 << 12
)

// A backtrackFrame is a state to which a failing match returns. If pc is undo, register number
// position is reset to the value limit. Otherwise the match continues at pc and position. If
// position is above limit, the frame is a run that can give back characters down to limit.
type backtrackFrame struct{ pc, position, limit int }

const undo = -1

// A matchMachine is the state of a match.
type matchMachine struct {
	*program
	text      string
	registers []int
	frames    []backtrackFrame
	steps     int
}

var machinePool = sync.Pool{New: func() any { return new(matchMachine) }}

// matchText reports whether the program matches somewhere in a text. It may use the given number of
// steps, and subtracts the steps that it uses.
func (p *program) matchText(s string, steps *int) (bool, error) {
	m := machinePool.Get().(*matchMachine)
	defer m.releaseMemory()
	most := min(maxSteps, *steps)
	m.program, m.text, m.steps = p, s, most
	defer func() { *steps -= most - max(m.steps, 0) }()
	m.registers = append(m.registers[:0], make([]int, p.registers)...)
	for i := range m.registers {
		m.registers[i] = -1
	}
	return m.searchText()
}

func (m *matchMachine) releaseMemory() {
	m.program, m.text, m.frames = nil, "", m.frames[:0]
	if cap(m.frames) > maxKeptFrames {
		m.frames = nil
	}
	machinePool.Put(m)
}

func (m *matchMachine) searchText() (bool, error) {
	for at := 0; ; {
		if matches := m.runFrom(0, at); matches || m.steps < 0 {
			return matches && m.steps >= 0, m.timeoutError()
		}
		if at >= len(m.text) || m.anchored {
			return false, nil
		}
		_, size := utf8.DecodeRuneInString(m.text[at:])
		at += size
	}
}

func (m *matchMachine) timeoutError() error {
	if m.steps < 0 {
		return ErrTimeout
	}
	return nil
}

// spendSteps counts steps, and reports whether any are left.
func (m *matchMachine) spendSteps(steps int) bool {
	if len(m.frames) > maxFrames {
		m.steps = -1
	}
	m.steps -= steps
	return m.steps >= 0
}

// setRegister changes a register until the match fails back over it.
func (m *matchMachine) setRegister(register, value int) {
	if old := m.registers[register]; old != value {
		m.frames = append(m.frames, backtrackFrame{undo, register, old})
		m.registers[register] = value
	}
}

func (m *matchMachine) pushChoice(pc, at int) {
	m.frames = append(m.frames, backtrackFrame{pc, at, at})
}

// backtrack returns to the last choice above a number of frames. It returns where the match
// continues, or pc -1 if no choice is left.
func (m *matchMachine) backtrack(base int) (pc, at int) {
	for len(m.frames) > base {
		top := &m.frames[len(m.frames)-1]
		if top.pc != undo && top.position > top.limit {
			_, size := utf8.DecodeLastRuneInString(m.text[:top.position])
			top.position -= size
			pc, at = top.pc, top.position
			if at <= top.limit {
				m.frames = m.frames[:len(m.frames)-1]
			}
			return pc, at
		}
		m.frames = m.frames[:len(m.frames)-1]
		if top.pc != undo {
			return top.pc, top.position
		}
		m.registers[top.position] = top.limit
	}
	return -1, 0
}

// runFrom executes the program from an instruction to the next opMatch. If it succeeds, it keeps
// the choices and changes on the frames, else it removes them.
func (m *matchMachine) runFrom(pc, at int) bool {
	base := len(m.frames)
	for {
		if !m.spendSteps(1) {
			return false
		}
		i := &m.code[pc]
		if i.op == opMatch {
			return true
		}
		var ok bool
		if pc, at, ok = m.execute(i, pc, at); ok {
			continue
		}
		if pc, at = m.backtrack(base); pc < 0 {
			return false
		}
	}
}

// execute executes one instruction. It returns where the match continues, or false if the match
// fails there.
func (m *matchMachine) execute(i *instruction, pc, at int) (nextPC, nextAt int, ok bool) {
	switch i.op {
	case opRune:
		at, ok = m.matchForward(i.set, at)
		return pc + 1, at, ok
	case opRuneBack:
		at, ok = m.matchBackward(i.set, at)
		return pc + 1, at, ok
	case opRun:
		at, ok = m.matchRun(i, pc+1, at)
		return pc + 1, at, ok
	case opAssert:
		return pc + 1, at, m.assertionHolds(assertion(i.a), at)
	case opChoice:
		m.pushChoice(i.b, at)
		return i.a, at, true
	case opJump:
		return i.a, at, true
	case opSave:
		m.setRegister(i.a, at)
		return pc + 1, at, true
	case opReference, opReferenceBack:
		at, ok = m.matchReference(i, at)
		return pc + 1, at, ok
	case opLook:
		return i.a, at, m.matchLookaround(i, pc+1, at)
	}
	return m.stepLoop(i, pc, at)
}

func (m *matchMachine) matchForward(set *matchSet, at int) (next int, ok bool) {
	if at >= len(m.text) {
		return at, false
	}
	r, size := rune(m.text[at]), 1
	if r >= utf8.RuneSelf {
		r, size = utf8.DecodeRuneInString(m.text[at:])
	}
	return at + size, set.contains(r)
}

func (m *matchMachine) matchBackward(set *matchSet, at int) (next int, ok bool) {
	if at == 0 {
		return at, false
	}
	r, size := utf8.DecodeLastRuneInString(m.text[:at])
	return at - size, set.contains(r)
}

// matchRun matches a run of characters and pushes one frame for all characters that it can give
// back.
func (m *matchMachine) matchRun(i *instruction, next, at int) (end int, ok bool) {
	limit := at
	for count := range i.b {
		after, ok := m.matchForward(i.set, at)
		if !ok || !m.spendSteps(1) {
			if count < i.a {
				return at, false
			}
			break
		}
		at = after
		if count < i.a {
			limit = at
		}
	}
	if at > limit {
		m.frames = append(m.frames, backtrackFrame{next, at, limit})
	}
	return at, true
}

func (m *matchMachine) assertionHolds(a assertion, at int) bool {
	switch a {
	case begin:
		return at == 0
	case end:
		return at == len(m.text)
	}
	boundary := m.isWordAt(at-1) != m.isWordAt(at)
	return boundary == (a == wordBoundary)
}

// isWordAt reports whether the byte at an index is a character of \w, all of which
// are ASCII.
func (m *matchMachine) isWordAt(index int) bool {
	return index >= 0 && index < len(m.text) && wordRunes.contains(rune(m.text[index]))
}

// matchReference matches the text that a group captured, or nothing if the group did not take part.
func (m *matchMachine) matchReference(i *instruction, at int) (next int, ok bool) {
	from, to := m.registers[2*i.a], m.registers[2*i.a+1]
	if from < 0 || to < 0 {
		return at, true
	}
	captured := m.text[from:to]
	m.spendSteps(len(captured))
	if i.op == opReferenceBack {
		start := at - len(captured)
		return start, start >= 0 && m.text[start:at] == captured
	}
	end := at + len(captured)
	return end, end <= len(m.text) && m.text[at:end] == captured
}

// matchLookaround runs the body of a lookahead or lookbehind. The captures of a positive one are
// kept, but the choices inside are not tried again.
func (m *matchMachine) matchLookaround(i *instruction, body, at int) bool {
	base := len(m.frames)
	matches := m.runFrom(body, at)
	if !matches {
		return i.look.negative
	}
	if i.look.negative {
		m.rewind(base)
		return false
	}
	m.forgetChoices(base)
	return true
}

// rewind undoes all changes above a number of frames.
func (m *matchMachine) rewind(base int) {
	for i := len(m.frames) - 1; i >= base; i-- {
		if f := m.frames[i]; f.pc == undo {
			m.registers[f.position] = f.limit
		}
	}
	m.frames = m.frames[:base]
}

// forgetChoices removes the choices above a number of frames and keeps the changes.
func (m *matchMachine) forgetChoices(base int) {
	kept := m.frames[:base]
	for _, f := range m.frames[base:] {
		if f.pc == undo {
			kept = append(kept, f)
		}
	}
	m.frames = kept
}

// stepLoop executes the instructions of a quantifier (ECMA-262, section 22.2.2.3.1,
// RepeatMatcher).
func (m *matchMachine) stepLoop(i *instruction, pc, at int) (nextPC, nextAt int, ok bool) {
	l := &m.loops[i.a]
	switch i.op {
	case opLoopStart:
		m.setRegister(l.counter, 0)
		return pc + 1, at, true
	case opLoopBody:
		m.beginIteration(l, at)
		return pc + 1, at, true
	case opLoopEnd:
		return l.start, at, m.endIteration(l, at)
	}
	count := m.registers[l.counter]
	switch {
	case count < l.min:
		return pc + 1, at, true
	case count >= l.max:
		return l.exit, at, true
	case l.lazy:
		m.pushChoice(pc+1, at)
		return l.exit, at, true
	}
	m.pushChoice(l.exit, at)
	return pc + 1, at, true
}

// beginIteration begins an iteration and clears the captures of the groups inside.
func (m *matchMachine) beginIteration(l *loopInfo, at int) {
	m.setRegister(l.counter, m.registers[l.counter]+1)
	m.setRegister(l.position, at)
	for g := l.firstGroup; g <= l.lastGroup; g++ {
		m.setRegister(2*g, -1)
		m.setRegister(2*g+1, -1)
	}
}

// endIteration reports whether the loop may continue. An empty iteration beyond the minimum fails.
// Below the minimum, an empty iteration replaces all the missing ones, if no group can observe the
// difference.
func (m *matchMachine) endIteration(l *loopInfo, at int) bool {
	if at != m.registers[l.position] {
		return true
	}
	count := m.registers[l.counter]
	if count > l.min {
		return false
	}
	if l.simple {
		m.setRegister(l.counter, l.min)
	}
	return true
}
