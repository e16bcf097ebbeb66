package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/spf13/cobra"
)

// An outputTarget is one value of --output: a format, and where to put it.
type outputTarget struct {
	format string
	path   string // empty: stdout
}

// outputFlags are the values of --output; without any, it is text to stdout.
type outputFlags []outputTarget

func (o *outputFlags) String() string { return "" }
func (o *outputFlags) Type() string   { return "FORMAT[=PATH]" }

func (o *outputFlags) Set(s string) error {
	format, path, toFile := strings.Cut(s, "=")
	if _, ok := render.FindFormat(format); !ok {
		return notOneOf(format, render.FormatNames())
	}
	if toFile && path == "" {
		return fmt.Errorf("no path behind the sign; write %s=PATH", format)
	}
	if path == "-" {
		path = ""
	}
	*o = append(*o, outputTarget{format, path})
	return nil
}

// pathKey is the same for two spellings of one path.
func (o outputTarget) pathKey() string {
	if o.path == "" {
		return ""
	}
	place, err := filepath.Abs(o.path)
	if err != nil {
		return o.path
	}
	if target, err := filepath.EvalSymlinks(place); err == nil {
		return target
	}
	return place
}

// addFlag adds the flag to cmd, with its completion.
func (o *outputFlags) addFlag(cmd *cobra.Command) {
	cmd.Flags().VarP(o, "output", "o", strings.Join(render.FormatNames(), " or ")+", to a file with =PATH; repeatable (default text)")
	completeFlag(cmd, "output", o.completionWords()...)
}

func (o *outputFlags) completionWords() []string { return render.FormatNames() }

// orDefault is what was asked for, or the default.
func (o outputFlags) orDefault() ([]outputTarget, error) {
	if len(o) == 0 {
		return []outputTarget{{format: "text"}}, nil
	}
	taken := map[string]bool{}
	for _, out := range o {
		place := out.pathKey()
		if taken[place] && out.path == "" {
			return nil, usageErrorf("two outputs go to standard output; give all but one a file: --output %s=PATH", out.format)
		}
		if taken[place] {
			return nil, usageErrorf("two outputs go to %s; give each a file of its own", out.path)
		}
		taken[place] = true
	}
	return o, nil
}

// An outputWriter is an output that is ready to be written. A file gets its content under a
// temporary name, so that a run that fails leaves an earlier one as it is.
type outputWriter struct {
	outputTarget
	format    render.Format
	options   render.Options
	to        io.Writer
	temporary string // the name of what is written; empty: the output's own
}

type outputWriters []outputWriter

// openWriters readies every output before anything is read: a wrong path should not
// cost the reading of a large capture. Files that are read are never overwritten.
func (o outputFlags) openWriters(s streams, options render.Options, read []string) (outputWriters, error) {
	list, err := o.orDefault()
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if err := refuseOverwrite(o.path, read); err != nil {
			return nil, err
		}
	}
	var all outputWriters
	for _, o := range list {
		ready, err := o.openWriter(s, options)
		if err != nil {
			all.discardAll()
			return nil, err
		}
		all = append(all, ready)
	}
	return all, nil
}

func (o outputTarget) openWriter(s streams, options render.Options) (outputWriter, error) {
	ready := outputWriter{outputTarget: o, options: options, to: s.out}
	ready.format, _ = render.FindFormat(o.format) // Set knows that it is there
	if o.path == "" {
		ready.options.Colour = wantsColour(s.out)
		return ready, nil
	}
	f, temporary, err := createReport(o.path)
	if err != nil {
		return outputWriter{}, usageErrorf("--output %s=%s: %v; name a file that can be written", o.format, o.path, systemError(err))
	}
	ready.to, ready.temporary = f, temporary
	return ready, nil
}

// createReport opens what is to become the file at path. A device or pipe is opened itself.
func createReport(path string) (f *os.File, temporary string, err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err = os.OpenFile(path, os.O_WRONLY, 0)
		return f, "", err
	}
	if existing, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
		_ = existing.Close() // it can be written, which is all that is asked
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, "", err
	}
	temporary = path + ".part"
	f, err = os.Create(temporary)
	return f, temporary, err
}

// refuseOverwrite refuses to write over what is about to be read.
func refuseOverwrite(path string, read []string) error {
	target, _ := os.Stat(path)
	if target == nil || !target.Mode().IsRegular() {
		return nil
	}
	for _, name := range read {
		if info, err := os.Stat(name); err == nil && os.SameFile(target, info) {
			return usageErrorf("--output would overwrite %s, which is read; name another file", name)
		}
	}
	return nil
}

// writeAll writes to every output, to the others too where one fails.
func (s outputWriters) writeAll(write func(render.Format, io.Writer, render.Options) error) error {
	var failed []error
	for _, out := range s {
		err := errors.Join(write(out.format, out.to, out.options), out.closeFile())
		if err == nil && out.temporary != "" {
			err = os.Rename(out.temporary, out.targetPath())
		}
		if err != nil {
			out.removeTemporary()
			failed = append(failed, usageErrorf("the %s output cannot be written: %v; make room for it or name another file", out.format.Name, systemError(err)))
		}
	}
	return joinErrors(failed)
}

// discardAll gives up outputs to which nothing was written.
func (s outputWriters) discardAll() {
	for _, out := range s {
		_ = out.closeFile()
		out.removeTemporary()
	}
}

func (s outputWriter) closeFile() error {
	if f, ok := s.to.(*os.File); ok && s.path != "" {
		return f.Close()
	}
	return nil
}

func (s outputWriter) removeTemporary() {
	if s.temporary != "" {
		_ = os.Remove(s.temporary) // it may not be there
	}
}

// targetPath is the file that the path leads to, behind symbolic links.
func (s outputWriter) targetPath() string {
	if target, err := filepath.EvalSymlinks(s.path); err == nil {
		return target
	}
	return s.path
}
