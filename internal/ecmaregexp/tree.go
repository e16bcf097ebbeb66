package ecmaregexp

// unlimited is the maximum of a quantifier that has none. Larger numbers of a
// pattern are reduced to it: no text is that long.
const unlimited = 1<<31 - 1

// A tree is a parsed pattern.
type tree struct {
	root   node
	groups int // capturing groups, without the whole match
}

// A node is a part of a pattern: one of the types below.
type node any

type (
	// A sequence matches its nodes one after the other.
	sequence []node

	// A choice matches the first of its nodes with which the rest matches, too.
	choice []node

	// A character matches one code point of a set.
	character struct{ set runeSet }

	// A group captures what its body matches.
	group struct {
		index int // from 1
		body  node
	}

	// A repeat matches its body several times.
	repeat struct {
		body                  node
		min, max              int
		lazy                  bool
		firstGroup, lastGroup int // capturing groups of the body; none if last < first
	}

	// A look is a lookahead or a lookbehind.
	look struct {
		body             node
		behind, negative bool
	}

	// A backreference matches what a group captured.
	backreference struct{ group int }

	// An assertion matches without consuming text.
	assertion int
)

const (
	begin assertion = iota
	end
	wordBoundary
	notWordBoundary
)

// isLinear reports whether a node has a meaning that a finite automaton knows.
func isLinear(n node) bool {
	switch n := n.(type) {
	case look, backreference:
		return false
	case sequence:
		return allLinear(n)
	case choice:
		return allLinear(n)
	case group:
		return isLinear(n.body)
	case repeat:
		return isLinear(n.body)
	}
	return true
}

func allLinear(nodes []node) bool {
	for _, n := range nodes {
		if !isLinear(n) {
			return false
		}
	}
	return true
}

// isAnchored reports whether a node can match only at the begin of the text.
func isAnchored(n node) bool {
	switch n := n.(type) {
	case assertion:
		return n == begin
	case group:
		return isAnchored(n.body)
	case sequence:
		return len(n) > 0 && isAnchored(n[0])
	case choice:
		for _, branch := range n {
			if !isAnchored(branch) {
				return false
			}
		}
		return len(n) > 0
	}
	return false
}
