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

// ErrorTableProblems returns what does not fit the document in a table that was added with
// [WithErrorTable], in the order of its text.
func (c *Contract) ErrorTableProblems() []Problem { return newProblems(c.doc.TableProblems()) }

// HasErrorTable reports whether the document has an error table, of its own or added.
func (c *Contract) HasErrorTable() bool { return c.table != nil }
