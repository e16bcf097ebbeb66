package validate

import (
	"errors"
	"io/fs"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
)

// A Contract is a compiled OpenAPI document: its operations, the schemas of
// their responses, and its error table if it has one. It is immutable and safe
// for concurrent use.
type Contract struct {
	document   func() (*spec.Document, error)
	doc        *document.Document        // nil: restored
	full       func() (*Contract, error) // of the document, if it was restored
	title      string
	version    string
	source     string
	servers    []string
	operations []*operation
	table      *errorTable // nil: the document has none
	located    sync.Map    // document.Place to DocumentLocation
	members    func() map[string]bool
	prover     *prover
}

// An Operation is one method of one path of the document.
type Operation struct {
	ID           string // operationId; empty if the document gives none
	Method       string // upper case
	PathTemplate string
	Summary      string
	Tags         []string
	// Statuses are the documented response keys, sorted: "200", "4XX",
	// "default".
	Statuses []string
}

// A DocumentError says what is wrong with a document, and where.
type DocumentError struct {
	File         string
	Line, Column int // from 1; 0 if unknown
	Message      string
	err          error
}

func (e *DocumentError) Error() string {
	d := document.Error{File: e.File, Line: e.Line, Column: e.Column, Message: e.Message}
	return d.Error()
}

// Unwrap returns the cause, such as [fs.ErrNotExist].
func (e *DocumentError) Unwrap() error { return e.err }

// Load compiles the OpenAPI 3.0 or 3.1 document called name, in YAML or JSON.
// References are followed to other files of fsys and nowhere else. The error is
// a *[DocumentError].
func Load(fsys fs.FS, name string) (*Contract, error) {
	return load(fsys, name)
}

// Parse compiles a document that stands in one file; name is what findings call
// it. Otherwise it is like [Load].
func Parse(name string, text []byte) (*Contract, error) {
	return load(spec.SingleFile(name, text), name)
}

func load(fsys fs.FS, name string) (*Contract, error) {
	d, err := spec.Load(fsys, name)
	if err != nil {
		return nil, documentError(err)
	}
	return compileDocument(d)
}

// compileDocument compiles a document. The error is a *[DocumentError].
func compileDocument(d *spec.Document) (*Contract, error) {
	doc, err := document.Of(d)
	if err != nil {
		return nil, documentError(err)
	}
	c, err := compile(doc)
	if err != nil {
		return nil, documentError(err)
	}
	c.document = func() (*spec.Document, error) { return d, nil }
	return c, nil
}

func documentError(err error) error {
	e, ok := errors.AsType[*document.Error](err)
	if !ok {
		return err
	}
	return &DocumentError{File: e.File, Line: e.Line, Column: e.Column, Message: e.Message, err: err}
}

// Title returns the document's title.
func (c *Contract) Title() string { return c.title }

// Version returns the version of the API that the document describes.
func (c *Contract) Version() string { return c.version }

// Source returns the name of the document's file.
func (c *Contract) Source() string { return c.source }

// Servers returns the URLs of the document's servers.
func (c *Contract) Servers() []string { return slices.Clone(c.servers) }

// Operations returns the document's operations, by path and method.
func (c *Contract) Operations() []Operation {
	ops := make([]Operation, len(c.operations))
	for i, op := range c.operations {
		ops[i] = op.Operation
	}
	return ops
}

// Codes returns the error table in the order of the document, nil if it has
// none.
func (c *Contract) Codes() []Code {
	if c.table == nil {
		return nil
	}
	codes := make([]Code, len(c.table.order))
	for i, row := range c.table.order {
		codes[i] = row.Code
	}
	return codes
}

// LookupCode returns the row of the error table for a code.
func (c *Contract) LookupCode(name string) (Code, bool) {
	if c.table == nil {
		return Code{}, false
	}
	row, ok := c.table.codes[name]
	if !ok {
		return Code{}, false
	}
	return row.Code, true
}

// memberName is a member's name as a finding may show it. One that the document
// does not have is the traffic's: the key of a map may be somebody's address.
func (c *Contract) memberName(token string) string {
	if digits(token) && len(token) < 8 || c.members()[token] || !isID(token) {
		return clean(token)
	}
	return "*"
}

// memberNames returns the names of all properties of a document.
func memberNames(d *spec.Document) map[string]bool {
	names := make(map[string]bool)
	for _, root := range d.Roots() {
		addMemberNames(names, root)
	}
	return names
}

func addMemberNames(names map[string]bool, n *spec.Node) {
	for child := range n.All() {
		if child.Name() == "properties" {
			for name := range child.Members() {
				names[name] = true
			}
		}
		addMemberNames(names, child)
	}
}

// locate fills in line and column of a place, once for each.
func (c *Contract) locate(p document.Place) DocumentLocation {
	if l, ok := c.located.Load(p); ok {
		return l.(DocumentLocation)
	}
	l := DocumentLocation{File: p.File, Pointer: p.Pointer}
	l.Line, l.Column = c.doc.Locate(p)
	c.located.Store(p, l)
	return l
}
