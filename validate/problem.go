package validate

import (
	"slices"

	"github.com/apicontract/apicontract/internal/lint"
	"github.com/apicontract/apicontract/internal/spec"
)

// Problems returns the problems of the document, in the order of its text. It reads all
// of the document, which takes seconds if that is very large.
func (c *Contract) Problems() []Problem { return newProblems(lint.Document(c.doc)) }

func newProblems(found []spec.Problem) []Problem {
	problems := make([]Problem, len(found))
	for i := range found {
		p := &found[i]
		problems[i] = Problem{Rule: RuleID(p.Rule), Level: LevelWarning, Message: p.Message, Fix: p.Fix,
			Location: DocumentLocation{File: p.File(), Pointer: p.Node.Location().Pointer}}
		if rule, ok := LookupRule(problems[i].Rule); ok {
			problems[i].Level = rule.Level
		}
		problems[i].Location.Line, problems[i].Location.Column = p.Position()
	}
	return problems
}

// problemsMet returns the problems of what the document says at its root, of its paths
// and servers, and of what the checks used.
func (m *model) problemsMet(used map[*operation]bool) []Problem {
	var sources []*spec.Operation
	for _, op := range m.operations {
		if used[op] {
			sources = append(sources, op.source)
		}
	}
	met := append(lint.Operations(m.contract.doc, sources), m.schemas.Problems()...)
	slices.SortFunc(met, func(a, b spec.Problem) int { return a.Compare(&b) })
	return newProblems(met)
}
