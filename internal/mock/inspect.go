package mock

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/apicontract/apicontract/internal/explain"
)

// A complaint is what is wrong with a request. Like all that is said to
// strangers, it never quotes a value.
type complaint struct {
	param   string // the parameter, or the path of the member: "scenes[0].text"
	message string
	names   []string // of codes that say it best
	status  []int
}

func invalid(param, what string) *complaint {
	return &complaint{param: param, message: "`" + param + "` " + what + ".", names: namesInvalid,
		status: []int{http.StatusBadRequest, http.StatusUnprocessableEntity}}
}

// inspect looks for the first thing that is wrong with a request; nil if it
// keeps the document.
func (m *Model) inspect(c *call) *complaint {
	for _, p := range c.op.params {
		if found := m.inspectParam(c, p.Value); found != nil {
			return found
		}
	}
	return m.inspectBody(c)
}

func (m *Model) inspectParam(c *call, p *openapi3.Parameter) *complaint {
	err := openapi3filter.ValidateParameter(context.Background(), m.input(c), p)
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*openapi3.SchemaError](err); ok && p.Schema != nil {
		if faults := explain.Faults30(m.doc, p.Schema, c.op.place, e); len(faults) > 0 {
			return invalid(p.Name, paramFault(faults[0]))
		}
	}
	switch {
	case errors.Is(err, openapi3filter.ErrInvalidRequired):
		return invalid(p.Name, "is required and missing from the "+p.In)
	case errors.Is(err, openapi3filter.ErrInvalidEmptyValue):
		return invalid(p.Name, "is empty, which it must not be")
	}
	return invalid(p.Name, "cannot be read as "+wantedType(p))
}

func paramFault(f explain.Fault) string {
	if path := memberPath(f); path != "" {
		return f.Message + " (at " + path + ")"
	}
	return f.Message
}

func wantedType(p *openapi3.Parameter) string {
	if p.Schema != nil && p.Schema.Value != nil && p.Schema.Value.Type != nil {
		return strings.Join(p.Schema.Value.Type.Slice(), " or ")
	}
	return "the document has it"
}

// input is a request as the library takes it, which must not change it.
func (m *Model) input(c *call) *openapi3filter.RequestValidationInput {
	return &openapi3filter.RequestValidationInput{
		Request:    c.Request,
		PathParams: c.params,
		Route:      &routers.Route{Spec: m.doc.T, Path: c.op.PathTemplate, PathItem: c.op.item, Method: c.op.Method, Operation: c.op.doc},
		Options: &openapi3filter.Options{SkipSettingDefaults: true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{explain.Patterns30()}},
	}
}

// body is what a param names where the body as a whole is at fault.
const wholeBody = "body"

func (m *Model) inspectBody(c *call) *complaint {
	ref := c.op.doc.RequestBody
	if ref == nil || ref.Value == nil || len(ref.Value.Content) == 0 {
		return nil
	}
	if len(c.body) == 0 {
		if !ref.Value.Required {
			return nil
		}
		return invalid(wholeBody, "is required and missing")
	}
	mediaType := c.Header.Get("Content-Type")
	if mediaType == "" || ref.Value.Content.Get(mediaType) == nil {
		return &complaint{param: "Content-Type",
			message: "`Content-Type` is not one that the operation takes: send " + strings.Join(slices.Sorted(maps.Keys(ref.Value.Content)), " or ") + ".",
			names:   append(slices.Clone(namesMedia), namesInvalid...), status: []int{http.StatusUnsupportedMediaType, http.StatusBadRequest, http.StatusUnprocessableEntity}}
	}
	if schema := c.op.bodySchema(ref.Value.Content.Get(mediaType)); schema != nil {
		return inspectJSON(c.body, schema)
	}
	return m.inspectOther(c, ref.Value)
}

// bodySchema is the explainer of a media type; nil if it is no JSON, or has no
// schema.
func (op *operation) bodySchema(mt *openapi3.MediaType) explain.Schema {
	for name, documented := range op.doc.RequestBody.Value.Content {
		if documented == mt {
			return op.bodies[name]
		}
	}
	return nil
}

func inspectJSON(content []byte, schema explain.Schema) *complaint {
	value, err := explain.Decode(content)
	if err != nil {
		return invalid(wholeBody, err.Error())
	}
	faults := schema.First(value)
	if len(faults) == 0 {
		return nil
	}
	f := faults[0]
	if f.Property != "" {
		f.Instance = append(slices.Clip(f.Instance), f.Property)
		return invalid(memberPath(f), "is required and missing from the body")
	}
	path := memberPath(f)
	if path == "" {
		path = wholeBody
	}
	return invalid(path, f.Message)
}

// memberPath writes an instance location as people do: scenes[0].text.
func memberPath(f explain.Fault) string {
	var b strings.Builder
	for _, token := range f.Instance {
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

// inspectOther leaves what is no JSON to the library: forms, text. Media types
// that it cannot read are anybody's.
func (m *Model) inspectOther(c *call, body *openapi3.RequestBody) *complaint {
	in := m.input(c)
	in.Request = c.Clone(context.Background())
	in.Request.Body = io.NopCloser(bytes.NewReader(c.body))
	in.Request.ContentLength = int64(len(c.body))
	err := openapi3filter.ValidateRequestBody(context.Background(), in, body)
	if err == nil {
		return nil
	}
	if parse, ok := errors.AsType[*openapi3filter.ParseError](err); ok && unsupported(parse) {
		return nil
	}
	e, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return invalid(wholeBody, "cannot be read as "+essence(c.Header.Get("Content-Type")))
	}
	faults := explain.Faults30(m.doc, body.Content.Get(c.Header.Get("Content-Type")).Schema, c.op.place, e)
	if len(faults) == 0 {
		return invalid(wholeBody, "breaks its schema")
	}
	f := faults[0]
	if f.Property != "" {
		f.Instance = append(slices.Clip(f.Instance), f.Property)
		return invalid(memberPath(f), "is required and missing from the body")
	}
	if path := memberPath(f); path != "" {
		return invalid(path, f.Message)
	}
	return invalid(wholeBody, f.Message)
}

// unsupported reports whether the library lacks a decoder, be it for a part.
func unsupported(e *openapi3filter.ParseError) bool {
	for e != nil {
		if e.Kind == openapi3filter.KindUnsupportedFormat {
			return true
		}
		inner, ok := e.Cause.(*openapi3filter.ParseError)
		if !ok {
			return false
		}
		e = inner
	}
	return false
}

// sorted yields a map in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
