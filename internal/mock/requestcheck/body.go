package requestcheck

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
)

// wholeBody is the parameter of an error that concerns no single member.
const wholeBody = "body"

func (op *Operation) checkBody(ctx context.Context, r *Request) *Error {
	ref := op.operation.RequestBody
	if ref == nil || ref.Value == nil || len(ref.Value.Content) == 0 {
		return nil
	}
	if r.BodyIncomplete {
		return NewError(wholeBody, "did not arrive whole")
	}
	if len(r.Body) == 0 {
		if !ref.Value.Required {
			return nil
		}
		return NewError(wholeBody, "is required and missing")
	}
	name, mt := op.bodyMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.UnknownCoding:
		return newMediaTypeError("Content-Encoding", "is not one that can be undone: send gzip, deflate, br, zstd or none")
	case mt == nil:
		return newMediaTypeError("Content-Type", "is not one that the operation takes: send "+strings.Join(slices.Sorted(maps.Keys(ref.Value.Content)), " or "))
	}
	if schema := op.bodies[name]; schema != nil {
		return checkJSON(r.Body, schema)
	}
	return op.checkOtherBody(ctx, r, mt)
}

// bodyMediaType returns the documented media type of a Content-Type header, nil if
// the operation has no such. Parameters such as charset only decide between media
// types that are otherwise equal.
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

func checkJSON(body []byte, schema explain.Schema) *Error {
	value, err := explain.Decode(body)
	if err != nil {
		return NewError(wholeBody, err.Error())
	}
	faults := schema.First(value)
	if len(faults) == 0 {
		return nil
	}
	f := faults[0]
	if f.Property == "" && f.Discriminator != "" {
		f.Instance = append(slices.Clip(f.Instance), f.Discriminator)
		f.Message = "is missing, or none of the values that the document has for it"
	}
	return bodyError(f)
}

// bodyError returns the error of a member of the body.
func bodyError(f explain.Fault) *Error {
	if f.Property != "" {
		return NewError(memberPath(append(slices.Clip(f.Instance), f.Property)), "is required and missing from the body")
	}
	if path := memberPath(f.Instance); path != "" {
		return NewError(path, f.Message)
	}
	return NewError(wholeBody, f.Message)
}

// memberPath writes an instance location as programmers do: scenes[0].text.
func memberPath(instance []string) string {
	var b strings.Builder
	for _, token := range instance {
		switch {
		case strings.Trim(token, "0123456789") == "" && token != "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return b.String()
}
