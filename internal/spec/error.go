package spec

import (
	"fmt"
)

// An Error says what is wrong with a document, and where.
type Error struct {
	File         string
	Line, Column int // from 1; 0 if unknown
	Message      string
	Err          error // the cause, if another package reports it
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an [*Error] at the position of n.
func (n *Node) Errorf(format string, args ...any) error {
	return n.newErrorf(format, args...)
}

func (n *Node) newErrorf(format string, args ...any) *Error {
	line, column := n.Position()
	return &Error{File: n.Location().File, Line: line, Column: column, Message: fmt.Sprintf(format, args...)}
}
