// Package requestcheck checks requests against their operation, and words what is
// wrong for the client. It never quotes a value of the request.
package requestcheck

import (
	"context"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/errorcode"
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
	dialect31 *explain.Dialect31 // nil: OpenAPI 3.0
}

// New returns a Checker for a document.
func New(doc *document.Document) *Checker {
	c := &Checker{doc: doc}
	if doc.IsOpenAPI31OrLater() {
		c.dialect31 = explain.New31(doc)
	}
	return c
}

// An Operation checks the requests of one operation. It is immutable and safe for
// concurrent use.
type Operation struct {
	*Checker
	method, pathTemplate string
	item                 *openapi3.PathItem
	operation            *openapi3.Operation
	location             document.Place
	params               openapi3.Parameters
	bodies               map[string]explain.Schema // of the JSON media types of the document
}

// Operation compiles an operation of the document.
func (c *Checker) Operation(method, pathTemplate string, location document.Place) (*Operation, error) {
	item := c.doc.Paths.Value(pathTemplate)
	op := &Operation{Checker: c, method: method, pathTemplate: pathTemplate, item: item, operation: item.GetOperation(method), location: location}
	op.params = document.Parameters(item, op.operation)
	return op, op.compileBodies()
}

func (op *Operation) compileBodies() error {
	op.bodies = make(map[string]explain.Schema)
	body := op.operation.RequestBody
	if body == nil || body.Value == nil {
		return nil
	}
	location := op.doc.Follow(op.location.Child("requestBody"), body.Ref)
	for name, mt := range body.Value.Content {
		if mt.Schema == nil || !mediatype.IsJSON(mediatype.Essence(name)) {
			continue
		}
		schema, err := op.compile(mt.Schema, location.Child("content", name, "schema"))
		if err != nil {
			return op.doc.Errorf(location, "the schema cannot be compiled: %v", err)
		}
		op.bodies[name] = schema
	}
	return nil
}

func (c *Checker) compile(ref *openapi3.SchemaRef, location document.Place) (explain.Schema, error) {
	if c.dialect31 == nil {
		return explain.NewRequest30(c.doc, ref, location), nil
	}
	return c.dialect31.Schema(location)
}

// A Request is a request whose body was read.
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
			SchemaValidationOptions: []openapi3.SchemaValidationOption{explain.Patterns30()}},
	}
}
