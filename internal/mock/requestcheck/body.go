package requestcheck

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// bodyParameter is the parameter of an error about the body as a whole.
const bodyParameter = "body"

func (op *Operation) checkBody(ctx context.Context, r *Request) *Error {
	ref := op.operation.RequestBody
	if ref == nil || ref.Value == nil || len(ref.Value.Content) == 0 {
		return nil
	}
	if r.BodyIncomplete {
		return NewError(bodyParameter, "did not arrive whole")
	}
	if len(r.Body) == 0 {
		if !ref.Value.Required {
			return nil
		}
		return NewError(bodyParameter, "is required and missing")
	}
	name, mt := op.bodyMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.UnknownCoding:
		return newMediaTypeError("Content-Encoding", "is not one that can be undone: send gzip, deflate, br, zstd or none")
	case mt == nil:
		return newMediaTypeError("Content-Type", "is not one that the operation takes: send "+strings.Join(slices.Sorted(maps.Keys(ref.Value.Content)), " or "))
	}
	bodySchema := op.bodySchema(name)
	if mediatype.IsJSON(mediatype.Essence(r.Header.Get("Content-Type"))) && mt.Schema != nil {
		return op.checkJSON(ctx, r.Body, bodySchema)
	}
	return op.checkOtherBody(ctx, r, mt, bodySchema)
}

// bodyMediaType returns the documented media type of a Content-Type header, nil if the operation
// does not document it. Parameters such as charset only decide between media types that are
// otherwise equal.
func (op *Operation) bodyMediaType(contentType string) (string, *openapi3.MediaType) {
	content := op.operation.RequestBody.Value.Content
	if contentType == "" {
		return "", nil
	}
	names := slices.Sorted(maps.Keys(content))
	if mt := content.Get(contentType); mt != nil {
		i := slices.IndexFunc(names, func(name string) bool { return content[name] == mt })
		return names[i], mt
	}
	for _, name := range names {
		if mediatype.Essence(name) == mediatype.Essence(contentType) {
			return name, content[name]
		}
	}
	return "", nil
}

// bodySchema returns the schema of a documented media type, or a schema of any value if it has
// none.
func (op *Operation) bodySchema(name string) *schema.Schema {
	for _, documented := range op.spec.RequestBody().Media {
		if documented.Name == name {
			return op.schemas.Schema(documented.Schema)
		}
	}
	return op.schemas.Schema(nil)
}

func (c *Checker) checkJSON(ctx context.Context, body []byte, s *schema.Schema) *Error {
	value, err := schemaerror.Decode(body)
	if err != nil {
		return NewError(bodyParameter, err.Error())
	}
	result := c.evaluator.Check(ctx, s, value)
	if len(result.Errors) == 0 {
		return uncheckedNumber(&result)
	}
	first := &result.Errors[0]
	return bodyError(valueProblem{first.Instance, first.Property, first.Message})
}

// uncheckedNumber returns an error for a number beyond the limits of the check, nil if there is
// none.
func uncheckedNumber(result *schemaerror.Result) *Error {
	for _, u := range result.Unchecked {
		if u.Reason == schemaerror.UncheckedNumber {
			return NewError(cmp.Or(memberPath(u.Instance), bodyParameter), "is a number that is too large or too small to be checked")
		}
	}
	return nil
}

// bodyError returns the error for a problem of a member of the body.
func bodyError(found valueProblem) *Error {
	if found.property != "" {
		return NewError(memberPath(append(slices.Clip(found.instance), found.property)), "is required and missing from the body")
	}
	return NewError(cmp.Or(memberPath(found.instance), bodyParameter), found.message)
}
