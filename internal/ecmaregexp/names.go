package ecmaregexp

import "strings"

// A patternOutline is what a parser needs to know about the complete pattern beforehand, because
// references may precede their groups.
type patternOutline struct {
	groups int            // number of capturing groups
	names  map[string]int // numbers of named groups
}

// outlineOf finds the capturing groups of a pattern and resets the parser to its start.
func outlineOf(p *parser) patternOutline {
	o := patternOutline{names: make(map[string]int)}
	inClass := false
	for ; p.next < len(p.text); p.next++ {
		switch r := p.peekRune(0); {
		case r == '\\':
			p.next++
		case inClass:
			inClass = r != ']'
		case r == '[':
			inClass = true
		case r == '(':
			o.addGroup(p)
		}
	}
	p.next = 0
	return o
}

// addGroup counts the group at the parser's position, if it captures.
func (o *patternOutline) addGroup(p *parser) {
	if p.peekRune(1) != '?' {
		o.groups++
		return
	}
	if p.peekRune(2) != '<' || p.peekRune(3) == '=' || p.peekRune(3) == '!' {
		return
	}
	o.groups++
	at := p.next
	p.next += len("(?<")
	name := p.groupName()
	if _, twice := o.names[name]; twice {
		p.failf(at, "two groups are named %s", name)
	}
	o.names[name] = o.groups
	p.next--
}

// groupName parses the name of a group and the > after it.
func (p *parser) groupName() string {
	at := p.next
	var name strings.Builder
	for !p.acceptText(">") {
		r := p.peekRune(0)
		p.next++
		if r == '\\' {
			r = p.nameEscape(at)
		}
		if !isNameRune(r, name.Len() == 0) {
			p.failf(at, "the name of the group must be an identifier between < and >")
		}
		name.WriteRune(r)
	}
	if name.Len() == 0 {
		p.failf(at, "the name of the group is empty")
	}
	return name.String()
}

// nameEscape parses the escape after a backslash in a name. Braces are allowed there with and
// without u.
func (p *parser) nameEscape(at int) rune {
	if p.acceptText("u") {
		if r, ok := p.unicodeEscape(true); ok {
			return r
		}
	}
	p.failf(at, `the name of the group has a \ that begins no \u escape`)
	return 0
}

func isNameRune(r rune, first bool) bool {
	switch {
	case r == '$' || r == '_':
		return true
	case first:
		return idStart().contains(r)
	}
	return idContinue().contains(r) || r == 0x200C || r == 0x200D
}
