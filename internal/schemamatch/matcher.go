package schemamatch

import (
	"github.com/apicontract/apicontract/internal/schema"
)

const (
	maxDepth      = 500 // of nesting, in bodies and in schemas
	maxAdditional = 256 // additional members of an object that are compared with one another
	maxUnique     = 64  // items that are compared with one another
	// maxReread limits how often the branches of choices may read the body again. minReread is the
	// number of bytes that they may always read again.
	maxReread, minReread = 64, 4096
	// maxPatternSteps is the number of steps that pattern matches may take for each byte of the
	// body. minPatternSteps is the number for any body.
	maxPatternSteps, minPatternSteps = 16, 1_000_000
)

// A Matcher runs programs. One goroutine at a time may use it. It keeps its memory between runs;
// the zero value is ready.
type Matcher struct {
	b      []byte
	depth  int
	reread int // bytes that may still be read again
	// patternSteps is the number of steps that pattern matches may still take.
	patternSteps int
	hints        []uint8                 // which member followed each member last time
	names        []textRange             // additional member names of the open objects
	captured     [maxCaptures + 1][]byte // strings by capture, from 1; nil if there is none
	unquoted     [maxCaptures + 1][]byte // memory for those that have escapes
}

// Conforms reports whether body is one JSON text that conforms to the program's schema, without
// writeOnly members. False means undecided, not invalid.
func (m *Matcher) Conforms(p *Program, body []byte) bool {
	m.b, m.depth, m.names, m.captured = body, 0, m.names[:0], [maxCaptures + 1][]byte{}
	m.reread, m.patternSteps = minReread+maxReread*len(body), minPatternSteps+maxPatternSteps*len(body)
	end := m.matchValue(p.root, skipSpace(body, 0))
	m.b = nil
	return end >= 0 && skipSpace(body, end) == len(body)
}

// CapturedText returns the string that the last run found at a capture of its program, and whether
// it found one. The string is valid until the next run, and as long as the body is.
func (m *Matcher) CapturedText(capture int) ([]byte, bool) {
	s := m.captured[capture+1]
	return s, s != nil
}

// matchValue returns the index after the value at p if it conforms to n, else -1.
func (m *Matcher) matchValue(n *schemaNode, p int) int {
	if n.state.Load() == notLowered {
		n.lowerOnce()
	}
	if p >= len(m.b) || n.undecided || m.depth >= maxDepth {
		return -1
	}
	m.depth++
	end := -1
	switch {
	case m.b[p] == 'n' && n.acceptNull:
		end = literalEnd(m.b, p, "null")
	case n.choiceOnly:
		if n.types&typesAt(m.b, p) != 0 {
			end = m.matchChoices(n, p)
		}
	default:
		if end = m.matchRules(n, p); end >= 0 && n.choices != nil {
			end = m.matchChoices(n, p)
		}
	}
	m.depth--
	return end
}

// matchRules returns the index after the value at p if it conforms to the rules of n, except for
// the choices, else -1.
func (m *Matcher) matchRules(n *schemaNode, p int) int {
	switch m.b[p] {
	case '"':
		return m.matchString(n, p)
	case '{':
		if n.types&schema.Object != 0 {
			return m.matchObject(n.object, p+1)
		}
	case '[':
		if n.types&schema.Array != 0 {
			return m.matchArray(n.array, p+1)
		}
	case 't':
		if n.types&schema.Boolean != 0 && (n.enum == nil || n.enum.True) {
			return literalEnd(m.b, p, "true")
		}
	case 'f':
		if n.types&schema.Boolean != 0 && (n.enum == nil || n.enum.False) {
			return literalEnd(m.b, p, "false")
		}
	case 'n':
		if n.types&schema.Null != 0 && (n.enum == nil || n.enum.types&schema.Null != 0) {
			return literalEnd(m.b, p, "null")
		}
	default:
		return m.matchNumber(n, p)
	}
	return -1
}

// matchArray returns the index after the array whose first item, or end, is at p, if it conforms,
// else -1.
func (m *Matcher) matchArray(rule *arrayRule, p int) int {
	p = skipSpace(m.b, p)
	first, count := p, 0
	if p < len(m.b) && m.b[p] == ']' {
		return rule.acceptCount(0, p+1)
	}
	for {
		n := rule.items
		if count < len(rule.prefix) {
			n = rule.prefix[count]
		}
		if p = m.matchValue(n, p); p < 0 {
			return -1
		}
		count++
		p = skipSpace(m.b, p)
		if p >= len(m.b) {
			return -1
		}
		switch m.b[p] {
		case ']':
			if rule.unique && !m.areDistinct(first, count) {
				return -1
			}
			return rule.acceptCount(count, p+1)
		case ',':
			p = skipSpace(m.b, p+1)
		default:
			return -1
		}
	}
}

// acceptCount returns p if the array is neither too short nor too long, else -1.
func (rule *arrayRule) acceptCount(count, p int) int {
	if count < rule.min || rule.max >= 0 && count > rule.max {
		return -1
	}
	return p
}

// areDistinct reports whether the items of the array from p on surely differ: they are
// strings without escapes, or integers.
func (m *Matcher) areDistinct(p, count int) bool {
	if count > maxUnique {
		return false
	}
	base := len(m.names)
	defer func() { m.names = m.names[:base] }()
	for range count {
		var end int
		var sure bool
		if m.b[p] == '"' {
			end, sure = stringEnd(m.b, p+1)
			end++
		} else {
			end, sure = numberEnd(m.b, p)
			sure = sure && string(m.b[p:end]) != "-0" // equal to 0
		}
		if !sure || !m.addName(base, p, end) {
			return false
		}
		p = skipSpace(m.b, skipSpace(m.b, end)+1)
	}
	return true
}
