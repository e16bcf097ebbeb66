package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
)

// outputFlags are the values of --output; without any, it is the default format to stdout.
type outputFlags struct {
	kind          render.Kind
	defaultFormat string // empty: text
	noAnnotations bool   // in a job of GitHub Actions, none are written unless asked for
	values        []render.Output
}

func (o *outputFlags) String() string { return "" }
func (o *outputFlags) Type() string   { return "FORMAT[=PATH]" }

func (o *outputFlags) Set(s string) error {
	out, err := render.ParseOutput(s, o.kind)
	if unknown, ok := errors.AsType[*render.UnknownFormatError](err); ok {
		return notOneOf(unknown.Name, unknown.Names)
	}
	if err != nil {
		return err
	}
	o.values = append(o.values, out)
	return nil
}

// addFlag adds the flag to cmd, with its completion.
func (o *outputFlags) addFlag(cmd *cobra.Command) {
	names := render.FormatNames(o.kind)
	cmd.Flags().VarP(o, "output", "o", strings.Join(names, ", ")+"; to a file with =PATH; repeatable (default "+o.defaultName()+")")
	var words []string
	for _, f := range render.FormatsOf(o.kind) {
		words = append(words, cobra.CompletionWithDesc(f.Name, f.Description))
	}
	completeFlag(cmd, "output", words...)
}

func (o *outputFlags) defaultName() string { return cmp.Or(o.defaultFormat, "text") }

// defaultOutput is the default format to standard output.
func (o *outputFlags) defaultOutput() []render.Output {
	format, _ := render.FindFormat(o.defaultName(), o.kind) // it exists
	return []render.Output{{Format: format}}
}

// An outputWriter has outputs that are ready to be written, with what formats for people leave to
// them.
type outputWriter struct {
	*render.Sink
	streams
	options   render.Options
	kind      render.Kind
	outputs   []render.Output
	annotates bool
	fallback  []render.Output // what an interrupted run writes if all outputs are files
}

// openWriters opens every output before anything is read. Files that are read are never
// overwritten.
func (o *outputFlags) openWriters(s streams, options render.Options, read ...string) (*outputWriter, error) {
	list := o.values
	if len(list) == 0 {
		list = o.defaultOutput()
	}
	open, err := render.Open(list, s.out, read)
	if err != nil {
		return nil, outputFault(err)
	}
	options.Hints = hints
	return &outputWriter{Sink: open, streams: s, options: options, kind: o.kind, outputs: list, annotates: o.kind.IsResult() && !o.noAnnotations, fallback: o.defaultOutput()}, nil
}

// outputFault says what to do about an output that cannot be opened.
func outputFault(err error) error {
	e, ok := errors.AsType[*render.OutputError](err)
	format, path := "", ""
	if ok {
		format, path = e.Output.Format.Name, e.Output.Path
	}
	switch {
	case errors.Is(err, render.ErrSamePlace) && path == "":
		return usageErrorf("two outputs go to standard output; give all but one a file: --output %s=PATH", format)
	case errors.Is(err, render.ErrSamePlace):
		return usageErrorf("two outputs go to %s; give each a file of its own", path)
	case errors.Is(err, render.ErrIsRead):
		return usageErrorf("--output would overwrite %s, which is read; name another file", path)
	}
	return usageErrorf("--output %s=%s: %v; name a file that can be written", format, path, systemError(errors.Unwrap(err)))
}

// interrupt leaves files as they are, and standard output to say what was found so far.
func (s *outputWriter) interrupt() {
	s.DropFiles()
	if _, ok := s.Stdout(); !ok {
		s.Sink, _ = render.Open(s.fallback, s.out, nil) // standard output is open
	}
}

// write writes to every output, to the others too where one fails. An interrupted run
// replaces no file: it writes what it has to stdout, and that is an error.
func (s *outputWriter) write(ctx context.Context, write renderFunc) error {
	one := func(o render.Output, w io.Writer) error {
		options := s.options
		options.Colour = o.Path == "" && wantsColour(s.out)
		return write(o.Format, w, options)
	}
	if ctx.Err() != nil {
		s.interrupt()
	}
	failed := s.Write(one)
	if ctx.Err() == nil {
		s.writeActions(write)
	}
	var errs []error
	for _, err := range failed {
		e, _ := errors.AsType[*render.OutputError](err) // all are
		errs = append(errs, usageErrorf("the %s output cannot be written: %v; make room for it or name another file", e.Output.Format.Name, systemError(e.Err)))
	}
	if len(errs) == 0 && ctx.Err() != nil {
		return inputErrorf(interrupted)
	}
	return joinErrors(errs)
}
