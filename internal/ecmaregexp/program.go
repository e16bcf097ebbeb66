package ecmaregexp

// An opcode is the kind of an instruction.
type opcode uint8

const (
	opMatch         opcode = iota // the program, or the body of a lookaround, has matched
	opRune                        // a character of set, forward
	opRuneBack                    // a character of set, backward
	opRun                         // a to b characters of set, as many as possible, forward
	opAssert                      // the assertion a
	opChoice                      // continue at a; if that fails, at b
	opJump                        // continue at a
	opSave                        // register a gets the position
	opReference                   // the text that group a captured, forward
	opReferenceBack               // the text that group a captured, backward
	opLook                        // a lookaround with its body at the next instruction and its end at a
	opLoopStart                   // the counter of loop a begins at 0
	opLoop                        // begin an iteration of loop a, or leave it
	opLoopBody                    // an iteration of loop a begins
	opLoopEnd                     // an iteration of loop a ends
)

// An instruction is a step of a program.
type instruction struct {
	op   opcode
	a, b int
	set  *matchSet
	look lookaround
}

// A loopInfo describes a quantifier. Its registers hold the number of iterations begun, and the
// position where the last one began.
type loopInfo struct {
	min, max              int
	lazy                  bool
	firstGroup, lastGroup int
	counter, position     int // registers
	start, exit           int // index of opLoop, and index after the loop
	simple                bool
}

// A program is a tree for the backtracking matcher.
type program struct {
	code      []instruction
	loops     []loopInfo
	registers int // two for each group (group 0 is the complete match) and two for each loop
	anchored  bool
}

// A matchSet is a set of characters with a table for ASCII.
type matchSet struct {
	ascii [2]uint64
	other runeSet
}

func newMatchSet(set runeSet) *matchSet {
	m := &matchSet{other: set}
	for r := range rune(128) {
		if set.contains(r) {
			m.ascii[r/64] |= 1 << (r % 64)
		}
	}
	return m
}

func (m *matchSet) contains(r rune) bool {
	if r < 128 {
		return m.ascii[r/64]>>(r%64)&1 == 1
	}
	return m.other.contains(r)
}

// compileProgram compiles a tree.
func compileProgram(t *syntaxTree) *program {
	p := &program{registers: 2 * (t.groups + 1), anchored: isAnchored(t.root)}
	p.compileNode(t.root, false)
	p.emit(instruction{op: opMatch})
	return p
}

// emit appends an instruction and returns its index.
func (p *program) emit(i instruction) int {
	p.code = append(p.code, i)
	return len(p.code) - 1
}

// compileNode appends the instructions of a node. In a lookbehind, they match backward (ECMA-262,
// section 22.2.2.4, with direction backward).
func (p *program) compileNode(n syntaxNode, back bool) {
	switch n := n.(type) {
	case nodeSequence:
		p.compileSequence(n, back)
	case nodeChoice:
		p.compileChoice(n, back)
	case captureGroup:
		p.compileGroup(n, back)
	case quantifiedNode:
		p.compileRepeat(n, back)
	case lookaround:
		at := p.emit(instruction{op: opLook, look: n})
		p.compileNode(n.body, n.behind)
		p.emit(instruction{op: opMatch})
		p.code[at].a = len(p.code)
	case backreference:
		p.emit(instruction{op: opForDirection(back, opReference, opReferenceBack), a: n.group})
	case assertion:
		p.emit(instruction{op: opAssert, a: int(n)})
	case characterNode:
		p.emit(instruction{op: opForDirection(back, opRune, opRuneBack), set: newMatchSet(n.set)})
	}
}

func opForDirection(back bool, forward, backward opcode) opcode {
	if back {
		return backward
	}
	return forward
}

func (p *program) compileSequence(parts nodeSequence, back bool) {
	for i := range parts {
		if back {
			i = len(parts) - 1 - i
		}
		p.compileNode(parts[i], back)
	}
}

func (p *program) compileChoice(branches nodeChoice, back bool) {
	var jumps []int
	for i, branch := range branches {
		last := i == len(branches)-1
		at := len(p.code)
		if !last {
			p.emit(instruction{op: opChoice, a: at + 1})
		}
		p.compileNode(branch, back)
		if !last {
			jumps = append(jumps, p.emit(instruction{op: opJump}))
			p.code[at].b = len(p.code)
		}
	}
	for _, jump := range jumps {
		p.code[jump].a = len(p.code)
	}
}

func (p *program) compileGroup(g captureGroup, back bool) {
	first, second := 2*g.index, 2*g.index+1
	if back {
		first, second = second, first
	}
	p.emit(instruction{op: opSave, a: first})
	p.compileNode(g.body, back)
	p.emit(instruction{op: opSave, a: second})
}

func (p *program) compileRepeat(r quantifiedNode, back bool) {
	c, isCharacter := r.body.(characterNode)
	switch {
	case r.max == 0:
	case isCharacter && !r.lazy && !back:
		p.emit(instruction{op: opRun, a: r.min, b: r.max, set: newMatchSet(c.set)})
	default:
		p.compileLoop(r, back)
	}
}

func (p *program) compileLoop(r quantifiedNode, back bool) {
	index := len(p.loops)
	p.loops = append(p.loops, loopInfo{
		min: r.min, max: r.max, lazy: r.lazy, firstGroup: r.firstGroup, lastGroup: r.lastGroup,
		counter: p.registers, position: p.registers + 1, simple: r.firstGroup > r.lastGroup,
	})
	p.registers += 2
	p.emit(instruction{op: opLoopStart, a: index})
	start := p.emit(instruction{op: opLoop, a: index})
	p.emit(instruction{op: opLoopBody, a: index})
	p.compileNode(r.body, back)
	exit := p.emit(instruction{op: opLoopEnd, a: index}) + 1
	p.loops[index].start, p.loops[index].exit = start, exit
}
