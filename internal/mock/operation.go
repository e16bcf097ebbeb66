package mock

import (
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/mock/paging"
	"github.com/apicontract/apicontract/internal/mock/requestcheck"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// An operation is an operation of the document, prepared for mock servers.
type operation struct {
	validate.Operation
	spec   *spec.Operation
	doc    *openapi3.Operation
	params openapi3.Parameters
	check  *requestcheck.Operation
	pager  *paging.Pager
	// createsOther reports that a POST to an item responds with something else than the item, as a
	// video that is made from a template.
	createsOther bool
}

func (m *Model) newOperation(o validate.Operation, checker *requestcheck.Checker) *operation {
	item := m.doc.Paths.Value(o.PathTemplate)
	op := &operation{Operation: o, spec: m.doc.Spec.Operation(o.Method, o.PathTemplate), doc: item.GetOperation(o.Method)}
	op.params = document.OperationParameters(item, op.doc)
	op.check = checker.Operation(o.Method, o.PathTemplate)
	op.pager = paging.NewPager(op.displayName(), op.params)
	return op
}

// displayName returns the operationId, or else the method and the path template.
func (op *operation) displayName() string {
	if op.ID != "" {
		return op.ID
	}
	return op.Method + " " + op.PathTemplate
}

// matchesPattern reports whether a pattern matches the operation. The empty one matches every
// operation.
func (op *operation) matchesPattern(p string) bool {
	return p == "" || pattern.Matches(p, pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
}

// matchesPath reports whether a glob matches the operation's path or that of the request. The
// empty glob matches every path.
func (op *operation) matchesPath(glob, path string) bool {
	return glob == "" || pattern.MatchGlob(glob, op.PathTemplate) || pattern.MatchGlob(glob, path)
}

// responseFor returns the response that the operation documents for a status, a range or
// the default included (OpenAPI, Responses Object), nil if there is none.
func (op *operation) responseFor(status int) *openapi3.Response {
	documented := op.spec.Response(status)
	if documented == nil {
		return nil
	}
	return op.doc.Responses.Value(documented.Key).Value
}

// successStatus returns the status of the response to a valid request: the lowest
// documented 2xx, or else the nearest status.
func (op *operation) successStatus() int {
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
			return status // a redirect, or an operation that documents only errors
		}
	}
	return 200
}

// documentedStatuses returns the documented status codes, ascending, without ranges.
func (op *operation) documentedStatuses() []int {
	var all []int
	for _, key := range op.Statuses {
		if status, err := strconv.Atoi(key); err == nil {
			all = append(all, status)
		}
	}
	return all
}
