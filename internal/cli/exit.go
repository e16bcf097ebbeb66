package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
)

// The exit codes. Findings and failures of the run have different codes. If several apply, wrong
// usage wins over bad input, and bad input over findings.
const (
	exitClean    = 0
	exitFindings = 1
	exitUsage    = 2 // usage, configuration or document
	exitInput    = 3 // unreadable or truncated input, nothing checked, or nothing matched
)

// An exitError ends the run with an exit code. Its lines go to stderr; it has none if the output
// says everything.
type exitError struct {
	code  int
	lines []string
}

func (e *exitError) Error() string { return strings.Join(e.lines, "\n") }

// usageErrorf returns an error that the user can fix on the command line. The text says what
// happened and, after a semicolon, what to do.
func usageErrorf(format string, args ...any) error {
	return &exitError{exitUsage, []string{fmt.Sprintf(format, wordErrors(args)...)}}
}

// inputErrorf returns an error of an input.
func inputErrorf(format string, args ...any) error {
	return &exitError{exitInput, []string{fmt.Sprintf(format, wordErrors(args)...)}}
}

// wordErrors returns the arguments of a format with errors replaced by their texts, in which hints are
// worded for the command line.
func wordErrors(args []any) []any {
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			args[i] = hints.Text(err)
		}
	}
	return args
}

// exitCode prints the lines of an error and returns the exit code. An error without a code comes
// from the parsing of arguments.
func (s streams) exitCode(err error) int {
	e := asExitError(err)
	for _, line := range e.lines {
		_, _ = fmt.Fprintf(s.err, "apicontract: %s\n", render.Printable(line))
	}
	return e.code
}

// asExitError returns the exit code and the lines of an error.
func asExitError(err error) *exitError {
	var e *exitError
	switch {
	case err == nil:
		return &exitError{code: exitClean}
	case errors.As(err, &e):
		return e
	}
	return &exitError{exitUsage, []string{err.Error()}}
}

// joinErrors merges several errors into one exitError.
func joinErrors(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	all := &exitError{code: exitUsage}
	for _, err := range errs {
		all.lines = append(all.lines, err.Error())
	}
	return all
}

// systemError returns the text of the operating system's error, without the name of the call.
func systemError(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
