package validate

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/spec"
)

// A DocumentError says why a document cannot be used, and where. Mistakes in its error
// table are listed together; the fields before Problems are those of the first.
type DocumentError struct {
	File         string
	Line, Column int // from 1; 0 if unknown
	Message      string

	// Problems are the mistakes in the error table, in the order of the text; none if
	// the document cannot be read at all.
	Problems []Problem
	// Omitted counts the mistakes beyond the first 100, which are not listed.
	Omitted int

	err error
}

// Error returns a line for everything that is wrong: file, line, column, message and,
// for mistakes in the error table, how to fix it.
func (e *DocumentError) Error() string { return strings.Join(e.messageLines(), "\n") }

func (e *DocumentError) messageLines() []string {
	if len(e.Problems) == 0 {
		return []string{(&spec.Error{File: e.File, Line: e.Line, Column: e.Column, Message: e.Message}).Error()}
	}
	var lines []string
	for i := range e.Problems {
		p := &e.Problems[i]
		lines = append(lines, (&spec.Error{File: p.Location.File, Line: p.Location.Line, Column: p.Location.Column,
			Message: p.Message + "; " + asClause(p.Fix)}).Error())
	}
	if e.Omitted > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d further mistakes in the error table are not listed", e.File, e.Omitted))
	}
	return lines
}

// asClause makes a sentence a part of a longer one.
func asClause(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToLower(first)) + strings.TrimSuffix(sentence[size:], ".")
}

// Unwrap returns the cause, such as [fs.ErrNotExist].
func (e *DocumentError) Unwrap() error { return e.err }

// documentError returns an error of package spec as a *[DocumentError].
func documentError(err error) error {
	if e, ok := errors.AsType[*spec.Error](err); ok {
		return &DocumentError{File: e.File, Line: e.Line, Column: e.Column, Message: e.Message, err: err}
	}
	e, ok := errors.AsType[*spec.TableError](err)
	if !ok {
		return err
	}
	problems := newProblems(e.Mistakes)
	first := problems[0]
	return &DocumentError{File: first.Location.File, Line: first.Location.Line, Column: first.Location.Column,
		Message: first.Message, Problems: problems, Omitted: e.Omitted, err: err}
}

// newProblems returns problems of package spec as they are shown.
func newProblems(found []spec.Problem) []Problem {
	problems := make([]Problem, len(found))
	for i := range found {
		p := &found[i]
		problems[i] = Problem{Rule: RuleID(p.Rule), Level: LevelWarning, Message: p.Message, Fix: p.Fix,
			Location: DocumentLocation{File: p.File(), Pointer: p.Node.SourceLocation().Pointer}}
		if rule, ok := LookupRule(problems[i].Rule); ok {
			problems[i].Level = rule.Level
		}
		problems[i].Location.Line, problems[i].Location.Column = p.Position()
	}
	return problems
}
