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

// An output is one value of --output: a format, and where to put it.
type output struct {
	format string
	path   string // empty: stdout
}

// outputs are the values of --output; without any, it is text to stdout.
type outputs []output

func (o *outputs) String() string { return "" }
func (o *outputs) Type() string   { return "FORMAT[=PATH]" }

func (o *outputs) Set(s string) error {
	format, path, toFile := strings.Cut(s, "=")
	if _, ok := render.Find(format); !ok {
		return notOneOf(format, render.Formats())
	}
	if toFile && path == "" {
		return fmt.Errorf("no path after the equals sign; write %s=PATH", format)
	}
	if path == "-" {
		path = ""
	}
	*o = append(*o, output{format, path})
	return nil
}

// place is the same for two spellings of one path.
func (o output) place() string {
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

// register adds the flag to cmd, with its completion.
func (o *outputs) register(cmd *cobra.Command) {
	cmd.Flags().VarP(o, "output", "o", strings.Join(render.Formats(), " or ")+", to a file with =PATH; repeatable (default text)")
	complete(cmd, "output", o.words()...)
}

func (o *outputs) words() []string { return render.Formats() }

// list is what was asked for, or the default.
func (o outputs) list() ([]output, error) {
	if len(o) == 0 {
		return []output{{format: "text"}}, nil
	}
	taken := map[string]bool{}
	for _, out := range o {
		place := out.place()
		if taken[place] && out.path == "" {
			return nil, usagef("two outputs go to standard output; give all but one a file: --output %s=PATH", out.format)
		}
		if taken[place] {
			return nil, usagef("two outputs go to %s; give each a file of its own", out.path)
		}
		taken[place] = true
	}
	return o, nil
}

// A sink is an output that is ready to be written. A file gets its content under a
// temporary name, so that a run that fails leaves an earlier one as it is.
type sink struct {
	output
	format    render.Format
	options   render.Options
	to        io.Writer
	temporary string // the name of what is written; empty: the output's own
}

type sinks []sink

// open readies every output before anything is read: a wrong path should not
// cost the reading of a large capture. Files that are read are never overwritten.
func (o outputs) open(s streams, options render.Options, read []string) (sinks, error) {
	list, err := o.list()
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if err := spare(o.path, read); err != nil {
			return nil, err
		}
	}
	var all sinks
	for _, o := range list {
		ready, err := o.open(s, options)
		if err != nil {
			all.close()
			return nil, err
		}
		all = append(all, ready)
	}
	return all, nil
}

func (o output) open(s streams, options render.Options) (sink, error) {
	ready := sink{output: o, options: options, to: s.out}
	ready.format, _ = render.Find(o.format) // Set knows that it is there
	if o.path == "" {
		ready.options.Colour = wantsColour(s.out)
		return ready, nil
	}
	f, temporary, err := create(o.path)
	if err != nil {
		return sink{}, usagef("--output %s=%s: %v; name a file that can be written", o.format, o.path, cause(err))
	}
	ready.to, ready.temporary = f, temporary
	return ready, nil
}

// create opens what is to become the file at path. A device or pipe is opened itself.
func create(path string) (f *os.File, temporary string, err error) {
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

// spare refuses to write over what is about to be read.
func spare(path string, read []string) error {
	target, _ := os.Stat(path)
	if target == nil || !target.Mode().IsRegular() {
		return nil
	}
	for _, name := range read {
		if info, err := os.Stat(name); err == nil && os.SameFile(target, info) {
			return usagef("--output would overwrite %s, which is read; name another file", name)
		}
	}
	return nil
}

// write writes to every output, to the others too where one fails.
func (s sinks) write(write func(render.Format, io.Writer, render.Options) error) error {
	var failed []error
	for _, out := range s {
		err := errors.Join(write(out.format, out.to, out.options), out.close())
		if err == nil && out.temporary != "" {
			err = os.Rename(out.temporary, out.target())
		}
		if err != nil {
			out.remove()
			failed = append(failed, usagef("the %s output cannot be written: %v; make room for it or name another file", out.format.Name, cause(err)))
		}
	}
	return joined(failed)
}

// close gives up outputs to which nothing was written.
func (s sinks) close() {
	for _, out := range s {
		_ = out.close()
		out.remove()
	}
}

func (s sink) close() error {
	if f, ok := s.to.(*os.File); ok && s.path != "" {
		return f.Close()
	}
	return nil
}

func (s sink) remove() {
	if s.temporary != "" {
		_ = os.Remove(s.temporary) // it may not be there
	}
}

// target is the file that the path leads to, behind symbolic links.
func (s sink) target() string {
	if target, err := filepath.EvalSymlinks(s.path); err == nil {
		return target
	}
	return s.path
}
