package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
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
	if _, ok := render.New(format, render.Options{}); !ok {
		return notOneOf(format, render.Formats())
	}
	if toFile && path == "" {
		return fmt.Errorf("no path behind the sign; write %s=PATH", format)
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

// A sink is an output that is ready to be written.
type sink struct {
	output
	renderer render.Renderer
	to       io.Writer
}

type sinks []sink

// open readies every output before anything is read: a wrong path should not
// cost the reading of a large capture. A capture is never overwritten.
func (c *check) open(inputs []input) (sinks, error) {
	list, err := c.outputs.list()
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if err := spare(o.path, inputs, string(c.spec)); err != nil {
			return nil, err
		}
	}
	var all sinks
	for _, o := range list {
		s, err := c.sink(o)
		if err != nil {
			all.close()
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (c *check) sink(o output) (sink, error) {
	options := render.Options{Verbose: c.verbose, Quiet: c.quiet, Floor: c.floor()}
	s := sink{output: o, to: c.out}
	if o.path == "" {
		options.Colour = wantsColour(c.out)
	} else {
		f, err := os.Create(o.path)
		if err != nil {
			return sink{}, usagef("--output %s=%s: %v; name a file that can be written", o.format, o.path, cause(err))
		}
		s.to = f
	}
	s.renderer, _ = render.New(o.format, options) // Set knows that it is there
	return s, nil
}

// spare refuses to write over what is about to be read.
func spare(path string, inputs []input, spec string) error {
	target, _ := os.Stat(path)
	if target == nil || !target.Mode().IsRegular() {
		return nil
	}
	read := []string{spec}
	for _, in := range inputs {
		read = append(read, in.name)
	}
	for _, name := range read {
		if info, err := os.Stat(name); err == nil && os.SameFile(target, info) {
			return usagef("--output would overwrite %s, which is read; name another file", name)
		}
	}
	return nil
}

// write renders the report to every output, to the others too where one fails.
func (s sinks) write(r *validate.Report) error {
	var failed []error
	for _, out := range s {
		err := errors.Join(out.renderer.Render(out.to, r), out.close())
		if err != nil {
			failed = append(failed, usagef("the %s output cannot be written: %v; make room for it or name another file", out.format, cause(err)))
		}
	}
	return joined(failed)
}

func (s sinks) close() {
	for _, out := range s {
		_ = out.close() // nothing was written to it
	}
}

func (s sink) close() error {
	if f, ok := s.to.(*os.File); ok && s.path != "" {
		return f.Close()
	}
	return nil
}
