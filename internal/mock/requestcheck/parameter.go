package requestcheck

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/apicontract/apicontract/internal/schema"
)

func (op *Operation) checkParameter(ctx context.Context, r *Request, p *openapi3.Parameter) *Error {
	err := openapi3filter.ValidateParameter(ctx, op.filterInput(r), withType(p))
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		found := op.problemOf(ctx, op.parameterSchema(p), e)
		if path := memberPath(found.instance); path != "" {
			found.message += " (at " + path + ")"
		}
		return NewError(p.Name, found.message)
	}
	switch {
	case errors.Is(err, openapi3filter.ErrInvalidRequired):
		return NewError(p.Name, "is required and missing from the "+p.In)
	case errors.Is(err, openapi3filter.ErrInvalidEmptyValue):
		return NewError(p.Name, "is empty, which it must not be")
	}
	return NewError(p.Name, "cannot be read as "+wantedType(p))
}

// parameterSchema returns the schema of a parameter, or of its only media type.
func (op *Operation) parameterSchema(p *openapi3.Parameter) *schema.Schema {
	for _, documented := range op.spec.Parameters() {
		if documented.In != p.In || documented.Name != p.Name {
			continue
		}
		node := documented.Schema
		for _, media := range documented.Node.Member("content").Members() {
			node = media.Member("schema")
		}
		return op.schemas.Schema(node)
	}
	return op.schemas.Schema(nil)
}

// withType sets the type of a parameter whose schema lists values without a type, as OpenAPI 3.1
// allows. Without a type, kin-openapi reads no value.
func withType(p *openapi3.Parameter) *openapi3.Parameter {
	if p.Schema == nil || p.Schema.Value == nil {
		return p
	}
	s := p.Schema.Value
	values := s.Enum
	if s.Const != nil {
		values = append(slices.Clip(values), s.Const)
	}
	if s.Type != nil || len(values) == 0 || len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) > 0 || s.Not != nil {
		return p
	}
	typed, schema := *p, *s
	schema.Type = &openapi3.Types{typeOfValues(values)}
	typed.Schema = &openapi3.SchemaRef{Value: &schema}
	return &typed
}

// typeOfValues returns the type of values. It is string if they have several types,
// because a parameter is text.
func typeOfValues(values []any) string {
	common := ""
	for _, v := range values {
		t := typeOfValue(v)
		if common != "" && t != common {
			return openapi3.TypeString
		}
		common = t
	}
	return common
}

func typeOfValue(v any) string {
	switch v.(type) {
	case bool:
		return openapi3.TypeBoolean
	case float64, int, int64:
		return openapi3.TypeNumber
	}
	return openapi3.TypeString
}

func wantedType(p *openapi3.Parameter) string {
	if p.Schema != nil && p.Schema.Value != nil && p.Schema.Value.Type != nil {
		return strings.Join(p.Schema.Value.Type.Slice(), " or ")
	}
	return "the document has it"
}
