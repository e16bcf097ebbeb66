package validate

import (
	"github.com/apicontract/apicontract/internal/lint"
	"github.com/apicontract/apicontract/internal/spec"
)

// Problems returns the problems of the document, in the order of its text. It reads all
// of the document, which takes seconds if that is very large.
func (c *Contract) Problems() []Problem { return newProblems(lint.Document(c.doc)) }

// problemsMet returns the problems of what the document says at its root, of its paths
// and servers, and of what the checks used.
func (m *model) problemsMet(used map[*operation]bool) []Problem {
	var sources []*spec.Operation
	for _, op := range m.operations {
		if used[op] {
			sources = append(sources, op.source)
		}
	}
	return newProblems(lint.Operations(m.contract.doc, m.schemas, sources))
}
