// Package library adds what kin-openapi finds wrong with a document. It stops at the
// first problem, and is asked last.
package library

import (
	"errors"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/lint"
	"github.com/apicontract/apicontract/internal/spec"
)

// maxOperations bounds the documents that the library is asked about: its time grows
// with the square of their operations.
const maxOperations = 5_000

// Problems returns the problems of a document: those that package lint finds, or if it
// finds none the one that the library has, if any.
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
	p := spec.Problem{Rule: lint.RuleDocumentInvalid, Node: doc.Root(), Message: e.Message, Fix: "Correct the document."}
	return []spec.Problem{p.WithPosition(e.Line, e.Column)}
}

// isAnnotation reports whether the library minds a member of a schema that it does not
// know, which OpenAPI 3.1 allows.
func isAnnotation(doc *spec.Document, e *spec.Error) bool {
	return !doc.Is30() && strings.Contains(e.Message, "extra sibling fields")
}
