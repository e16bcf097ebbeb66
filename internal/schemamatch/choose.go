package schemamatch

import (
	"github.com/apicontract/apicontract/internal/jsonscan"
	"github.com/apicontract/apicontract/internal/schema"
)

// matchChoices returns the index after the value at p if it conforms to each choice of n, else -1.
func (m *Matcher) matchChoices(n *schemaNode, p int) int {
	end := -1
	for _, c := range n.choices {
		if end = m.matchChoice(c, p); end < 0 {
			return -1
		}
	}
	return end
}

// matchChoice returns the index after the value at p if it conforms to a choice, else -1. For oneOf
// it must surely conform to only one branch.
func (m *Matcher) matchChoice(c *choiceRule, p int) int {
	types := typesAt(m.b, p)
	if c.property != "" && types == schema.Object {
		if value, found := m.stringMember(c.property, p); found {
			if n := c.byValue[string(value)]; n != nil {
				return m.tryBranch(n, p)
			}
			return -1
		}
	}
	if c.isOneOf {
		return m.matchOneOf(c, types, p)
	}
	found := -1
	for _, n := range c.branches {
		if !m.mayAllow(n, types, p) {
			continue
		}
		end := m.tryBranch(n, p)
		switch {
		case end >= 0 && c.writeOnlyBranches == nil:
			return end
		case end >= 0:
			found = end
		case c.writeOnlyBranches[n]:
			return -1 // the value may conform to it, with a writeOnly member
		}
	}
	return found
}

// matchOneOf is matchChoice for oneOf.
func (m *Matcher) matchOneOf(c *choiceRule, types schema.Types, p int) int {
	var only *schemaNode
	for _, n := range c.branches {
		if !m.mayAllow(n, types, p) {
			continue
		}
		if only != nil {
			return -1 // both may allow the value
		}
		only = n
	}
	if only == nil {
		return -1
	}
	return m.tryBranch(only, p)
}

// mayAllow reports false if the value at p, of one of the types, surely breaks n.
func (m *Matcher) mayAllow(n *schemaNode, types schema.Types, p int) bool {
	if n.possible&types == 0 {
		return false
	}
	if types != schema.String || n.enum == nil {
		return true
	}
	s, plain := unescapedString(m.b, p)
	return !plain || n.enum.strings[string(s)]
}

// tryBranch is matchValue for a branch. It counts the bytes that are read again, even if it fails.
func (m *Matcher) tryBranch(n *schemaNode, p int) int {
	if m.reread <= 0 {
		return -1
	}
	names := len(m.names)
	end := m.matchValue(n, p)
	m.names = m.names[:names]
	behind := end
	if behind < 0 {
		behind = jsonscan.ValueEnd(m.b, p)
	}
	if behind < 0 {
		behind = len(m.b)
	}
	m.reread -= behind - p
	return end
}

// typesAt returns the types that the value at p may have, by its first byte.
func typesAt(b []byte, p int) schema.Types {
	if p >= len(b) {
		return 0
	}
	switch b[p] {
	case '"':
		return schema.String
	case '{':
		return schema.Object
	case '[':
		return schema.Array
	case 't', 'f':
		return schema.Boolean
	case 'n':
		return schema.Null
	}
	return schema.Number
}

// stringMember returns the string value of a member of the object at p. It returns false if there
// is none, or if it is not certain. It does not check the object's syntax.
func (m *Matcher) stringMember(want string, p int) (value []byte, found bool) {
	w := memberWalk{b: m.b, p: p}
	for w.nextMember() {
		if string(w.name) == want {
			return unescapedString(m.b, w.value)
		}
	}
	return nil, false
}

// unescapedString returns the string at p; false if there is none, or if it has escapes.
func unescapedString(b []byte, p int) (s []byte, ok bool) {
	if p >= len(b) || b[p] != '"' {
		return nil, false
	}
	end, plain := stringEnd(b, p+1)
	if end < 0 || !plain {
		return nil, false
	}
	return b[p+1 : end], true
}
