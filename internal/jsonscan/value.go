package jsonscan

import "bytes"

// StringEnd returns the index in b of the quote that closes the string whose first
// character is at p; -1 if b ends before.
func StringEnd(b []byte, p int) int {
	for {
		// A short look first: most strings are short, or full of escapes.
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

// longStringEnd is StringEnd for a string that begins at p and has no quote or
// backslash before from: it looks for quotes alone, which bytes.IndexByte does
// faster, and counts the backslashes before.
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
			return StringEnd(b, from) // it has many escapes after all
		}
	}
}

// quoteOrBackslash returns the index in b, from p on, of the first quote or
// backslash; len(b) without one.
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

// ValueEnd returns the index in b behind the value that begins at p. It follows
// brackets and strings alone: brackets need not be of one kind, and nothing else is
// checked. It is -1 if b ends before the value does, or if no value begins there.
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

// scalarEnd is ValueEnd for what is neither a string nor a container. It may go on
// where b ends.
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

// isBracket uses that square brackets become curly ones with bit 0x20 set, and no
// other character does.
func isBracket(c byte) bool { return c|0x20 == '{' || c|0x20 == '}' }
