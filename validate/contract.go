package validate

import (
	"io/fs"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/spec"
)

// A Contract is an OpenAPI document: its operations, the schemas of their
// responses, and its error table if it has one. It is immutable and safe for
// concurrent use.
type Contract struct {
	doc         *spec.Document
	table       *errorTable   // nil: the document has none
	engine      *schemaEngine // of the table's legacy formats
	located     sync.Map      // spec.Location to DocumentLocation
	memberNames func() map[string]bool
	// literalSegments are the parts of the document's paths that are no expressions.
	literalSegments func() map[string]bool
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

// Load reads the OpenAPI document called name, in YAML or JSON. References are
// followed to other files of fsys and nowhere else, when what they lead to is first
// needed. The error is a *[DocumentError]: the document cannot be read, is not of
// OpenAPI 3, or its error table has mistakes, which are listed. All other problems of a document only leave
// unchecked what depends on them.
func Load(fsys fs.FS, name string, options ...LoadOption) (*Contract, error) {
	doc, err := spec.Load(fsys, name)
	if err != nil {
		return nil, documentError(err)
	}
	for _, option := range options {
		if err := option(&loadValues{doc}); err != nil {
			return nil, documentError(err)
		}
	}
	return newContract(doc)
}

// Parse is like [Load] for a document in one file; name is what findings
// call it.
func Parse(name string, text []byte, options ...LoadOption) (*Contract, error) {
	return Load(spec.SingleFile(name, text), name, options...)
}

// A LoadOption changes how a document is read.
type LoadOption func(*loadValues) error

type loadValues struct{ doc *spec.Document }

// WithErrorTable adds an error table to a document that has none, or another one: for
// documents that one does not own. The text, in YAML or JSON, is what x-error-table of a
// document would hold, or an OpenAPI Overlay 1.0, whose actions are all done. Findings and
// problems call it name.
//
// What does not fit the document is one of the [Contract.Problems], where it would be an
// error in the document's own table. The error is a *[DocumentError]: the text cannot be
// read, or a value in it is wrong.
func WithErrorTable(name string, text []byte) LoadOption {
	return func(v *loadValues) error {
		file, err := spec.Parse(name, text)
		if err != nil {
			return err
		}
		return v.doc.AddErrorTable(file)
	}
}

// newContract returns the contract of a document. The error is a *[DocumentError].
func newContract(doc *spec.Document) (*Contract, error) {
	codes, err := doc.ErrorTable()
	if err != nil {
		return nil, documentError(err)
	}
	c := &Contract{doc: doc, memberNames: sync.OnceValue(func() map[string]bool { return memberNames(doc) }),
		literalSegments: sync.OnceValue(func() map[string]bool { return literalSegments(doc) })}
	if codes != nil {
		c.engine = newEngine(schemaengine.Options{})
		c.table = newErrorTable(codes, schemaengine.NewCompiler(doc, schemaengine.Options{}))
	}
	return c, nil
}

// Title returns the document's title.
func (c *Contract) Title() string { return c.doc.Title() }

// Version returns the version of the API that the document describes.
func (c *Contract) Version() string { return c.doc.APIVersion() }

// Source returns the name of the document's file.
func (c *Contract) Source() string { return c.doc.Name() }

// Servers returns the URLs of the document's servers.
func (c *Contract) Servers() []string { return spec.MatchURLs(c.doc.Servers()) }

// Operations returns the document's operations, by path and method.
func (c *Contract) Operations() []Operation {
	all := c.doc.Operations()
	ops := make([]Operation, len(all))
	for i, op := range all {
		ops[i] = newOperation(op)
		for _, r := range op.Responses() {
			if spec.IsResponseKey(r.Key) {
				ops[i].Statuses = append(ops[i].Statuses, r.Key)
			}
		}
	}
	return ops
}

// Codes returns the error table in the order of the document, nil if it has
// none.
func (c *Contract) Codes() []ErrorCode {
	if c.table == nil {
		return nil
	}
	codes := make([]ErrorCode, len(c.table.order))
	for i, entry := range c.table.order {
		codes[i] = entry.ErrorCode
	}
	return codes
}

// UndocumentedCodes returns the codes that are known to occur although the error table
// lacks them, in the order of the document.
func (c *Contract) UndocumentedCodes() []UndocumentedCode {
	if c.table == nil {
		return nil
	}
	return slices.Clone(c.table.others)
}

// LookupCode returns the row of the error table for a code.
func (c *Contract) LookupCode(name string) (ErrorCode, bool) {
	if c.table == nil {
		return ErrorCode{}, false
	}
	entry, ok := c.table.codes[name]
	if !ok {
		return ErrorCode{}, false
	}
	return entry.ErrorCode, true
}

// resolveLocation fills in line and column of a location, once for each.
func (c *Contract) resolveLocation(p spec.Location) DocumentLocation {
	if l, ok := c.located.Load(p); ok {
		return l.(DocumentLocation)
	}
	source := c.doc.SourceLocation(p)
	l := DocumentLocation{File: source.File, Pointer: source.Pointer}
	l.Line, l.Column = c.doc.Position(p)
	c.located.Store(p, l)
	return l
}

// newOperation returns the public half of an operation, without its statuses.
func newOperation(op *spec.Operation) Operation {
	return Operation{ID: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Summary: op.Summary, Tags: op.Tags}
}
