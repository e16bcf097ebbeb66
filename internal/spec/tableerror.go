package spec

import (
	"fmt"
	"slices"
)

// RuleErrorTable is the rule of mistakes in the error table.
const RuleErrorTable = "error-table"

// A TableError lists what is wrong with a document's error table.
type TableError struct {
	Mistakes []Problem // in the order of the text; at least one
	Omitted  int       // further ones, beyond the first 100
}

func (e *TableError) Error() string {
	m := &e.Mistakes[0]
	line, column := m.Position()
	text := (&Error{File: m.File(), Line: line, Column: column, Message: m.Message}).Error()
	if further := len(e.Mistakes) - 1 + e.Omitted; further > 0 {
		text += fmt.Sprintf(", and %d further mistakes in the error table", further)
	}
	return text
}

// maxMistakes bounds the mistakes that are listed.
const maxMistakes = 100

// tableMistakes collects the mistakes in an error table: the first of the text, and
// the number of the others.
type tableMistakes struct {
	found      []Problem
	omitted    int
	mismatches []Problem // in what was added to the document
	missing    []Problem // operations that it names and the document lacks
	unlisted   int       // further ones of these
}

// addMistakef adds a mistake.
func (m *tableMistakes) addMistakef(node *Node, fix, format string, args ...any) {
	m.found = append(m.found, Problem{Rule: RuleErrorTable, Node: node, Message: fmt.Sprintf(format, args...), Fix: fix})
	if len(m.found) >= 2*maxMistakes {
		m.keepFirst()
	}
}

// addMismatchf adds a mistake that leaves the rest of the table usable. In a table that was
// added to the document (see [Document.AddErrorTable]) it is a problem, because who adds
// one does not own the document.
func (m *tableMistakes) addMismatchf(node *Node, fix, format string, args ...any) {
	switch {
	case node.textRoot().parent == nil:
		m.addMistakef(node, fix, format, args...)
	case len(m.mismatches) < maxMistakes:
		m.mismatches = append(m.mismatches, Problem{Rule: RuleTableMismatch, Node: node, Message: fmt.Sprintf(format, args...), Fix: fix})
	}
}

// addMissingf adds that the document lacks an operation that the table names.
func (m *tableMistakes) addMissingf(node *Node, fix, format string, args ...any) {
	switch {
	case node.textRoot().parent == nil:
		m.addMistakef(node, fix, format, args...)
	case len(m.missing) < maxMissing:
		m.missing = append(m.missing, Problem{Rule: RuleTableMismatch, Node: node, Message: fmt.Sprintf(format, args...), Fix: fix})
	default:
		m.unlisted++
	}
}

// maxMissing is how many missing operations are problems of their own.
const maxMissing = 10

// allMismatches returns the mismatches. Where many operations are missing, they are one
// problem: the table is then one of a larger document, and no name is misspelt.
func (m *tableMistakes) allMismatches() []Problem {
	if m.unlisted == 0 {
		return slices.Concat(m.mismatches, m.missing)
	}
	first := m.missing[0]
	first.Message = fmt.Sprintf("the table names %d operations that the document lacks; the first: %s", len(m.missing)+m.unlisted, first.Message)
	first.Fix = "Nothing has to be done if the table is that of a larger document."
	return append(slices.Clone(m.mismatches), first)
}

func (m *tableMistakes) keepFirst() {
	slices.SortStableFunc(m.found, func(a, b Problem) int { return a.Compare(&b) })
	if further := len(m.found) - maxMistakes; further > 0 {
		m.found = slices.Clip(m.found[:maxMistakes])
		m.omitted += further
	}
}

// asError returns a *[TableError], nil if there is no mistake.
func (m *tableMistakes) asError() error {
	if len(m.found) == 0 {
		return nil
	}
	m.keepFirst()
	return &TableError{Mistakes: m.found, Omitted: m.omitted}
}
