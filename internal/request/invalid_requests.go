package request

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// An InvalidVariant is a request that a server should reject, and the reason.
type InvalidVariant struct {
	*Builder
	Description string // "without the query parameter limit"
}

// InvalidVariants returns requests that each break the document in one place. Those that servers
// most likely reject come first. The error says why no valid request could be built to begin with.
func (op *Operation) InvalidVariants(o Options) ([]InvalidVariant, error) {
	right, err := op.Valid(o)
	if err != nil {
		return nil, err
	}
	var flaws []InvalidVariant
	flaws = append(flaws, right.memberVariants()...)
	flaws = append(flaws, right.parameterVariants(openapi3.ParameterInQuery)...)
	flaws = append(flaws, right.parameterVariants(openapi3.ParameterInHeader)...)
	flaws = append(flaws, right.bodyVariants()...)
	flaws = append(flaws, right.parameterVariants(openapi3.ParameterInPath)...)
	return flaws, nil
}

func (d *Builder) clone() *Builder {
	fresh := *d
	fresh.values = maps.Clone(d.values)
	if object, ok := d.bodyValue.(map[string]any); ok {
		fresh.bodyValue = maps.Clone(object)
	}
	return &fresh
}

// memberVariants returns requests in which a member of the body is missing or has a wrong type.
func (d *Builder) memberVariants() (flaws []InvalidVariant) {
	object, ok := d.bodyValue.(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		fresh := d.clone()
		delete(fresh.bodyValue.(map[string]any), name)
		if d.breaksSchema(fresh.bodyValue) {
			flaws = append(flaws, InvalidVariant{fresh, "without the member " + name})
		}
	}
	if encodingOf(d.mediaType) != asJSON {
		return flaws
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		for _, other := range []any{map[string]any{"unexpected": true}, []any{}, 0.5, "unexpected"} {
			fresh := d.clone()
			fresh.bodyValue.(map[string]any)[name] = other
			if d.breaksSchema(fresh.bodyValue) {
				flaws = append(flaws, InvalidVariant{fresh, "with a member " + name + " of the wrong type"})
				break
			}
		}
	}
	return flaws
}

func (d *Builder) breaksSchema(content any) bool {
	return d.op.model.maker.CheckInstance(d.bodySchema(), content, true) != nil
}

// parameterVariants returns requests in which a parameter of one place (path, query or header) is
// missing or invalid.
func (d *Builder) parameterVariants(in string) (flaws []InvalidVariant) {
	for _, ref := range d.op.parameters {
		p := ref.Value
		if p.In != in {
			continue
		}
		if p.Required && in != openapi3.ParameterInPath {
			fresh := d.clone()
			delete(fresh.values, p)
			flaws = append(flaws, InvalidVariant{fresh, "without the " + in + " parameter " + p.Name})
		}
		if wrong, ok := d.wrongText(p); ok && !isKey(p) {
			fresh := d.clone()
			fresh.values[p] = literalText(wrong)
			flaws = append(flaws, InvalidVariant{fresh, fmt.Sprintf("with the %s parameter %s=%s", in, p.Name, wrong)})
		}
	}
	return flaws
}

// wrongText returns an invalid text for a parameter; false if every text is valid.
func (d *Builder) wrongText(p *openapi3.Parameter) (string, bool) {
	if p.Schema == nil || p.Schema.Value == nil || p.Content != nil {
		return "", false
	}
	const other = "not-so"
	s := p.Schema.Value
	for _, t := range s.Type.Slice() {
		if t == openapi3.TypeArray || t == openapi3.TypeObject {
			return "", false
		}
	}
	if s.Type == nil || d.op.model.maker.CheckInstance(p.Schema, other, true) == nil {
		return "", false
	}
	return other, true
}

// bodyVariants returns a request without a body, and one with a malformed body.
func (d *Builder) bodyVariants() (flaws []InvalidVariant) {
	if d.mediaType == "" {
		return nil
	}
	if encodingOf(d.mediaType) == asJSON {
		fresh := d.clone()
		fresh.rawBody = []byte(`{"unfinished":`)
		flaws = append(flaws, InvalidVariant{fresh, "with a body that is not JSON"})
	}
	if d.op.doc.RequestBody.Value.Required {
		fresh := d.clone()
		fresh.noBody = true
		flaws = append(flaws, InvalidVariant{fresh, "without a body"})
	}
	return flaws
}

// WithUnknownID returns a request for an object that does not exist: the last parameter of the path
// has an unknown value. It returns false if the path has no parameter, or only parameters with an
// enum.
func (op *Operation) WithUnknownID(o Options) (*Builder, bool) {
	right, err := op.Valid(o)
	if err != nil {
		return nil, false
	}
	p := op.lastPathParameter()
	if p == nil {
		return nil, false
	}
	for _, v := range []any{"no-such-" + strings.ReplaceAll(strings.ToLower(p.Name), "_", "-"), "nosuchthing0", "00000000-0000-4000-8000-00000000dead", 999999999.0} {
		if op.model.maker.CheckInstance(p.Schema, v, true) == nil {
			right.values[p] = v
			return right, true
		}
	}
	return nil, false
}

func (op *Operation) lastPathParameter() (last *openapi3.Parameter) {
	at := -1
	for _, ref := range op.parameters {
		if p := ref.Value; p.In == openapi3.ParameterInPath && p.Content == nil {
			if i := strings.LastIndex(op.PathTemplate, "{"+p.Name+"}"); i > at {
				last, at = p, i
			}
		}
	}
	return last
}
