package validate

import (
	"errors"
	"io/fs"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/getkin/kin-openapi/openapi3"
)

// A Contract is a compiled OpenAPI document: its operations, the schemas of
// their responses, and its error table if it has one. It is immutable and safe
// for concurrent use.
type Contract struct {
	files      fs.FS                     // what doc was compiled from
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
	return load(oneFile{name, text}, name)
}

func load(fsys fs.FS, name string) (*Contract, error) {
	doc, err := document.Load(func(file string) ([]byte, error) { return fs.ReadFile(fsys, file) }, name)
	if err != nil {
		return nil, documentError(err)
	}
	c, err := compile(doc)
	if err != nil {
		return nil, documentError(err)
	}
	c.files = fsys
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

// memberNames are the names of all properties of a document.
func memberNames(doc *document.Document) map[string]bool {
	names := make(map[string]bool)
	_ = doc.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error { // nothing in it fails
		if s.Value != nil {
			for name := range s.Value.Properties {
				names[name] = true
			}
		}
		return nil
	})
	return names
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
