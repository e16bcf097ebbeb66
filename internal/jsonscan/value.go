package jsonscan

import "bytes"

// StringEnd returns the index in b of the closing quote of the string whose first character is at
// p; -1 if b ends before it.
func StringEnd(b []byte, p int) int {
	for {
		// The first bytes are searched one word at a time: most strings are short, or full of
		// escapes.
		near := min(p+64, len(b))
		at := quoteOrBackslash(b[:near], p)
		if at == near && near < len(b) {
			return longStringEnd(b, p, near)
		}
		switch p = at; {
		case p >= len(b):
			return -1
		case b[p] == '"':
			return p
		}
		if p += 2; p > len(b) {
			return -1
		}
	}
}

// longStringEnd is StringEnd for a string that begins at p and has no quote or backslash before
// from. It only searches for quotes, because bytes.IndexByte is faster, and counts the backslashes
// before them.
func longStringEnd(b []byte, p, from int) int {
	for {
		i := bytes.IndexByte(b[from:], '"')
		if i < 0 {
			return -1
		}
		at := from + i
		n := at
		for n > p && b[n-1] == '\\' {
			n--
		}
		if (at-n)%2 == 0 {
			return at
		}
		from = at + 1
		if i < 64 {
			return StringEnd(b, from) // the string has many escapes
		}
	}
}

// quoteOrBackslash returns the index in b, from p on, of the first quote or backslash; len(b) if
// there is none.
func quoteOrBackslash(b []byte, p int) int {
	for ; p+8 <= len(b); p += 8 {
		if found := markQuoteOrBackslash(LoadWord(b[p:])); found != 0 {
			return p + FirstMarked(found)
		}
	}
	for p < len(b) && b[p] != '"' && b[p] != '\\' {
		p++
	}
	return p
}

// ValueEnd returns the index in b after the value that begins at p. It only looks at brackets and
// strings: brackets need not match in kind, and nothing else is checked. It returns -1 if b ends
// before the value does, or if no value begins there.
func ValueEnd(b []byte, p int) int {
	if p >= len(b) {
		return -1
	}
	switch b[p] {
	case '"':
		if p = StringEnd(b, p+1); p < 0 {
			return -1
		}
		return p + 1
	case '{', '[':
		return containerEnd(b, p)
	}
	return scalarEnd(b, p)
}

func containerEnd(b []byte, p int) int {
	for depth := 0; p < len(b); p++ {
		switch b[p] {
		case '"':
			if p = StringEnd(b, p+1); p < 0 {
				return -1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return p + 1
			}
		}
	}
	return -1
}

// scalarEnd is ValueEnd for a value that is neither a string nor a container. At the end of b, the
// value may be incomplete.
func scalarEnd(b []byte, p int) int {
	from := p
	for p < len(b) && b[p] > ' ' && b[p] != ',' && b[p] != ':' && b[p] != '"' && !isBracket(b[p]) {
		p++
	}
	if p == from || p == len(b) {
		return -1
	}
	return p
}

// isBracket sets bit 0x20 of c. It turns square brackets into curly ones, and no other character
// into a curly bracket.
func isBracket(c byte) bool { return c|0x20 == '{' || c|0x20 == '}' }
