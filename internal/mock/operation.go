package mock

import (
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/validate"
)

// An operation is one of the document, with what answering needs.
type operation struct {
	validate.Operation
	item   *openapi3.PathItem
	doc    *openapi3.Operation
	place  document.Place
	params openapi3.Parameters
	// bodies are the explainers of the request's JSON media types, by their
	// names in the document.
	bodies map[string]explain.Schema
	pager  *Pager
}

func (m *Model) operation(o validate.Operation, item *openapi3.PathItem) (*operation, error) {
	root := m.doc.Root().Child("paths", o.PathTemplate)
	op := &operation{Operation: o, item: item, doc: item.GetOperation(o.Method)}
	op.place = m.doc.Follow(root, item.Ref).Child(strings.ToLower(o.Method))
	op.params = parameters(item, op.doc)
	op.pager = NewPager(op.name(), op.params)
	return op, m.readBodies(op)
}

// parameters are an operation's own and those of its path that it does not
// override (OpenAPI, Path Item Object).
func parameters(item *openapi3.PathItem, op *openapi3.Operation) openapi3.Parameters {
	params := slices.Clone(op.Parameters)
	for _, p := range item.Parameters {
		if p.Value != nil && params.GetByInAndName(p.Value.In, p.Value.Name) == nil {
			params = append(params, p)
		}
	}
	return slices.DeleteFunc(params, func(p *openapi3.ParameterRef) bool { return p.Value == nil })
}

func (m *Model) readBodies(op *operation) error {
	op.bodies = make(map[string]explain.Schema)
	body := op.doc.RequestBody
	if body == nil || body.Value == nil {
		return nil
	}
	place := m.doc.Follow(op.place.Child("requestBody"), body.Ref)
	for name, mt := range body.Value.Content {
		if mt.Schema == nil || !mediatype.IsJSON(essence(name)) {
			continue
		}
		schema, err := m.requestSchema(mt.Schema, place.Child("content", name, "schema"))
		if err != nil {
			return m.doc.Errorf(place, "the schema cannot be compiled: %v", err)
		}
		op.bodies[name] = schema
	}
	return nil
}

// name is what people call the operation.
func (op *operation) name() string {
	if op.ID != "" {
		return op.ID
	}
	return op.Method + " " + op.PathTemplate
}

// named reports whether a pattern means the operation. The empty one means every
// operation.
func (op *operation) named(p string) bool {
	return p == "" || pattern.Fits(p, pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
}

// on reports whether a glob means the operation's path, or that of the request.
func (op *operation) on(glob, path string) bool {
	return glob == "" || pattern.Glob(glob, op.PathTemplate) || pattern.Glob(glob, path)
}

// response returns what the operation documents for a status: its own response,
// its range's, or the default (OpenAPI, Responses Object); nil if nothing.
func (op *operation) response(status int) *openapi3.Response {
	text := strconv.Itoa(status)
	for _, key := range []string{text, text[:1] + "XX", "default"} {
		for _, documented := range op.Statuses {
			if strings.EqualFold(documented, key) {
				if ref := op.doc.Responses.Value(documented); ref != nil {
					return ref.Value
				}
			}
		}
	}
	return nil
}

// success is the status of an answer to a right request: the lowest 2xx that is
// documented, else what comes nearest.
func (op *operation) success() int {
	var others []int
	for _, key := range op.Statuses { // sorted: "200" before "201" before "2XX"
		status, err := strconv.Atoi(key)
		switch {
		case strings.EqualFold(key, "2XX"):
			return 200
		case err == nil && status/100 == 2:
			return status
		case err == nil:
			others = append(others, status)
		}
	}
	if slices.ContainsFunc(op.Statuses, func(key string) bool { return strings.EqualFold(key, "default") }) {
		return 200
	}
	for _, status := range others {
		if status >= 200 {
			return status // a redirect, or an operation that only fails
		}
	}
	return 200
}

// statuses are the documented status codes, ascending; ranges have none.
func (op *operation) statuses() []int {
	var all []int
	for _, key := range op.Statuses {
		if status, err := strconv.Atoi(key); err == nil {
			all = append(all, status)
		}
	}
	return all
}
