package requestcheck

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
)

// checkOtherBody checks a body that is not JSON, such as a form or text, with kin-openapi. A media
// type that kin-openapi cannot decode is not checked.
func (op *Operation) checkOtherBody(ctx context.Context, r *Request, mt *openapi3.MediaType, s *schema.Schema) *Error {
	essence := mediatype.Essence(r.Header.Get("Content-Type"))
	// kin-openapi looks for this name, whatever parameters the document has.
	body := &openapi3.RequestBody{Required: true, Content: openapi3.Content{essence: mt}}
	in := op.filterInput(r)
	in.Request = r.Clone(ctx)
	in.Request.Body = io.NopCloser(bytes.NewReader(r.Body))
	in.Request.ContentLength = int64(len(r.Body))
	err := openapi3filter.ValidateRequestBody(ctx, in, body)
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*openapi3filter.ParseError](err); ok {
		if isUnsupported(e) || isUndefinedPart(e) && isOpen(mt.Schema) {
			return nil
		}
		if member := memberOf(e); member != "" {
			return NewError(member, "cannot be read as the document has it")
		}
	}
	e, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return NewError(bodyParameter, "cannot be read as "+essence)
	}
	return bodyError(op.problemOf(ctx, s, e))
}

// isUnsupported reports whether the library lacks a decoder for the body or a part
// of it.
func isUnsupported(e *openapi3filter.ParseError) bool {
	for ok := true; ok; e, ok = errors.AsType[*openapi3filter.ParseError](e.Cause) {
		if e.Kind == openapi3filter.KindUnsupportedFormat {
			return true
		}
	}
	return false
}

// isUndefinedPart reports whether kin-openapi rejected a part of a form because the schema does not
// name it.
func isUndefinedPart(e *openapi3filter.ParseError) bool {
	cause := e.RootCause()
	return cause != nil && strings.HasPrefix(cause.Error(), "part ") && strings.HasSuffix(cause.Error(), ": undefined")
}

// isOpen reports whether a schema allows members that it does not name.
func isOpen(ref *openapi3.SchemaRef) bool { return !isClosed(ref, make(map[*openapi3.Schema]bool)) }

// isClosed visits each schema once, so that schemas that refer to themselves end.
func isClosed(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) bool {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return false
	}
	seen[ref.Value] = true
	if additional := ref.Value.AdditionalProperties.Has; additional != nil && !*additional {
		return true
	}
	return slices.ContainsFunc(ref.Value.AllOf, func(part *openapi3.SchemaRef) bool { return isClosed(part, seen) })
}

// memberOf returns the member of a form that cannot be decoded, empty if it is the
// whole form.
func memberOf(e *openapi3filter.ParseError) string {
	path := e.Path()
	if len(path) == 0 {
		return ""
	}
	name, _ := path[len(path)-1].(string)
	return name
}
