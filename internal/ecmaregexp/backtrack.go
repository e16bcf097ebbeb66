package ecmaregexp

import (
	"sync"
	"unicode/utf8"
)

const (
	// maxSteps bounds the time of a match, to the same number everywhere.
	maxSteps = 10_000_000
	// maxFrames bounds the memory of a match.
	maxFrames = 1 << 20
	// maxKeptFrames bounds the memory that is kept between matches.
	maxKeptFrames = 1 << 12
)

// A frame is what a failing match goes back to. If pc is undo, register position
// gets the value limit again. Otherwise the match goes on at pc and position. If
// position is above limit, the frame is a run that can give back characters down to
// limit.
type frame struct{ pc, position, limit int }

const undo = -1

// A machine is the state of a match.
type machine struct {
	*program
	text      string
	registers []int
	frames    []frame
	steps     int
}

var machines = sync.Pool{New: func() any { return new(machine) }}

// match reports whether the program matches somewhere in a text, within a number of
// steps, from which it takes those that it needs.
func (p *program) match(s string, steps *int) (bool, error) {
	m := machines.Get().(*machine)
	defer m.release()
	most := min(maxSteps, *steps)
	m.program, m.text, m.steps = p, s, most
	defer func() { *steps -= most - max(m.steps, 0) }()
	m.registers = append(m.registers[:0], make([]int, p.registers)...)
	for i := range m.registers {
		m.registers[i] = -1
	}
	return m.search()
}

func (m *machine) release() {
	m.program, m.text, m.frames = nil, "", m.frames[:0]
	if cap(m.frames) > maxKeptFrames {
		m.frames = nil
	}
	machines.Put(m)
}

func (m *machine) search() (bool, error) {
	for at := 0; ; {
		if matches := m.run(0, at); matches || m.steps < 0 {
			return matches && m.steps >= 0, m.err()
		}
		if at >= len(m.text) || m.anchored {
			return false, nil
		}
		_, size := utf8.DecodeRuneInString(m.text[at:])
		at += size
	}
}

func (m *machine) err() error {
	if m.steps < 0 {
		return ErrTimeout
	}
	return nil
}

// spend counts steps, and reports whether there were enough of them.
func (m *machine) spend(steps int) bool {
	if len(m.frames) > maxFrames {
		m.steps = -1
	}
	m.steps -= steps
	return m.steps >= 0
}

// set changes a register until the match fails back over it.
func (m *machine) set(register, value int) {
	if old := m.registers[register]; old != value {
		m.frames = append(m.frames, frame{undo, register, old})
		m.registers[register] = value
	}
}

func (m *machine) push(pc, at int) { m.frames = append(m.frames, frame{pc, at, at}) }

// fail goes back to the last choice above a number of frames. It returns where the
// match goes on, or pc -1 if there is no choice left.
func (m *machine) fail(base int) (pc, at int) {
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

// run executes the program from an instruction to the next opMatch. It leaves the
// choices and changes on the frames if it succeeds, and nothing if not.
func (m *machine) run(pc, at int) bool {
	base := len(m.frames)
	for {
		if !m.spend(1) {
			return false
		}
		i := &m.code[pc]
		if i.op == opMatch {
			return true
		}
		var ok bool
		if pc, at, ok = m.step(i, pc, at); ok {
			continue
		}
		if pc, at = m.fail(base); pc < 0 {
			return false
		}
	}
}

// step executes one instruction. It returns where the match goes on, or false if
// the match fails there.
func (m *machine) step(i *instruction, pc, at int) (nextPC, nextAt int, ok bool) {
	switch i.op {
	case opRune:
		at, ok = m.forward(i.set, at)
		return pc + 1, at, ok
	case opRuneBack:
		at, ok = m.backward(i.set, at)
		return pc + 1, at, ok
	case opRun:
		at, ok = m.runOf(i, pc+1, at)
		return pc + 1, at, ok
	case opAssert:
		return pc + 1, at, m.holds(assertion(i.a), at)
	case opChoice:
		m.push(i.b, at)
		return i.a, at, true
	case opJump:
		return i.a, at, true
	case opSave:
		m.set(i.a, at)
		return pc + 1, at, true
	case opReference, opReferenceBack:
		at, ok = m.reference(i, at)
		return pc + 1, at, ok
	case opLook:
		return i.a, at, m.look(i, pc+1, at)
	}
	return m.loop(i, pc, at)
}

func (m *machine) forward(set *matchSet, at int) (next int, ok bool) {
	if at >= len(m.text) {
		return at, false
	}
	r, size := rune(m.text[at]), 1
	if r >= utf8.RuneSelf {
		r, size = utf8.DecodeRuneInString(m.text[at:])
	}
	return at + size, set.contains(r)
}

func (m *machine) backward(set *matchSet, at int) (next int, ok bool) {
	if at == 0 {
		return at, false
	}
	r, size := utf8.DecodeLastRuneInString(m.text[:at])
	return at - size, set.contains(r)
}

// runOf matches a run of characters and keeps one frame for all that it can give
// back.
func (m *machine) runOf(i *instruction, next, at int) (end int, ok bool) {
	limit := at
	for count := range i.b {
		after, ok := m.forward(i.set, at)
		if !ok || !m.spend(1) {
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
		m.frames = append(m.frames, frame{next, at, limit})
	}
	return at, true
}

func (m *machine) holds(a assertion, at int) bool {
	switch a {
	case begin:
		return at == 0
	case end:
		return at == len(m.text)
	}
	boundary := m.isWord(at-1) != m.isWord(at)
	return boundary == (a == wordBoundary)
}

// isWord reports whether the byte at an index is a character of \w, all of which
// are ASCII.
func (m *machine) isWord(index int) bool {
	return index >= 0 && index < len(m.text) && wordRunes.contains(rune(m.text[index]))
}

// reference matches what a group captured; nothing if the group did not take part.
func (m *machine) reference(i *instruction, at int) (next int, ok bool) {
	from, to := m.registers[2*i.a], m.registers[2*i.a+1]
	if from < 0 || to < 0 {
		return at, true
	}
	captured := m.text[from:to]
	m.spend(len(captured))
	if i.op == opReferenceBack {
		start := at - len(captured)
		return start, start >= 0 && m.text[start:at] == captured
	}
	end := at + len(captured)
	return end, end <= len(m.text) && m.text[at:end] == captured
}

// look runs the body of a lookahead or lookbehind. What a positive one captured
// stays, but no choice inside is tried again.
func (m *machine) look(i *instruction, body, at int) bool {
	base := len(m.frames)
	matches := m.run(body, at)
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
func (m *machine) rewind(base int) {
	for i := len(m.frames) - 1; i >= base; i-- {
		if f := m.frames[i]; f.pc == undo {
			m.registers[f.position] = f.limit
		}
	}
	m.frames = m.frames[:base]
}

// forgetChoices keeps only the changes above a number of frames.
func (m *machine) forgetChoices(base int) {
	kept := m.frames[:base]
	for _, f := range m.frames[base:] {
		if f.pc == undo {
			kept = append(kept, f)
		}
	}
	m.frames = kept
}

// loop executes the instructions of a quantifier (ECMA-262, section 22.2.2.3.1,
// RepeatMatcher).
func (m *machine) loop(i *instruction, pc, at int) (nextPC, nextAt int, ok bool) {
	l := &m.loops[i.a]
	switch i.op {
	case opLoopStart:
		m.set(l.counter, 0)
		return pc + 1, at, true
	case opLoopBody:
		m.iterate(l, at)
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
		m.push(pc+1, at)
		return l.exit, at, true
	}
	m.push(l.exit, at)
	return pc + 1, at, true
}

// iterate begins an iteration: the groups inside have captured nothing.
func (m *machine) iterate(l *loop, at int) {
	m.set(l.counter, m.registers[l.counter]+1)
	m.set(l.position, at)
	for g := l.firstGroup; g <= l.lastGroup; g++ {
		m.set(2*g, -1)
		m.set(2*g+1, -1)
	}
}

// endIteration reports whether the loop may go on. An empty iteration beyond the
// minimum fails. One below it makes those up to the minimum needless, if no group
// can tell the difference.
func (m *machine) endIteration(l *loop, at int) bool {
	if at != m.registers[l.position] {
		return true
	}
	count := m.registers[l.counter]
	if count > l.min {
		return false
	}
	if l.simple {
		m.set(l.counter, l.min)
	}
	return true
}
