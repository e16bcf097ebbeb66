package spec

import "cmp"

// A Problem is something in a document that is wrong, or has no effect. It does not
// stop checking, except of what depends on it.
type Problem struct {
	Rule    string // kebab-case
	Node    *Node  // where it is
	Message string
	Fix     string

	line, column int // where another package found it; 0: at the node
}

// WithPosition returns the problem at a line and column of the node's file.
func (p Problem) WithPosition(line, column int) Problem {
	p.line, p.column = line, column
	return p
}

// File returns the name of the problem's file.
func (p *Problem) File() string { return p.Node.textRoot().extra.file.name }

// Position returns the problem's line and column, from 1.
func (p *Problem) Position() (line, column int) {
	if p.line > 0 {
		return p.line, p.column
	}
	return p.Node.Position()
}

// Compare orders problems by file, position and rule.
func (p *Problem) Compare(other *Problem) int {
	line, column := p.Position()
	otherLine, otherColumn := other.Position()
	return cmp.Or(
		cmp.Compare(p.File(), other.File()), cmp.Compare(line, otherLine), cmp.Compare(column, otherColumn),
		cmp.Compare(p.Rule, other.Rule), cmp.Compare(p.Message, other.Message),
	)
}
