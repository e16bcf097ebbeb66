package mock

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/errorcode"
)

// A complaint is what is wrong with a request. Like all that is said to
// strangers, it never quotes a value.
type complaint struct {
	param   string // the parameter, or the path of the member: "scenes[0].text"
	message string
	kind    errorcode.Kind
}

func complain(param, what string) *complaint {
	return &complaint{param, "`" + param + "` " + what + ".", errorcode.Invalid}
}

// inspect looks for the first thing that is wrong with a request; nil if it
// keeps the document.
func (m *Model) inspect(ctx context.Context, c *call) *complaint {
	for _, p := range c.op.params {
		if found := m.inspectParam(ctx, c, p.Value); found != nil {
			return found
		}
	}
	return m.inspectBody(ctx, c)
}

func (m *Model) inspectParam(ctx context.Context, c *call, p *openapi3.Parameter) *complaint {
	err := openapi3filter.ValidateParameter(ctx, m.input(c), withType(p))
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*openapi3.SchemaError](err); ok && p.Schema != nil {
		if faults := explain.Faults30(m.doc, p.Schema, c.op.place, e); len(faults) > 0 {
			return complain(p.Name, paramFault(faults[0]))
		}
	}
	switch {
	case errors.Is(err, openapi3filter.ErrInvalidRequired):
		return complain(p.Name, "is required and missing from the "+p.In)
	case errors.Is(err, openapi3filter.ErrInvalidEmptyValue):
		return complain(p.Name, "is empty, which it must not be")
	}
	return complain(p.Name, "cannot be read as "+wantedType(p))
}

// withType gives a parameter whose schema lists values and names no type, as OpenAPI
// 3.1 allows, the type of these: without one, the library reads no value at all.
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
	copied, schema := *p, *s
	schema.Type = &openapi3.Types{typeOf(values)}
	copied.Schema = &openapi3.SchemaRef{Value: &schema}
	return &copied
}

// typeOf is the type that values have, string if they have several: a parameter is
// text.
func typeOf(values []any) string {
	types := make(map[string]bool)
	for _, v := range values {
		switch v.(type) {
		case bool:
			types[openapi3.TypeBoolean] = true
		case float64, int, int64:
			types[openapi3.TypeNumber] = true
		default:
			types[openapi3.TypeString] = true
		}
	}
	if len(types) > 1 {
		return openapi3.TypeString
	}
	for t := range types {
		return t
	}
	return openapi3.TypeString
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

func (m *Model) inspectBody(ctx context.Context, c *call) *complaint {
	ref := c.op.doc.RequestBody
	if ref == nil || ref.Value == nil || len(ref.Value.Content) == 0 {
		return nil
	}
	if c.broken {
		return complain(wholeBody, "did not arrive whole")
	}
	if len(c.body) == 0 {
		if !ref.Value.Required {
			return nil
		}
		return complain(wholeBody, "is required and missing")
	}
	mt := c.op.bodyMedia(c.Header.Get("Content-Type"))
	switch {
	case c.coded:
		return complainOfMedia("Content-Encoding", "is not one that can be undone: send gzip, deflate, br, zstd or none")
	case mt == nil:
		return complainOfMedia("Content-Type", "is not one that the operation takes: send "+strings.Join(slices.Sorted(maps.Keys(ref.Value.Content)), " or "))
	}
	if schema := c.op.bodySchema(mt); schema != nil {
		return inspectJSON(c.body, schema)
	}
	return m.inspectOther(ctx, c, mt)
}

func complainOfMedia(field, what string) *complaint {
	wrong := complain(field, what)
	wrong.kind = errorcode.UnsupportedMediaType
	return wrong
}

// bodyMedia is the media type of the document that a Content-Type field means; nil if
// the operation takes no such. Parameters, as those of charset, decide only between
// media types that have nothing else to tell them apart.
func (op *operation) bodyMedia(contentType string) *openapi3.MediaType {
	content := op.doc.RequestBody.Value.Content
	if contentType == "" {
		return nil
	}
	if mt := content.Get(contentType); mt != nil {
		return mt
	}
	for name, mt := range sorted(content) {
		if mediatype.Essence(name) == mediatype.Essence(contentType) {
			return mt
		}
	}
	return nil
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
		return complain(wholeBody, err.Error())
	}
	faults := schema.First(value)
	if len(faults) == 0 {
		return nil
	}
	f := faults[0]
	if f.Property != "" {
		f.Instance = append(slices.Clip(f.Instance), f.Property)
		return complain(memberPath(f), "is required and missing from the body")
	}
	if f.Discriminator != "" {
		f.Instance = append(slices.Clip(f.Instance), f.Discriminator)
		f.Message = "is missing, or none of the values that the document has for it"
	}
	path := memberPath(f)
	if path == "" {
		path = wholeBody
	}
	return complain(path, f.Message)
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
func (m *Model) inspectOther(ctx context.Context, c *call, mt *openapi3.MediaType) *complaint {
	contentType := c.Header.Get("Content-Type")
	// Under the name that the library looks for, whatever the document's parameters.
	body := &openapi3.RequestBody{Required: true, Content: openapi3.Content{mediatype.Essence(contentType): mt}}
	in := m.input(c)
	in.Request = c.Clone(ctx)
	in.Request.Body = io.NopCloser(bytes.NewReader(c.body))
	in.Request.ContentLength = int64(len(c.body))
	err := openapi3filter.ValidateRequestBody(ctx, in, body)
	if err == nil {
		return nil
	}
	if parse, ok := errors.AsType[*openapi3filter.ParseError](err); ok {
		if unsupported(parse) || undefined(parse) && open(mt.Schema) {
			return nil
		}
		if member := memberOf(parse); member != "" {
			return complain(member, "cannot be read as the document has it")
		}
	}
	e, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return complain(wholeBody, "cannot be read as "+mediatype.Essence(contentType))
	}
	faults := explain.Faults30(m.doc, mt.Schema, c.op.place, e)
	if len(faults) == 0 {
		return complain(wholeBody, "breaks its schema")
	}
	f := faults[0]
	if f.Property != "" {
		f.Instance = append(slices.Clip(f.Instance), f.Property)
		return complain(memberPath(f), "is required and missing from the body")
	}
	if path := memberPath(f); path != "" {
		return complain(path, f.Message)
	}
	return complain(wholeBody, f.Message)
}

// unsupported reports whether the library lacks a decoder, be it for a part.
func unsupported(e *openapi3filter.ParseError) bool {
	for ok := true; ok; e, ok = errors.AsType[*openapi3filter.ParseError](e.Cause) {
		if e.Kind == openapi3filter.KindUnsupportedFormat {
			return true
		}
	}
	return false
}

// undefined reports whether what the library minds is a part of a form that the
// schema does not name.
func undefined(e *openapi3filter.ParseError) bool {
	cause := e.RootCause()
	return cause != nil && strings.HasPrefix(cause.Error(), "part ") && strings.HasSuffix(cause.Error(), ": undefined")
}

// open reports whether a schema allows members that it does not name, as all do that
// do not say otherwise.
func open(ref *openapi3.SchemaRef) bool {
	if ref == nil || ref.Value == nil {
		return true
	}
	others := ref.Value.AdditionalProperties.Has
	return (others == nil || *others) && !slices.ContainsFunc(ref.Value.AllOf, func(part *openapi3.SchemaRef) bool { return !open(part) })
}

// memberOf is the member of a form that cannot be read; empty if it is the form.
func memberOf(e *openapi3filter.ParseError) string {
	path := e.Path()
	if len(path) == 0 {
		return ""
	}
	name, _ := path[len(path)-1].(string)
	return name
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
