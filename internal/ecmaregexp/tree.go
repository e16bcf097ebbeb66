package ecmaregexp

// unlimited is the maximum of a quantifier without one. Larger numbers in a pattern are reduced to
// it, because no text is that long.
const unlimited = 1<<31 - 1

// A syntaxTree is a parsed pattern.
type syntaxTree struct {
	root   syntaxNode
	groups int // number of capturing groups, without the complete match
}

// A syntaxNode is a part of a pattern: one of the types below.
type syntaxNode any

type (
	// A nodeSequence matches its nodes one after the other.
	nodeSequence []syntaxNode

	// A nodeChoice matches the first of its nodes after which the rest matches, too.
	nodeChoice []syntaxNode

	// A characterNode matches one code point of a set.
	characterNode struct{ set runeSet }

	// A captureGroup captures what its body matches.
	captureGroup struct {
		index int // number of the group, from 1
		body  syntaxNode
	}

	// A quantifiedNode matches its body repeatedly.
	quantifiedNode struct {
		body                  syntaxNode
		min, max              int
		lazy                  bool
		firstGroup, lastGroup int // capturing groups of the body; none if last < first
	}

	// A lookaround is a lookahead or a lookbehind.
	lookaround struct {
		body             syntaxNode
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

// isLinear reports whether a finite automaton can match a node.
func isLinear(n syntaxNode) bool {
	switch n := n.(type) {
	case lookaround, backreference:
		return false
	case nodeSequence:
		return allLinear(n)
	case nodeChoice:
		return allLinear(n)
	case captureGroup:
		return isLinear(n.body)
	case quantifiedNode:
		return isLinear(n.body)
	}
	return true
}

func allLinear(nodes []syntaxNode) bool {
	for _, n := range nodes {
		if !isLinear(n) {
			return false
		}
	}
	return true
}

// isAnchored reports whether a node can match only at the beginning of the text.
func isAnchored(n syntaxNode) bool {
	switch n := n.(type) {
	case assertion:
		return n == begin
	case captureGroup:
		return isAnchored(n.body)
	case nodeSequence:
		return len(n) > 0 && isAnchored(n[0])
	case nodeChoice:
		for _, branch := range n {
			if !isAnchored(branch) {
				return false
			}
		}
		return len(n) > 0
	}
	return false
}
