// Package request builds requests for the operations of a document: valid ones, and ones that a
// server should reject for one reason.
package request

import (
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/synth"
)

// A Model builds requests for the operations of one document. It is immutable and safe for
// concurrent use.
type Model struct {
	doc   *document.Document
	maker *synth.Generator
}

// New returns a Model of a document. The seed selects the generated values.
func New(doc *document.Document, seed uint64) *Model {
	return &Model{doc, synth.NewForDocument(doc.T, seed)}
}

// An Operation builds requests for one operation.
type Operation struct {
	Method       string
	PathTemplate string

	model      *Model
	spec       *spec.Operation
	doc        *openapi3.Operation
	parameters openapi3.Parameters
}

// Operation returns an operation of the document; false if it does not exist.
func (m *Model) Operation(method, pathTemplate string) (*Operation, bool) {
	item := m.doc.Paths.Value(pathTemplate)
	if item == nil || item.GetOperation(method) == nil {
		return nil, false
	}
	doc := item.GetOperation(method)
	return &Operation{method, pathTemplate, m, m.doc.Spec.Operation(method, pathTemplate), doc, operationParameters(item, doc)}, true
}

// operationParameters returns the parameters of an operation, without three headers that OpenAPI
// ignores as parameters (OpenAPI, Parameter Object).
func operationParameters(item *openapi3.PathItem, op *openapi3.Operation) openapi3.Parameters {
	return slices.DeleteFunc(document.OperationParameters(item, op), func(p *openapi3.ParameterRef) bool {
		return p.Value.In == openapi3.ParameterInHeader &&
			slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(p.Value.Name))
	})
}

// TakesIdempotencyKey reports whether the operation documents an Idempotency-Key.
func (op *Operation) TakesIdempotencyKey() bool {
	return slices.ContainsFunc(op.parameters, func(p *openapi3.ParameterRef) bool { return isKey(p.Value) })
}

// KeyHeader is the header that identifies repetitions of one request.
const KeyHeader = "Idempotency-Key"

func isKey(p *openapi3.Parameter) bool {
	return p.In == openapi3.ParameterInHeader && strings.EqualFold(p.Name, KeyHeader)
}

// IsSafe reports whether the operation changes nothing (RFC 9110, section 9.2.1).
func (op *Operation) IsSafe() bool {
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace}, op.Method)
}
