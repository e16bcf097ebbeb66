// Package render writes reports, coverage and problems of documents in the formats that
// the command line offers: a file and a row in [FormatNames] for each.
package render

import (
	"io"

	"github.com/apicontract/apicontract/validate"
)

// A Format writes what commands have to show. Its functions only read what they write,
// and return the errors of the writer.
type Format struct {
	Name     string
	Report   func(io.Writer, *validate.Report, Options) error
	Coverage func(io.Writer, *Coverage, Options) error
	Problems func(io.Writer, *ProblemList, Options) error
}

// formats are the formats in the order that help texts show.
var formats = []Format{textFormat, jsonFormat}

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
	// FailLevel is the lightest level that fails the run; empty: none does.
	FailLevel validate.Level
}

// FindFormat returns the format called name; false if there is none.
func FindFormat(name string) (Format, bool) {
	for _, f := range formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// FormatNames returns the names that [FindFormat] knows. The slice is the caller's.
func FormatNames() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}
