package ecmaregexp

// parseClass parses the class after the [ at a position.
func (p *parser) parseClass(at int) runeSet {
	negated := p.acceptText("^")
	var sets []runeSet
	for !p.acceptText("]") {
		if p.next >= len(p.text) {
			p.failf(at, "the class is not closed")
		}
		sets = append(sets, p.classRange())
	}
	set := unionOf(sets...)
	if negated {
		return set.invert()
	}
	return set
}

// classRange parses a character, a class escape or a range of characters.
func (p *parser) classRange() runeSet {
	at := p.next
	set, low := p.classAtom()
	if p.peekRune(0) != '-' || p.peekRune(1) == ']' || p.peekRune(1) == -1 {
		return set
	}
	p.next++
	high, last := p.classAtom()
	if low == -1 || last == -1 {
		if p.unicode {
			p.failf(at, "a range cannot begin or end with a class of characters")
		}
		return unionOf(set, singleRune('-'), high)
	}
	if low > last {
		p.failf(at, "the range ends before it begins")
	}
	return runeSet{{low, last}}
}

// classAtom parses a member of a class. It returns a set, and the set's only member, or -1.
func (p *parser) classAtom() (runeSet, rune) {
	at := p.next
	r := p.peekRune(0)
	p.next++
	switch {
	case r != '\\':
		return singleRune(r), r
	case p.acceptText("b"):
		return singleRune('\b'), '\b'
	}
	return p.characterEscape(at, true)
}
