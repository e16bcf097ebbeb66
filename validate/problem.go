package validate

import (
	"github.com/apicontract/apicontract/internal/lint"
	"github.com/apicontract/apicontract/internal/spec"
)

// Problems returns the problems of the document, in the order of its text. It reads all
// of the document, which takes seconds if that is very large.
func (c *Contract) Problems() []Problem { return newProblems(lint.CheckDocument(c.doc)) }

// problemsMet returns the problems of what the document says at its root, of its paths
// and servers, and of what the checks used.
func (m *contractModel) problemsMet(used map[*compiledOperation]bool) []Problem {
	var sources []*spec.Operation
	for _, op := range m.operations {
		if used[op] {
			sources = append(sources, op.source)
		}
	}
	return newProblems(lint.CheckOperations(m.contract.doc, m.schemas, sources))
}
