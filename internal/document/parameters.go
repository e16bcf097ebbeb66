package document

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// OperationParameters returns an operation's own parameters, then those of its path that it
// does not override (OpenAPI, Path Item Object).
func OperationParameters(item *openapi3.PathItem, op *openapi3.Operation) openapi3.Parameters {
	all := slices.Clone(op.Parameters)
	for _, p := range item.Parameters {
		if p.Value != nil && all.GetByInAndName(p.Value.In, p.Value.Name) == nil {
			all = append(all, p)
		}
	}
	return slices.DeleteFunc(all, func(p *openapi3.ParameterRef) bool { return p.Value == nil })
}
