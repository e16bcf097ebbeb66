// Package requestcheck checks requests against their operation, and describes errors for
// the client. It never quotes a value of the request.
package requestcheck

import (
	"context"
	"net/http"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/serialization"
	"github.com/apicontract/apicontract/internal/spec"
)

// An Error describes what is wrong with a request.
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
	doc       *spec.Document
	schemas   *schema.Compiler
	evaluator *schemaerror.Evaluator // for values that a client sends
}

// New returns a Checker for a document.
func New(doc *spec.Document) *Checker {
	var options schemaengine.Options
	evaluation := options.EvaluatorOptions()
	evaluation.Direction = schemaerror.Request
	return &Checker{doc: doc, schemas: schemaengine.NewCompiler(doc, options), evaluator: schemaerror.New(evaluation)}
}

// An Operation checks the requests of one operation. It is immutable and safe for
// concurrent use.
type Operation struct {
	*Checker
	body       *spec.RequestBody // nil: the operation documents no body
	parameters []documentedParameter
}

// Operation returns an operation of the document, which must have it.
func (c *Checker) Operation(method, pathTemplate string) *Operation {
	documented := c.doc.Operation(method, pathTemplate)
	op := &Operation{Checker: c, body: documented.RequestBody()}
	all := documented.Parameters()
	for _, p := range all {
		if !isIgnored(p) {
			s := c.schemas.Schema(p.Schema)
			op.parameters = append(op.parameters, documentedParameter{serialization.NewParameter(p, s, all), s})
		}
	}
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

// A Result is the outcome of a check.
type Result struct {
	Err *Error // the first error; nil if none was found
	// Unchecked names the parts that no rule looked at: "the body (application/xml)".
	Unchecked []string
}

// Check checks a request. It stops at the first error.
func (op *Operation) Check(ctx context.Context, r *Request) Result {
	c := &requestCheck{Operation: op, ctx: ctx, request: r, budget: op.evaluator.NewBudget()}
	c.reader = &serialization.Reader{Conforms: c.conforms, AcceptsAll: acceptsAll}
	fields := requestFields(r.Request, r.PathParams)
	for i := range op.parameters {
		if e := c.checkParameter(&op.parameters[i], fields); e != nil {
			return Result{Err: e}
		}
	}
	e := c.checkBody()
	return Result{Err: e, Unchecked: c.unchecked}
}

// A requestCheck is the check of one request.
type requestCheck struct {
	*Operation
	ctx       context.Context
	request   *Request
	budget    schemaerror.Budget // of all parts together
	reader    *serialization.Reader
	unchecked []string
}

func (c *requestCheck) conforms(s *schema.Schema, value any) schema.Truth {
	return c.evaluator.ConformsWithin(c.ctx, &c.budget, s, value)
}

// checkReadings checks readings of a value, of which one has to conform, and returns the
// result of the best.
func (c *requestCheck) checkReadings(s *schema.Schema, readings []any) schemaerror.Result {
	return c.evaluator.CheckWithin(c.ctx, &c.budget, s, c.reader.Best(s, readings))
}

// acceptsAll reports whether a schema surely accepts every value of some types.
func acceptsAll(s *schema.Schema, types schema.Types) bool {
	return s.AcceptsAll(types, schemaengine.Options{}.AssertsFormat)
}

// addUnchecked notes a part that no rule looked at.
func (c *requestCheck) addUnchecked(part string) { c.unchecked = append(c.unchecked, part) }
