package accept

import "github.com/apicontract/apicontract/internal/jsonscan"

// choose reports whether the value at p conforms to a choice: to one branch, and
// for oneOf surely to no other.
func (r *Runner) choose(c *choiceRule, p int) bool {
	kind := kindAt(r.b, p)
	if c.property != "" && kind == Object {
		value, found := r.property(c.property, p)
		n := c.values[string(value)]
		return found && n != nil && r.try(n, p)
	}
	var only *node
	for _, n := range c.branches {
		switch {
		case n.reach&kind == 0: // the branch takes no such value
		case c.one && only != nil:
			return false // both might
		case c.one:
			only = n
		case r.try(n, p):
			return true
		}
	}
	return only != nil && r.try(only, p)
}

// try is value for branches, of which more than one may be tried.
func (r *Runner) try(n *node, p int) bool {
	names := len(r.names)
	ok := r.value(n, p) >= 0
	r.names = r.names[:names]
	return ok
}

// kindAt is the type of the value at p, as far as its first byte tells.
func kindAt(b []byte, p int) Kinds {
	if p >= len(b) {
		return 0
	}
	switch b[p] {
	case '"':
		return String
	case '{':
		return Object
	case '[':
		return Array
	case 't', 'f':
		return Boolean
	case 'n':
		return Null
	}
	return Number
}

// property returns the string that is a member of the object at p; false if there
// is none, or if it is not surely found. Whether the object is JSON is seen later.
func (r *Runner) property(want string, p int) (value []byte, found bool) {
	b := r.b
	p = blank(b, p+1)
	for p < len(b) && b[p] == '"' {
		end, plain := text(b, p+1)
		if end < 0 || !plain {
			return nil, false
		}
		name := b[p+1 : end]
		p = blank(b, end+1)
		if p >= len(b) || b[p] != ':' {
			return nil, false
		}
		p = blank(b, p+1)
		if string(name) == want {
			return plainText(b, p)
		}
		if p = jsonscan.ValueEnd(b, p); p < 0 {
			return nil, false
		}
		if p = blank(b, p); p >= len(b) || b[p] != ',' {
			return nil, false
		}
		p = blank(b, p+1)
	}
	return nil, false
}

func plainText(b []byte, p int) (s []byte, ok bool) {
	if p >= len(b) || b[p] != '"' {
		return nil, false
	}
	if end, plain := text(b, p+1); end >= 0 && plain {
		return b[p+1 : end], true
	}
	return nil, false
}
