// Package render writes what the commands show: reports, coverage, problems of documents,
// error codes and rules. Each output format is a file and a row in the table of formats.
package render

import (
	"io"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

// A Format writes what the commands show. A function that is nil means that the format
// does not have that kind of content. Functions only read what they write, and return the
// errors of the writer.
type Format struct {
	Name        string
	Description string // a few words for help texts
	// ForPeople: nothing breaks if other lines stand before or behind the output.
	ForPeople bool

	Report   func(io.Writer, *validate.Report, Options) error
	Coverage func(io.Writer, *Coverage, Options) error
	Problems func(io.Writer, *ProblemList, Options) error
	Codes    func(io.Writer, []validate.ErrorCode, Options) error
	Rules    func(io.Writer, []validate.Rule, Options) error
}

// formats are the formats in the order that help texts show.
var formats = []Format{textFormat, jsonFormat, ndjsonFormat, markdownFormat, htmlFormat, junitFormat, sarifFormat, githubFormat, gitlabFormat}

// A Kind is what a command shows.
type Kind int

// The kinds, one for each command that has an --output.
const (
	KindReport Kind = iota
	KindCoverage
	KindProblems
	KindCodes
	KindRules
)

// IsResult reports whether it is what a run found out, and not a table of the tool's.
func (k Kind) IsResult() bool { return k == KindReport || k == KindCoverage || k == KindProblems }

// Renders reports whether the format has that kind of content.
func (f *Format) Renders(k Kind) bool {
	switch k {
	case KindReport:
		return f.Report != nil
	case KindCoverage:
		return f.Coverage != nil
	case KindProblems:
		return f.Problems != nil
	case KindCodes:
		return f.Codes != nil
	case KindRules:
		return f.Rules != nil
	}
	return false
}

// Options are what a format for people leaves to them. Formats for machines
// ignore all of it. The zero value prints everything once, without colour.
type Options struct {
	// Verbose lists every occurrence that the report keeps, and every host.
	Verbose bool
	// Quiet prints the findings at or above Floor and nothing else.
	Quiet bool
	// Missing prints of a coverage only what was never seen.
	Missing bool
	// Colour marks levels with the colours of a terminal (ECMA-48).
	Colour bool
	// MaxRows bounds the rows of each table in Markdown; 0 is 200. Verbose lists all.
	MaxRows int
	// FailLevel is the lightest level that fails the run; empty: none does.
	FailLevel validate.Level
	// StrictBaseline makes findings of the baseline that vanished fail the run.
	StrictBaseline bool
	// MinChecked is the least share, in percent, of the responses of the contract that must
	// be checked; with less, the run fails.
	MinChecked float64
	// Hints are the command line's words for hints; without them, none are shown.
	Hints hint.Words
}

// FindFormat returns the format called name that renders a kind of content; false if there is
// none.
func FindFormat(name string, k Kind) (Format, bool) {
	for _, f := range formats {
		if f.Name == name && f.Renders(k) {
			return f, true
		}
	}
	return Format{}, false
}

// FormatsOf returns the formats that render a kind of content. The slice is the caller's.
func FormatsOf(k Kind) []Format {
	var all []Format
	for _, f := range formats {
		if f.Renders(k) {
			all = append(all, f)
		}
	}
	return all
}

// FormatNames returns the names of [FormatsOf].
func FormatNames(k Kind) []string {
	var names []string
	for _, f := range FormatsOf(k) {
		names = append(names, f.Name)
	}
	return names
}
