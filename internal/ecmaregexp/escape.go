package ecmaregexp

import "strings"

// syntaxCharacters are the only characters that can be escaped with u. Without u, any character can
// be.
const syntaxCharacters = `^$\.*+?()[]{}|/`

var controlEscapes = map[rune]rune{'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// parseEscape parses the escape after a backslash at a position outside a class.
func (p *parser) parseEscape(at int) (n syntaxNode, repeatable bool) {
	switch r := p.peekRune(0); {
	case p.acceptText("b"):
		return wordBoundary, false
	case p.acceptText("B"):
		return notWordBoundary, false
	case p.acceptText("k"):
		if n := p.namedReference(at); n != nil {
			return n, true
		}
		return characterNode{singleRune('k')}, true
	case r >= '1' && r <= '9':
		if n := p.numberedReference(at); n != nil {
			return n, true
		}
	}
	set, _ := p.characterEscape(at, false)
	return characterNode{set}, true
}

// namedReference parses the reference after \k. It returns nil if \k is the letter: without u and
// without named groups.
func (p *parser) namedReference(at int) syntaxNode {
	if !p.unicode && len(p.outline.names) == 0 {
		return nil
	}
	if !p.acceptText("<") {
		p.failf(at, `\k must be followed by a name in < and >`)
	}
	name := p.groupName()
	index, ok := p.outline.names[name]
	if !ok {
		p.failf(at, "no group is named %s", name)
	}
	return backreference{index}
}

// numberedReference parses a number after a backslash. It returns nil if the number is octal or a
// digit: without u, if there are fewer groups.
func (p *parser) numberedReference(at int) syntaxNode {
	start := p.next
	index, _ := p.parseNumber()
	if index <= p.outline.groups {
		return backreference{index}
	}
	if p.unicode {
		p.failf(at, `\%d refers to a group that does not exist`, index)
	}
	p.next = start
	return nil
}

// characterEscape parses the escape after a backslash at a position. It returns a set, and the
// set's only member, or -1 for a class of characters.
func (p *parser) characterEscape(at int, inClass bool) (runeSet, rune) {
	r := p.peekRune(0)
	p.next++
	if set, ok := classEscape(r); ok {
		return set, -1
	}
	if control, ok := controlEscapes[r]; ok {
		return singleRune(control), control
	}
	switch {
	case r == -1:
		p.failf(at, `the pattern ends with \`)
	case (r == 'p' || r == 'P') && p.unicode:
		return p.parseProperty(at, r == 'P'), -1
	case r >= '0' && r <= '9':
		r = p.digitEscape(at, r)
	case r == 'c':
		r = p.controlLetter(at, inClass)
	case r == 'x':
		r = p.hexEscape(at)
	case r == 'u':
		r = p.parseCodePoint(at)
	default:
		p.identityEscape(at, r, inClass)
	}
	return singleRune(r), r
}

// identityEscape fails unless the character may be escaped.
func (p *parser) identityEscape(at int, r rune, inClass bool) {
	switch {
	case p.unicode && !strings.ContainsRune(syntaxCharacters, r) && (!inClass || r != '-'):
		p.failf(at, `\%c is not an escape`, r)
	case r == 'k' && len(p.outline.names) > 0:
		p.failf(at, `\k must be followed by a name in < and >`)
	}
}

// digitEscape returns the character of \0 and, without u, of octal escapes and escaped digits.
func (p *parser) digitEscape(at int, r rune) rune {
	if p.unicode {
		if r != '0' || digits.contains(p.peekRune(0)) {
			p.failf(at, `\%c is not an escape here`, r)
		}
		return 0
	}
	if r >= '8' {
		return r
	}
	value := r - '0'
	for length := 1; length < 3 && p.peekRune(0) >= '0' && p.peekRune(0) <= '7' && value*8 < 256; length++ {
		value = value*8 + p.peekRune(0) - '0'
		p.next++
	}
	return value
}

// controlLetter parses the letter after \c. Without u, the backslash is literal if no letter
// follows, and digits and _ count as letters in classes.
func (p *parser) controlLetter(at int, inClass bool) rune {
	r := p.peekRune(0)
	isLetter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	if isLetter || !p.unicode && inClass && wordRunes.contains(r) {
		p.next++
		return r % 32
	}
	if p.unicode {
		p.failf(at, `\c must be followed by a letter`)
	}
	p.next-- // the c is read again, as a letter
	return '\\'
}

// hexEscape parses the two digits after \x. Without u, \x is a letter if there are none.
func (p *parser) hexEscape(at int) rune {
	if r, ok := p.parseHex(2); ok {
		return r
	}
	if p.unicode {
		p.failf(at, `\x must be followed by two hexadecimal digits`)
	}
	return 'x'
}

// parseCodePoint parses the code point after \u.
func (p *parser) parseCodePoint(at int) rune {
	if r, ok := p.unicodeEscape(p.unicode); ok {
		return r
	}
	if p.unicode {
		p.failf(at, `\u must be followed by four hexadecimal digits, or by up to 10FFFF in { and }`)
	}
	return 'u'
}

// unicodeEscape parses HHHH, a pair of surrogates, or {H…} if braces are allowed.
func (p *parser) unicodeEscape(braces bool) (r rune, ok bool) {
	if braces && p.peekRune(0) == '{' {
		return p.bracedCodePoint()
	}
	high, ok := p.parseHex(4)
	if !ok || high < 0xD800 || high > 0xDBFF {
		return high, ok
	}
	at := p.next
	if p.acceptText(`\u`) {
		if low, ok := p.parseHex(4); ok && low >= 0xDC00 && low <= 0xDFFF {
			return 0x10000 + (high-0xD800)<<10 + low - 0xDC00, true
		}
	}
	p.next = at
	return high, true
}

// bracedCodePoint parses {H…}. It consumes nothing if the text is something else.
func (p *parser) bracedCodePoint() (r rune, ok bool) {
	start := p.next
	p.next++
	for hexValue(p.peekRune(0)) >= 0 && r <= 0x10FFFF {
		r = r*16 + hexValue(p.peekRune(0))
		p.next++
		ok = true
	}
	if !ok || r > 0x10FFFF || !p.acceptText("}") {
		p.next = start
		return 0, false
	}
	return r, true
}

// parseHex parses a number of hexadecimal digits. It consumes nothing if there are fewer.
func (p *parser) parseHex(length int) (r rune, ok bool) {
	for i := range length {
		digit := hexValue(p.peekRune(i))
		if digit < 0 {
			return 0, false
		}
		r = r*16 + digit
	}
	p.next += length
	return r, true
}

// hexValue returns the value of a hexadecimal digit; -1 for other characters.
func hexValue(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return r - '0'
	case r >= 'a' && r <= 'f':
		return r - 'a' + 10
	case r >= 'A' && r <= 'F':
		return r - 'A' + 10
	}
	return -1
}
