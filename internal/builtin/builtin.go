// Package builtin holds the built-in contract.
package builtin

import (
	_ "embed"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

//go:generate go run ./gen document.tree

//go:embed document.tree
var tree string

// Document returns the built-in document. Its tree is embedded, because parsing the text takes
// longer than checking a small capture. If the text is newer than the tree, which is so until the
// next `go generate`, the text is parsed. The error is an *[spec.Error].
func Document() (*spec.Document, error) { return namedDocument(apicontract.DocumentName) }

func namedDocument(name string) (*spec.Document, error) {
	text := apicontract.Document()
	if doc, err := spec.Restore(name, text, tree); err == nil {
		return doc, nil
	}
	return spec.Load(spec.SingleFile(name, text), name)
}

// ErrorTable returns the built-in document for [spec.Document.AddErrorTable]. Its locations have
// the given file name. The error is an *[spec.Error].
func ErrorTable(name string) (*spec.Node, error) {
	doc, err := namedDocument(name)
	if err != nil {
		return nil, err
	}
	return doc.FillStatuses()
}

// Contract returns the built-in contract. The error is an *[spec.Error] or a
// *[validate.DocumentError].
func Contract() (*validate.Contract, error) {
	doc, err := Document()
	if err != nil {
		return nil, err
	}
	contract, err := enginehook.NewContract(doc)
	if err != nil {
		return nil, err
	}
	return contract.(*validate.Contract), nil
}
