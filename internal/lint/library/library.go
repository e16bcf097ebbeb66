// Package library adds the problems that kin-openapi finds in a document. It runs last, because it
// stops at the first problem.
package library

import (
	"cmp"
	"errors"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/lint"
	"github.com/apicontract/apicontract/internal/spec"
)

// maxOperations is the maximum number of operations for which kin-openapi runs, because its time
// grows with their square.
const maxOperations = 5_000

// Problems returns the problems of a document: those that package lint finds or, if there are none,
// the one that kin-openapi finds.
func Problems(doc *spec.Document) []spec.Problem {
	known := lint.CheckDocument(doc)
	if len(known) > 0 || len(doc.Operations()) > maxOperations {
		return known
	}
	_, err := document.FromSpec(doc)
	e, ok := errors.AsType[*spec.Error](err)
	if !ok || isAnnotation(doc, e) {
		return nil
	}
	return []spec.Problem{{Rule: lint.RuleDocumentInvalid, Node: nodeAt(doc, e), Message: e.Message, Fix: "Correct the document."}}
}

// nodeAt returns the node at the place of an error: the outermost one that begins there, else the
// last one before it. For an object in a list, kin-openapi gives the place of the object's first
// member.
func nodeAt(doc *spec.Document, e *spec.Error) *spec.Node {
	found, foundLine, foundColumn := doc.Root(), 0, 0
	var visit func(n *spec.Node)
	visit = func(n *spec.Node) {
		line, column := n.Position()
		if n.Parent().Is(spec.Array) && n.Is(spec.Object) && n.Len() > 0 {
			for first := range n.All() {
				line, column = first.Position()
				break
			}
		}
		isBefore := cmp.Or(cmp.Compare(line, e.Line), cmp.Compare(column, e.Column)) <= 0
		if isBefore && cmp.Or(cmp.Compare(line, foundLine), cmp.Compare(column, foundColumn)) > 0 {
			found, foundLine, foundColumn = n, line, column
		}
		for child := range n.All() {
			visit(child)
		}
	}
	for _, root := range doc.FileRoots() {
		if root.Location().File == e.File {
			visit(root)
		}
	}
	return found
}

// isAnnotation reports whether kin-openapi rejects an unknown member of a schema, which OpenAPI 3.1
// allows.
func isAnnotation(doc *spec.Document, e *spec.Error) bool {
	return !doc.Is30() && strings.Contains(e.Message, "extra sibling fields")
}
