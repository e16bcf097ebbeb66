package render

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/atomicfile"
)

// An Output is a format and where to write it.
type Output struct {
	Format Format
	Path   string // empty: standard output
}

// ParseOutput reads an output for a kind of content: FORMAT, or FORMAT=PATH. The path -
// is standard output.
func ParseOutput(s string, k Kind) (Output, error) {
	name, path, hasPath := strings.Cut(s, "=")
	format, ok := FindFormat(name, k)
	if !ok {
		return Output{}, &UnknownFormatError{Name: name, Names: FormatNames(k)}
	}
	if hasPath && path == "" {
		return Output{}, fmt.Errorf("no path after the equals sign; write %s=PATH", name)
	}
	if path == "-" {
		path = ""
	}
	return Output{format, path}, nil
}

// An UnknownFormatError is the error for a format that does not exist, or does not have
// that kind of content.
type UnknownFormatError struct {
	Name  string
	Names []string // of the formats that there are
}

func (e *UnknownFormatError) Error() string {
	return fmt.Sprintf("%q is not one of %s", e.Name, strings.Join(e.Names, ", "))
}

// An OutputError is the error for an output that cannot be opened or written.
type OutputError struct {
	Output Output
	Err    error
}

func (e *OutputError) Error() string {
	return fmt.Sprintf("output %s=%s: %v", e.Output.Format.Name, e.Output.Path, e.Err)
}

func (e *OutputError) Unwrap() error { return e.Err }

// The reasons of an [OutputError], besides those of the operating system.
var (
	ErrSamePlace = errors.New("another output goes there")
	ErrIsRead    = errors.New("the file is read")
)

// A Sink is a list of outputs that are ready to be written. A file gets its content under
// a temporary name and its own at the end, so that a run that fails or is killed leaves
// an earlier report as it was.
type Sink struct {
	outputs []openOutput
}

type openOutput struct {
	Output
	file *atomicfile.File // nil: standard output
	to   io.Writer
}

// Open opens every output before anything is read, because a wrong path should not cost
// the reading of a large capture. Files that are read are never overwritten. All errors
// are of type *[OutputError]; then nothing is open.
func Open(outputs []Output, stdout io.Writer, read []string) (*Sink, error) {
	taken := make(map[string]bool)
	for _, o := range outputs {
		if place := o.place(); taken[place] {
			return nil, &OutputError{o, ErrSamePlace}
		}
		taken[o.place()] = true
		if isRead(o.Path, read) {
			return nil, &OutputError{o, ErrIsRead}
		}
	}
	s := new(Sink)
	for _, o := range outputs {
		open, err := o.open(stdout)
		if err != nil {
			s.Close()
			return nil, &OutputError{o, err}
		}
		s.outputs = append(s.outputs, open)
	}
	return s, nil
}

func (o Output) open(stdout io.Writer) (openOutput, error) {
	if o.Path == "" {
		return openOutput{Output: o, to: stdout}, nil
	}
	f, err := atomicfile.Create(o.Path)
	return openOutput{Output: o, file: f, to: f}, err
}

// place is the same for two spellings of one path.
func (o Output) place() string {
	if o.Path == "" {
		return ""
	}
	folder, name := filepath.Split(o.Path)
	if absolute, err := filepath.Abs(folder); err == nil {
		folder = absolute
	}
	if target, err := filepath.EvalSymlinks(folder); err == nil {
		folder = target
	}
	return filepath.Join(folder, name)
}

// isRead reports whether a path leads to a file that is about to be read.
func isRead(path string, read []string) bool {
	target, err := os.Stat(path)
	if err != nil || !target.Mode().IsRegular() {
		return false
	}
	for _, name := range read {
		if info, err := os.Stat(name); err == nil && os.SameFile(target, info) {
			return true
		}
	}
	return false
}

// Stdout returns the output that goes to standard output; false if there is none.
func (s *Sink) Stdout() (Output, bool) {
	for _, o := range s.outputs {
		if o.file == nil {
			return o.Output, true
		}
	}
	return Output{}, false
}

// Write writes every output, the others too where one fails, and closes them. The errors
// are of type *[OutputError].
func (s *Sink) Write(write func(Output, io.Writer) error) []error {
	var failed []error
	for _, o := range s.outputs {
		err := write(o.Output, o.to)
		switch {
		case o.file == nil:
		case err == nil:
			err = o.file.Commit()
		default:
			o.discard()
		}
		if err != nil {
			failed = append(failed, &OutputError{o.Output, err})
		}
	}
	s.outputs = nil
	return failed
}

// DropFiles discards the outputs that go to files: an interrupted run must not replace
// the report of a complete one.
func (s *Sink) DropFiles() {
	s.outputs = slices.DeleteFunc(s.outputs, func(o openOutput) bool {
		o.discard()
		return o.file != nil
	})
}

// Close discards outputs that were not written.
func (s *Sink) Close() {
	for _, o := range s.outputs {
		o.discard()
	}
	s.outputs = nil
}

func (o *openOutput) discard() {
	if o.file != nil {
		_ = o.file.Discard() // nothing of it is wanted
	}
}
