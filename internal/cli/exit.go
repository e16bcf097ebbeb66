package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
)

// The exit codes. Findings and failures of the run never share one. Where
// several hold, wrong usage goes before bad input, and that before findings.
const (
	exitClean    = 0
	exitFindings = 1
	exitUsage    = 2 // usage, configuration or document
	exitInput    = 3 // unreadable, cut off, nothing checked, nothing matched
)

// An exitError ends the run with a code of its own. Its lines are for stderr;
// without any, the output has said it all.
type exitError struct {
	code  int
	lines []string
}

func (e *exitError) Error() string { return strings.Join(e.lines, "\n") }

// usageErrorf is what the user can put right on the command line. The text says what
// happened and, behind a semicolon, what to do.
func usageErrorf(format string, args ...any) error {
	return &exitError{exitUsage, []string{fmt.Sprintf(format, worded(args)...)}}
}

// inputErrorf is what is wrong with what was to be read.
func inputErrorf(format string, args ...any) error {
	return &exitError{exitInput, []string{fmt.Sprintf(format, worded(args)...)}}
}

// worded returns arguments with the texts of the errors among them, and their hints in
// the command line's words.
func worded(args []any) []any {
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			args[i] = hints.Text(err)
		}
	}
	return args
}

// exitCode prints what is left to say and returns the exit code. An error without a
// code comes from the parsing of arguments.
func (s streams) exitCode(err error) int {
	if err == nil {
		return exitClean
	}
	var e *exitError
	if !errors.As(err, &e) {
		e = &exitError{exitUsage, []string{err.Error()}}
	}
	for _, line := range e.lines {
		_, _ = fmt.Fprintf(s.err, "apicontract: %s\n", render.Printable(line))
	}
	return e.code
}

// joinErrors makes one exitError of several.
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

// systemError is what the operating system said, without the name of its call.
func systemError(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
