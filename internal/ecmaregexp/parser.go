package ecmaregexp

import (
	"fmt"
	"strings"
)

// maxNesting limits the depth of groups, and so the recursion over a tree.
const maxNesting = 250

// A parser parses a pattern by the grammar of ECMA-262, section 22.2.1, with the flag u, or by that
// of Annex B.1.2 without it. Its methods panic with an *Error, which [parsePattern] returns.
type parser struct {
	text    []rune
	next    int
	unicode bool
	outline patternOutline
	groups  int // capturing groups begun so far
	nesting int
}

// parsePattern parses a pattern, with or without the flag u.
func parsePattern(pattern string, unicode bool) (t *syntaxTree, err *Error) {
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
	root := p.parseDisjunction()
	if p.next < len(p.text) {
		p.failf(p.next, "the ) closes no group")
	}
	return &syntaxTree{root, p.groups}, nil
}

// failf ends the parse. The position is that of the wrong character.
func (p *parser) failf(at int, format string, args ...any) {
	panic(&Error{at + 1, fmt.Sprintf(format, args...)})
}

// peekRune returns the character at an offset from the next one, -1 beyond the end.
func (p *parser) peekRune(offset int) rune {
	if at := p.next + offset; at < len(p.text) {
		return p.text[at]
	}
	return -1
}

// acceptText consumes a text if it comes next, and reports whether it does.
func (p *parser) acceptText(text string) bool {
	length := 0
	for _, r := range text {
		if p.peekRune(length) != r {
			return false
		}
		length++
	}
	p.next += length
	return true
}

func (p *parser) parseDisjunction() syntaxNode {
	branches := nodeChoice{p.parseAlternative()}
	for p.acceptText("|") {
		branches = append(branches, p.parseAlternative())
	}
	if len(branches) == 1 {
		return branches[0]
	}
	return branches
}

func (p *parser) parseAlternative() syntaxNode {
	terms := nodeSequence{}
	for p.next < len(p.text) && p.peekRune(0) != '|' && p.peekRune(0) != ')' {
		terms = append(terms, p.parseTerm())
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return terms
}

// parseTerm parses an assertion, or an atom with its quantifier.
func (p *parser) parseTerm() syntaxNode {
	groups := p.groups
	atom, repeatable := p.parseAtom()
	at := p.next
	q, ok := p.parseQuantifier()
	if !ok {
		return atom
	}
	if !repeatable {
		p.failf(at, "the quantifier has nothing to repeat")
	}
	q.body, q.firstGroup, q.lastGroup = atom, groups+1, p.groups
	return q
}

// parseAtom parses an atom or an assertion, and reports whether a quantifier may follow.
func (p *parser) parseAtom() (n syntaxNode, repeatable bool) {
	at := p.next
	r := p.peekRune(0)
	p.next++
	switch r {
	case '^':
		return begin, false
	case '$':
		return end, false
	case '.':
		return characterNode{terminators.invert()}, true
	case '(':
		return p.parseGroup(at)
	case '[':
		return characterNode{p.parseClass(at)}, true
	case '\\':
		return p.parseEscape(at)
	case '*', '+', '?':
		p.failf(at, "the quantifier has nothing to repeat")
	case '{', '}', ']':
		p.acceptLoneBracket(at, r)
	}
	return characterNode{singleRune(r)}, true
}

// acceptLoneBracket accepts an unmatched bracket, which only Annex B allows.
func (p *parser) acceptLoneBracket(at int, r rune) {
	if p.unicode {
		p.failf(at, `the %c must be written \%c`, r, r)
	}
	p.next = at
	if _, ok := p.parseQuantifier(); ok {
		p.failf(at, "the quantifier has nothing to repeat")
	}
	p.next = at + 1
}

// parseGroup parses the group after a parenthesis at a position.
func (p *parser) parseGroup(at int) (n syntaxNode, repeatable bool) {
	if p.nesting++; p.nesting > maxNesting {
		p.failf(at, "groups are nested more than %d deep, which is not supported", maxNesting)
	}
	defer func() { p.nesting-- }()
	switch {
	case p.acceptText("?:"):
		return p.groupBody(at), true
	case p.acceptText("?="):
		return lookaround{body: p.groupBody(at)}, !p.unicode
	case p.acceptText("?!"):
		return lookaround{body: p.groupBody(at), negative: true}, !p.unicode
	case p.acceptText("?<="):
		return lookaround{body: p.groupBody(at), behind: true}, false
	case p.acceptText("?<!"):
		return lookaround{body: p.groupBody(at), behind: true, negative: true}, false
	case p.acceptText("?<"):
		p.groupName()
	case p.peekRune(0) == '?':
		p.failf(at, "(? must be followed by :, =, !, <=, <! or a name in < and >")
	}
	p.groups++
	index := p.groups
	return captureGroup{index, p.groupBody(at)}, true
}

func (p *parser) groupBody(at int) syntaxNode {
	body := p.parseDisjunction()
	if !p.acceptText(")") {
		p.failf(at, "the group is not closed")
	}
	return body
}

// parseQuantifier parses a quantifier, if one comes next.
func (p *parser) parseQuantifier() (q quantifiedNode, ok bool) {
	switch {
	case p.acceptText("*"):
		q.max = unlimited
	case p.acceptText("+"):
		q.min, q.max = 1, unlimited
	case p.acceptText("?"):
		q.max = 1
	case p.peekRune(0) == '{':
		if q.min, q.max, ok = p.parseCounts(); !ok {
			return q, false
		}
	default:
		return q, false
	}
	q.lazy = p.acceptText("?")
	return q, true
}

// parseCounts parses {n}, {n,} or {n,m}. Without u, anything else is text.
func (p *parser) parseCounts() (low, high int, ok bool) {
	at := p.next
	p.next++
	low, ok = p.parseNumber()
	high = low
	if ok && p.acceptText(",") {
		if high, _ = p.parseNumber(); p.text[p.next-1] == ',' {
			high = unlimited
		}
	}
	if !ok || !p.acceptText("}") {
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

// parseNumber parses decimal digits.
func (p *parser) parseNumber() (n int, ok bool) {
	for digits.contains(p.peekRune(0)) {
		n = min(n*10+int(p.peekRune(0)-'0'), unlimited)
		p.next++
		ok = true
	}
	return n, ok
}

// needsUnicode reports whether a pattern has escapes with a different meaning without u: \p{…},
// \P{…} or \u{…}.
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
