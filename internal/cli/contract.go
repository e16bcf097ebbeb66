package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A documentFlag is the value of --spec; empty: the built-in one.
type documentFlag string

func (d *documentFlag) addFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar((*string)(d), "spec", "", "OpenAPI `FILE` to use instead of the built-in HeyGen contract")
	_ = cmd.MarkFlagFilename("spec", "yaml", "yml", "json")
}

// loadContract compiles the document. References reach files below the directory where
// the user is, or below the document's own if that is elsewhere; never the
// network.
func (d documentFlag) loadContract() (*validate.Contract, error) {
	c, err := d.readContract()
	if err == nil {
		return c, nil
	}
	return nil, d.loadError(err)
}

func (d documentFlag) readContract() (*validate.Contract, error) {
	if d == "" {
		return builtin.Contract()
	}
	fsys, name, err := d.documentFiles()
	if err != nil {
		return nil, err
	}
	return validate.Load(fsys, name)
}

// documentFiles returns the files that the document and its references may be read from, and
// the document's name among them. Symbolic links do not lead out of them.
func (d documentFlag) documentFiles() (fsys fs.FS, name string, err error) {
	switch scheme, _, isURL := strings.Cut(string(d), "://"); {
	case !isURL || strings.ContainsAny(scheme, `/\.`):
	case strings.EqualFold(scheme, "file"):
		return nil, "", usageErrorf("--spec %s: a document is named by its path; leave out %s://", d, scheme)
	default:
		return nil, "", usageErrorf("--spec %s: a document is read from a file, never over the network; download it and name the file", d)
	}
	path, name := d.splitPath()
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, "", err
	}
	return root.FS(), name, nil
}

// splitPath returns the directory that references may reach, and the document's
// name in it.
func (d documentFlag) splitPath() (root, name string) {
	path := filepath.Clean(string(d))
	if filepath.IsLocal(path) {
		return ".", filepath.ToSlash(path)
	}
	return filepath.Dir(path), filepath.Base(path)
}

// loadError says what is wrong with the document, and where, in a path that an
// editor can open from here.
func (d documentFlag) loadError(err error) error {
	var e *validate.DocumentError
	if read, ok := errors.AsType[*spec.Error](err); ok {
		e = &validate.DocumentError{File: read.File, Line: read.Line, Column: read.Column, Message: read.Message}
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		return exit
	}
	info, missing := os.Stat(string(d))
	switch {
	case d != "" && missing != nil:
		return usageErrorf("--spec %s: %v; name an OpenAPI document", d, systemError(missing))
	case d != "" && info.IsDir():
		return usageErrorf("--spec %s: this is a directory; name an OpenAPI document in it", d)
	case errors.Is(err, spec.ErrNotRegular):
		return usageErrorf("--spec %s: not a regular file; save the document in a file and name that", d)
	case errors.Is(err, spec.ErrLinkOutside):
		return usageErrorf("--spec %s: the symbolic link leads out of the folder; name the file that it leads to", d)
	case errors.Is(err, spec.ErrTooLarge):
		return usageErrorf("--spec %s: %v; split the document into several files", d, spec.ErrTooLarge)
	case e != nil || errors.As(err, &e):
		return d.problemsError(e)
	}
	return usageErrorf("%v; correct the document", err)
}

// problemsError lists what is wrong with the document.
func (d documentFlag) problemsError(e *validate.DocumentError) error {
	located := *e
	located.File, located.Problems = d.locateFile(e.File), slices.Clone(e.Problems)
	d.locateProblems(located.Problems)
	lines := strings.Split(located.Error(), "\n")
	if len(located.Problems) == 0 {
		lines[0] += "; correct the document"
	}
	return &exitError{exitUsage, lines}
}

// locateFile turns the name of one of the document's files, which is relative to
// the root that split returns, into a path relative to where the user is.
func (d documentFlag) locateFile(file string) string {
	if d == "" || file == "" {
		return file
	}
	root, _ := d.splitPath()
	return filepath.ToSlash(filepath.Join(root, filepath.FromSlash(file)))
}

// locateProblems does the same for problems.
func (d documentFlag) locateProblems(problems []validate.Problem) {
	for i := range problems {
		problems[i].Location.File = d.locateFile(problems[i].Location.File)
	}
}

// locateReport does the same for every place that a report names.
func (d documentFlag) locateReport(r *validate.Report) {
	d.locateProblems(r.Contract.Problems)
	for i := range r.Findings {
		l := &r.Findings[i].DocumentLocation
		l.File = d.locateFile(l.File)
	}
}
