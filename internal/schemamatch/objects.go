package schemamatch

import (
	"hash/maphash"
)

// A textRange is the place of a member's name, or of an array item, that was read before.
type textRange struct {
	from, to int
	hash     uint64
}

var seed = maphash.MakeSeed()

// matchObject returns the index after the object whose first member, or end, is at p, if it
// conforms, else -1.
func (m *Matcher) matchObject(rule *objectRule, p int) int {
	var seen memberSet
	count, base := 0, len(m.names)
	hint := rule.hint // index of the hint for the member before
	if last := hint + len(rule.members); last >= len(m.hints) {
		m.hints = append(m.hints, make([]uint8, last+1-len(m.hints))...)
	}
	p = skipSpace(m.b, p)
	if p < len(m.b) && m.b[p] == '}' {
		return rule.acceptMembers(&seen, 0, p+1)
	}
	for {
		if p >= len(m.b) || m.b[p] != '"' {
			return -1
		}
		name := p + 1
		i := int(m.hints[hint])
		at := m.matchExpected(rule, i, name)
		if at < 0 {
			if i, at = m.memberAt(rule, base, name); at < 0 {
				return -1
			}
		}
		p = skipSpace(m.b, at)
		if rule.names != nil && !m.nameConforms(rule.names, name-1) {
			return -1
		}
		if i < len(rule.members) {
			if seen.hasIndex(i) {
				return -1
			}
			seen.addIndex(i)
			m.hints[hint] = uint8(i)
			hint = rule.hint + 1 + i
			if n := rule.members[i].node; n.state.Load() == scalar && p < len(m.b) && m.b[p] == '"' {
				p = m.matchString(n, p) // a shortcut for matchValue
			} else {
				p = m.matchValue(n, p)
			}
		} else {
			p = m.matchAdditional(rule, name, p)
		}
		if p < 0 {
			return -1
		}
		count++
		p = skipSpace(m.b, p)
		if p >= len(m.b) {
			return -1
		}
		switch m.b[p] {
		case '}':
			m.names = m.names[:base]
			return rule.acceptMembers(&seen, count, p+1)
		case ',':
			p = skipSpace(m.b, p+1)
		default:
			return -1
		}
	}
}

// acceptMembers returns p if all required members are present, and there are neither too few nor
// too many, else -1.
func (rule *objectRule) acceptMembers(seen *memberSet, count, p int) int {
	if !seen.includes(&rule.required) || count < rule.min || rule.max >= 0 && count > rule.max {
		return -1
	}
	return p
}

// matchExpected returns the index after the colon if the name at p is that of member i, which
// followed last time, else -1.
func (m *Matcher) matchExpected(rule *objectRule, i, p int) int {
	if i >= len(rule.members) {
		return -1
	}
	quoted := rule.members[i].quoted
	if end := p + len(quoted); quoted != "" && end <= len(m.b) && string(m.b[p:end]) == quoted {
		return end
	}
	return -1
}

// memberAt reads the name at p and its colon. It returns the member's index, or the number of
// members if the schemas do not declare it, and the index after the colon. That index is -1 if the
// name is not JSON, repeats an additional name, or has an escape.
func (m *Matcher) memberAt(rule *objectRule, base, p int) (i, at int) {
	end, plain := stringEnd(m.b, p)
	if end < 0 || !plain {
		return 0, -1
	}
	at = skipSpace(m.b, end+1)
	if at >= len(m.b) || m.b[at] != ':' {
		return 0, -1
	}
	if i, known := rule.index[string(m.b[p:end])]; known {
		return int(i), at + 1
	}
	if !m.addName(base, p, end) {
		return 0, -1
	}
	return len(rule.members), at + 1
}

// addName adds a text. It reports false if the text is among those added from base on, or if these
// are too many to compare with.
func (m *Matcher) addName(base, from, to int) bool {
	if len(m.names)-base >= maxAdditional {
		return false
	}
	n := textRange{from, to, maphash.Bytes(seed, m.b[from:to])}
	for _, other := range m.names[base:] {
		if other.hash == n.hash && string(m.b[other.from:other.to]) == string(m.b[from:to]) {
			return false
		}
	}
	m.names = append(m.names, n)
	return true
}

// matchAdditional returns the index after the value at p, of a member that the schemas do not
// declare, if it conforms, else -1. The name has no escapes.
func (m *Matcher) matchAdditional(rule *objectRule, name, p int) int {
	end := -1
	for _, r := range rule.patterns {
		to, _ := stringEnd(m.b, name)
		matches, err := r.pattern.MatchWithin(stringView(m.b[name:to]), &m.patternSteps)
		if err != nil {
			return -1
		}
		if matches {
			if end = m.matchValue(r.node, p); end < 0 {
				return -1
			}
		}
	}
	if end >= 0 || rule.additional == nil {
		return end
	}
	return m.matchValue(rule.additional, p)
}

// nameConforms reports whether the member's name at p conforms to n.
func (m *Matcher) nameConforms(n *schemaNode, p int) bool {
	n.lowerOnce()
	return n.state.Load() == scalar && m.matchString(n, p) >= 0
}
