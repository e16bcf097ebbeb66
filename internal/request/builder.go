package request

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/runtime"

	"github.com/apicontract/apicontract/internal/synth"
)

// Options set how a request is built.
type Options struct {
	// Values are values of parameters and of members of the body by name, such as IDs that exist on
	// the server.
	Values map[string]any
	// Key is the Idempotency-Key, if the operation takes one.
	Key string
}

// A Builder is a request whose parts may still be changed.
type Builder struct {
	op     *Operation
	values map[*openapi3.Parameter]any // the parameters that are sent
	// bodyValue is the body before it is encoded in its media type.
	bodyValue any
	mediaType string // empty if there is no body
	rawBody   []byte // replaces the encoded body
	noBody    bool
}

// A literalText is sent as a parameter's value unchanged, whatever its schema.
type literalText string

// Valid returns a request that conforms to the document, with only the required parts. The error
// says why none can be built.
func (op *Operation) Valid(o Options) (*Builder, error) {
	d := &Builder{op: op, values: make(map[*openapi3.Parameter]any)}
	for _, ref := range op.parameters {
		p := ref.Value
		_, known := o.Values[p.Name]
		switch {
		case isKey(p) && o.Key != "":
			d.values[p] = literalText(o.Key)
			continue
		case !p.Required && p.In != openapi3.ParameterInPath && !known:
			continue
		}
		v, err := op.parameterValue(p, o)
		if err != nil {
			return nil, fmt.Errorf("the %s parameter %s: %w", p.In, p.Name, err)
		}
		d.values[p] = v
	}
	return d, d.fillBody(o)
}

func (op *Operation) parameterValue(p *openapi3.Parameter, o Options) (any, error) {
	how := synth.Options{Key: op.operationName(), Name: p.Name, MemberValues: o.Values, Items: 1, Write: true, Minimal: true}
	if v, ok := o.Values[p.Name]; ok {
		return v, nil
	}
	if p.Content != nil {
		for _, name := range slices.Sorted(maps.Keys(p.Content)) {
			return op.model.maker.Content(p.Content[name], "", how)
		}
	}
	mt := &openapi3.MediaType{Schema: p.Schema, Example: p.Example, Examples: p.Examples}
	v, err := op.model.maker.Content(mt, "", how)
	if s, ok := v.(string); ok && s == "" && p.In == openapi3.ParameterInPath {
		return "sample", err // an empty segment would be another path
	}
	return v, err
}

func (op *Operation) operationName() string { return op.Method + " " + op.PathTemplate }

// Request returns the request for the server at base.
func (d *Builder) Request(ctx context.Context, base string) (*http.Request, error) {
	path, err := d.expandPath()
	if err != nil {
		return nil, err
	}
	body, contentType, err := d.encodeBody()
	if err != nil {
		return nil, err
	}
	target := strings.TrimSuffix(base, "/") + path
	r, err := http.NewRequestWithContext(ctx, d.op.Method, target, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("no URL can be built from the path %s", d.op.PathTemplate) // the library's error contains values
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	} else {
		r.Body, r.ContentLength, r.GetBody = http.NoBody, 0, nil
	}
	return r, d.setParameters(r)
}

func (d *Builder) expandPath() (string, error) {
	path := d.op.PathTemplate
	for p, v := range d.values {
		if p.In != openapi3.ParameterInPath {
			continue
		}
		s, err := styleValue(p, v, runtime.ParamLocationPath)
		if err != nil {
			return "", err
		}
		path = strings.ReplaceAll(path, "{"+p.Name+"}", s)
	}
	if strings.Contains(path, "{") {
		return "", fmt.Errorf("the document does not describe the path parameters of %s", d.op.PathTemplate)
	}
	return path, nil
}

// setParameters sets the parameters outside the path and body, in the order of the document.
func (d *Builder) setParameters(r *http.Request) error {
	var query []string
	for _, ref := range d.op.parameters {
		p := ref.Value
		v, ok := d.values[p]
		if !ok {
			continue
		}
		switch p.In {
		case openapi3.ParameterInQuery:
			s, err := styleValue(p, v, runtime.ParamLocationQuery)
			if err != nil {
				return err
			}
			query = append(query, s)
		case openapi3.ParameterInHeader:
			s, err := styleValue(p, v, runtime.ParamLocationHeader)
			if err != nil {
				return err
			}
			r.Header.Set(p.Name, s)
		case openapi3.ParameterInCookie:
			s, err := styleValue(p, v, runtime.ParamLocationCookie)
			if err != nil {
				return err
			}
			r.AddCookie(&http.Cookie{Name: p.Name, Value: strings.TrimPrefix(s, p.Name+"=")})
		}
	}
	r.URL.RawQuery = strings.Join(query, "&")
	return nil
}

// styleValue formats a value in its parameter's style (OpenAPI, Parameter Object, Style Values).
func styleValue(p *openapi3.Parameter, v any, at runtime.ParamLocation) (string, error) {
	if t, ok := v.(literalText); ok {
		return styleText(p, string(t), at), nil
	}
	if p.Content != nil {
		content, err := encodeJSON(v)
		return styleText(p, string(content), at), err
	}
	if v == nil {
		return styleText(p, "", at), nil
	}
	how, err := p.SerializationMethod()
	if err != nil {
		return "", err
	}
	s, err := runtime.StyleParamWithOptions(how.Style, how.Explode, p.Name, v, runtime.StyleParamOptions{ParamLocation: at, AllowReserved: p.AllowReserved})
	if err != nil {
		return "", fmt.Errorf("the %s parameter %s cannot be written in the style %s", p.In, p.Name, how.Style)
	}
	return s, nil
}

func styleText(p *openapi3.Parameter, s string, at runtime.ParamLocation) string {
	switch at {
	case runtime.ParamLocationQuery:
		return url.QueryEscape(p.Name) + "=" + url.QueryEscape(s)
	case runtime.ParamLocationPath:
		return url.PathEscape(s)
	case runtime.ParamLocationCookie:
		return p.Name + "=" + url.QueryEscape(s)
	}
	return s
}
