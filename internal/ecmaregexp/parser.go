package ecmaregexp

import (
	"fmt"
	"strings"
)

// maxNesting bounds the depth of groups, and so the recursion over a tree.
const maxNesting = 250

// A parser reads a pattern by the grammar of ECMA-262, section 22.2.1, with the flag
// u, or by that of Annex B.1.2 without it. Its methods panic with an *Error, which
// [parse] returns.
type parser struct {
	text    []rune
	next    int
	unicode bool
	outline outline
	groups  int // capturing groups begun so far
	nesting int
}

// parse reads a pattern, with or without the flag u.
func parse(pattern string, unicode bool) (t *tree, err *Error) {
	p := &parser{text: []rune(pattern), unicode: unicode}
	defer func() {
		if r := recover(); r != nil {
			syntax, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			t, err = nil, syntax
		}
	}()
	p.outline = outlineOf(p)
	root := p.disjunction()
	if p.next < len(p.text) {
		p.failf(p.next, "the ) closes no group")
	}
	return &tree{root, p.groups}, nil
}

// failf ends the parse: reason is what is wrong with the character at a position.
func (p *parser) failf(at int, format string, args ...any) {
	panic(&Error{at + 1, fmt.Sprintf(format, args...)})
}

// peek returns the character at an offset from the next one; -1: the pattern ends.
func (p *parser) peek(offset int) rune {
	if at := p.next + offset; at < len(p.text) {
		return p.text[at]
	}
	return -1
}

// accept reads a text if it comes next.
func (p *parser) accept(text string) bool {
	length := 0
	for _, r := range text {
		if p.peek(length) != r {
			return false
		}
		length++
	}
	p.next += length
	return true
}

func (p *parser) disjunction() node {
	branches := choice{p.alternative()}
	for p.accept("|") {
		branches = append(branches, p.alternative())
	}
	if len(branches) == 1 {
		return branches[0]
	}
	return branches
}

func (p *parser) alternative() node {
	terms := sequence{}
	for p.next < len(p.text) && p.peek(0) != '|' && p.peek(0) != ')' {
		terms = append(terms, p.term())
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return terms
}

// term reads an assertion, or an atom with its quantifier.
func (p *parser) term() node {
	groups := p.groups
	atom, repeatable := p.atom()
	at := p.next
	q, ok := p.quantifier()
	if !ok {
		return atom
	}
	if !repeatable {
		p.failf(at, "the quantifier has nothing to repeat")
	}
	q.body, q.firstGroup, q.lastGroup = atom, groups+1, p.groups
	return q
}

// atom reads an atom or an assertion, and reports whether a quantifier may follow.
func (p *parser) atom() (n node, repeatable bool) {
	at := p.next
	r := p.peek(0)
	p.next++
	switch r {
	case '^':
		return begin, false
	case '$':
		return end, false
	case '.':
		return character{terminators.invert()}, true
	case '(':
		return p.group(at)
	case '[':
		return character{p.class(at)}, true
	case '\\':
		return p.escape(at)
	case '*', '+', '?':
		p.failf(at, "the quantifier has nothing to repeat")
	case '{', '}', ']':
		p.bracket(at, r)
	}
	return character{single(r)}, true
}

// bracket accepts a bracket that belongs to nothing, which only Annex B allows.
func (p *parser) bracket(at int, r rune) {
	if p.unicode {
		p.failf(at, `the %c must be written \%c`, r, r)
	}
	p.next = at
	if _, ok := p.quantifier(); ok {
		p.failf(at, "the quantifier has nothing to repeat")
	}
	p.next = at + 1
}

// group reads what follows a parenthesis at a position.
func (p *parser) group(at int) (n node, repeatable bool) {
	if p.nesting++; p.nesting > maxNesting {
		p.failf(at, "groups are nested more than %d deep, which is not supported", maxNesting)
	}
	defer func() { p.nesting-- }()
	switch {
	case p.accept("?:"):
		return p.groupBody(at), true
	case p.accept("?="):
		return look{body: p.groupBody(at)}, !p.unicode
	case p.accept("?!"):
		return look{body: p.groupBody(at), negative: true}, !p.unicode
	case p.accept("?<="):
		return look{body: p.groupBody(at), behind: true}, false
	case p.accept("?<!"):
		return look{body: p.groupBody(at), behind: true, negative: true}, false
	case p.accept("?<"):
		p.groupName()
	case p.peek(0) == '?':
		p.failf(at, "(? must be followed by :, =, !, <=, <! or a name in < and >")
	}
	p.groups++
	index := p.groups
	return group{index, p.groupBody(at)}, true
}

func (p *parser) groupBody(at int) node {
	body := p.disjunction()
	if !p.accept(")") {
		p.failf(at, "the group is not closed")
	}
	return body
}

// quantifier reads a quantifier, if one comes next.
func (p *parser) quantifier() (q repeat, ok bool) {
	switch {
	case p.accept("*"):
		q.max = unlimited
	case p.accept("+"):
		q.min, q.max = 1, unlimited
	case p.accept("?"):
		q.max = 1
	case p.peek(0) == '{':
		if q.min, q.max, ok = p.counts(); !ok {
			return q, false
		}
	default:
		return q, false
	}
	q.lazy = p.accept("?")
	return q, true
}

// counts reads {n}, {n,} or {n,m}. Without u, anything else is text.
func (p *parser) counts() (low, high int, ok bool) {
	at := p.next
	p.next++
	low, ok = p.number()
	high = low
	if ok && p.accept(",") {
		if high, _ = p.number(); p.text[p.next-1] == ',' {
			high = unlimited
		}
	}
	if !ok || !p.accept("}") {
		if p.unicode {
			p.failf(at, `the { begins no quantifier, and must be written \{`)
		}
		p.next = at
		return 0, 0, false
	}
	if low > high {
		p.failf(at, "the minimum of the quantifier is larger than its maximum")
	}
	return low, high, true
}

// number reads decimal digits.
func (p *parser) number() (n int, ok bool) {
	for digits.contains(p.peek(0)) {
		n = min(n*10+int(p.peek(0)-'0'), unlimited)
		p.next++
		ok = true
	}
	return n, ok
}

// needsUnicode reports whether a pattern has escapes that mean a character or a
// property only with u, and other things without it.
func needsUnicode(pattern string) bool {
	for {
		at := strings.IndexByte(pattern, '\\')
		if at < 0 || at+2 >= len(pattern) {
			return false
		}
		if strings.IndexByte("pPu", pattern[at+1]) >= 0 && pattern[at+2] == '{' {
			return true
		}
		pattern = pattern[at+2:]
	}
}
