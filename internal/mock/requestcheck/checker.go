// Package requestcheck checks requests against their operation and writes error messages for the
// client. Messages never quote a value of the request.
package requestcheck

import (
	"context"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// An Error says what is wrong with a request.
type Error struct {
	Parameter string // the parameter, the header, or the path of the member: "scenes[0].text"
	Message   string
	Kind      errorcode.Kind
}

// Error implements error.
func (e *Error) Error() string { return e.Message }

// NewError returns the error of an invalid parameter. The problem is a predicate,
// such as "is required".
func NewError(parameter, problem string) *Error {
	return &Error{parameter, "`" + parameter + "` " + problem + ".", errorcode.Invalid}
}

func newMediaTypeError(header, problem string) *Error {
	e := NewError(header, problem)
	e.Kind = errorcode.UnsupportedMediaType
	return e
}

// A Checker holds what the operations of a document share.
type Checker struct {
	doc       *document.Document
	schemas   *schema.Compiler
	evaluator *schemaerror.Evaluator // for values that a client sends
}

// New returns a Checker for a document.
func New(doc *document.Document) *Checker {
	var options schemaengine.Options
	evaluation := options.EvaluatorOptions()
	evaluation.Direction = schemaerror.Request
	return &Checker{doc: doc, schemas: schemaengine.NewCompiler(doc.Spec, options), evaluator: schemaerror.New(evaluation)}
}

// An Operation checks the requests of one operation. It is immutable and safe for
// concurrent use.
type Operation struct {
	*Checker
	method, pathTemplate string
	spec                 *spec.Operation
	item                 *openapi3.PathItem
	operation            *openapi3.Operation
	params               openapi3.Parameters
}

// Operation returns an operation of the document, which must have it.
func (c *Checker) Operation(method, pathTemplate string) *Operation {
	item := c.doc.Paths.Value(pathTemplate)
	op := &Operation{Checker: c, method: method, pathTemplate: pathTemplate, spec: c.doc.Spec.Operation(method, pathTemplate),
		item: item, operation: item.GetOperation(method)}
	op.params = document.OperationParameters(item, op.operation)
	return op
}

// A Request is a request whose body has been read.
type Request struct {
	*http.Request
	PathParams     map[string]string
	Body           []byte // without its content codings
	BodyIncomplete bool   // the body ended early
	UnknownCoding  bool   // the body has a coding that cannot be decoded
}

// Check returns the first error of a request, nil if the request conforms.
func (op *Operation) Check(ctx context.Context, r *Request) *Error {
	for _, p := range op.params {
		if e := op.checkParameter(ctx, r, p.Value); e != nil {
			return e
		}
	}
	return op.checkBody(ctx, r)
}

// filterInput returns a request for the library, with options that keep the library
// from changing it.
func (op *Operation) filterInput(r *Request) *openapi3filter.RequestValidationInput {
	return &openapi3filter.RequestValidationInput{
		Request:    r.Request,
		PathParams: r.PathParams,
		Route:      &routers.Route{Spec: op.doc.T, Path: op.pathTemplate, PathItem: op.item, Method: op.method, Operation: op.operation},
		Options: &openapi3filter.Options{SkipSettingDefaults: true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.SetSchemaRegexCompiler(compilePattern)}},
	}
}

// compilePattern compiles a pattern with the meaning of ECMA-262.
func compilePattern(source string) (openapi3.RegexMatcher, error) {
	return ecmaregexp.CompileLenient(source), nil
}
