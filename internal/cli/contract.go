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
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A documentFlag holds the flags for the document of a command.
type documentFlag struct {
	path  string // value of --spec; empty means the built-in document
	table string // value of --error-table; empty means the document's own table
}

// builtinTable is the --error-table value for the built-in table.
const builtinTable = "builtin"

func (d *documentFlag) addFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&d.path, "spec", "", "OpenAPI `FILE` to use instead of the built-in HeyGen contract")
	cmd.Flags().StringVar(&d.table, "error-table", "", "`FILE` with an error table for the document, or an OpenAPI Overlay 1.0; builtin: the table of the HeyGen contract")
	for _, name := range []string{"spec", "error-table"} {
		_ = cmd.MarkFlagFilename(name, "yaml", "yml", "json")
	}
}

// loadContract compiles the document. References may read files below the current directory, or
// below the document's directory if that is elsewhere, but never the network.
func (d documentFlag) loadContract() (*validate.Contract, error) {
	c, err := d.readContract()
	if err == nil {
		return c, nil
	}
	return nil, d.loadError(err)
}

func (d documentFlag) readContract() (*validate.Contract, error) {
	if d.path == "" && (d.table == "" || d.table == builtinTable) {
		return builtin.Contract()
	}
	doc, err := d.readDocument()
	if err != nil {
		return nil, err
	}
	contract, err := enginehook.NewContract(doc)
	if err != nil {
		return nil, err
	}
	return contract.(*validate.Contract), nil
}

// readDocument reads the document, and adds the error table to it.
func (d documentFlag) readDocument() (*spec.Document, error) {
	doc, err := d.readOwnDocument()
	if err != nil || d.table == "" {
		return doc, err
	}
	table, err := d.readTable()
	if err != nil {
		return nil, err
	}
	return doc, doc.AddErrorTable(table)
}

func (d documentFlag) readOwnDocument() (*spec.Document, error) {
	if d.path == "" {
		return builtin.Document()
	}
	fsys, name, err := d.documentFiles()
	if err != nil {
		return nil, err
	}
	defer holdCollections()()
	return spec.Load(fsys, name)
}

// tablePrefix is the prefix of the error table's file name in problems and findings. It
// distinguishes that file from those of the document.
const tablePrefix = "error-table:"

// readTable reads the file of --error-table.
func (d documentFlag) readTable() (*spec.Node, error) {
	if d.table == builtinTable {
		return builtin.ErrorTable(tablePrefix + "builtin/openapi.yaml")
	}
	path := filepath.Clean(d.table)
	switch info, err := os.Stat(path); {
	case err != nil:
		return nil, usageErrorf("--error-table %s: %v; name a file with an error table, or an OpenAPI Overlay", d.table, systemError(err))
	case info.IsDir():
		return nil, usageErrorf("--error-table %s: this is a directory; name a file in it", d.table)
	case !info.Mode().IsRegular():
		return nil, usageErrorf("--error-table %s: not a regular file; save the table in a file and name that", d.table)
	}
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // the directory was only read
	return spec.ParseFile(root.FS(), filepath.Base(path), tablePrefix+filepath.ToSlash(path))
}

// documentFiles returns the files that the document and its references may be read from, and the
// document's name among them. Symbolic links cannot lead out of them.
func (d documentFlag) documentFiles() (fsys fs.FS, name string, err error) {
	switch scheme, _, isURL := strings.Cut(d.path, "://"); {
	case !isURL || strings.ContainsAny(scheme, `/\.`):
	case strings.EqualFold(scheme, "file"):
		return nil, "", usageErrorf("--spec %s: a document is named by its path; leave out %s://", d.path, scheme)
	default:
		return nil, "", usageErrorf("--spec %s: a document is read from a file, never over the network; download it and name the file", d.path)
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
	path := filepath.Clean(d.path)
	if filepath.IsLocal(path) {
		return ".", filepath.ToSlash(path)
	}
	return filepath.Dir(path), filepath.Base(path)
}

// loadError returns the error of a document, with its place in a path relative to the current
// directory, so that an editor can open it.
func (d documentFlag) loadError(err error) error {
	var e *validate.DocumentError
	if read, ok := errors.AsType[*spec.Error](err); ok {
		e = &validate.DocumentError{File: read.File, Line: read.Line, Column: read.Column, Message: read.Message}
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		return exit
	}
	info, missing := os.Stat(d.path)
	switch {
	case d.path != "" && missing != nil:
		return usageErrorf("--spec %s: %v; name an OpenAPI document", d.path, systemError(missing))
	case d.path != "" && info.IsDir():
		return usageErrorf("--spec %s: this is a directory; name an OpenAPI document in it", d.path)
	case errors.Is(err, spec.ErrNotRegular):
		return usageErrorf("--spec %s: not a regular file; save the document in a file and name that", d.path)
	case errors.Is(err, spec.ErrLinkOutside):
		return usageErrorf("--spec %s: the symbolic link leads out of the folder; name the file that it leads to", d.path)
	case errors.Is(err, spec.ErrTooLarge):
		return usageErrorf("--spec %s: %v; split the document into several files", d.path, spec.ErrTooLarge)
	case e != nil || errors.As(err, &e):
		return d.problemsError(e)
	}
	return usageErrorf("%v; correct the document", err)
}

// problemsError returns the error that lists the problems of a document.
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

// locateFile converts the name of one of the document's files, which is relative to the root that
// splitPath returns, to a path relative to the current directory.
func (d documentFlag) locateFile(file string) string {
	if table, ok := strings.CutPrefix(file, tablePrefix); ok {
		return table
	}
	if d.path == "" || file == "" {
		return file
	}
	root, _ := d.splitPath()
	return filepath.ToSlash(filepath.Join(root, filepath.FromSlash(file)))
}

// locateProblems calls locateFile for the problems.
func (d documentFlag) locateProblems(problems []validate.Problem) {
	for i := range problems {
		problems[i].Location.File = d.locateFile(problems[i].Location.File)
	}
}

// locateReport calls locateFile for every file in a report.
func (d documentFlag) locateReport(r *validate.Report) {
	d.locateProblems(r.Contract.Problems)
	d.locateFindings(r.Findings)
	for i := range r.Summary.Hosts {
		d.locateFindings(r.Summary.Hosts[i].Undocumented)
	}
	for i := range r.Excerpts {
		r.Excerpts[i].File = d.locateFile(r.Excerpts[i].File)
	}
	for i := range r.Groups {
		if l := r.Groups[i].DocumentLocation; l != nil {
			l.File = d.locateFile(l.File)
		}
	}
}

// locateFindings calls locateFile for the findings.
func (d documentFlag) locateFindings(findings []validate.Finding) {
	for i := range findings {
		l := &findings[i].DocumentLocation
		l.File = d.locateFile(l.File)
	}
}
