// Package render writes a report in the formats that the command line offers.
// Every format is a rendering of one and the same [validate.Report].
package render

import (
	"io"
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A Renderer writes a report in one format. It only reads the report, and
// returns the errors of the writer.
type Renderer interface {
	Render(w io.Writer, r *validate.Report) error
}

// Options are what a format for people leaves to them. Formats for machines
// ignore all of it. The zero value prints everything once, without colour.
type Options struct {
	// Verbose lists every occurrence that the report keeps, and every host.
	Verbose bool
	// Quiet prints the findings at or above Floor and nothing else.
	Quiet bool
	// Colour marks levels with the colours of a terminal (ECMA-48).
	Colour bool
	// Floor is the lightest level that fails the run; empty: none does.
	Floor validate.Level
}

// formats are the formats by name. The order is the one that help texts show.
var formats = []struct {
	name string
	make func(Options) Renderer
}{
	{"text", func(o Options) Renderer { return text{o} }},
	{"json", func(Options) Renderer { return jsonForm{} }},
}

// New returns the renderer of the format called name; false if there is none.
func New(name string, o Options) (Renderer, bool) {
	for _, f := range formats {
		if f.name == name {
			return f.make(o), true
		}
	}
	return nil, false
}

// Formats returns the names that [New] knows. The slice is the caller's.
func Formats() []string {
	names := make([]string, 0, len(formats))
	for _, f := range formats {
		names = append(names, f.name)
	}
	return slices.Clip(names)
}
