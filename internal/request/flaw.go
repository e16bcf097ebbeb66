package request

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A Flaw is a request that a server should refuse, and why.
type Flaw struct {
	*Draft
	What string // "without the query parameter limit"
}

// Flaws returns requests that break the document in one place each, those first
// that servers are likeliest to notice. The error says why no right request could
// be made to begin with.
func (op *Operation) Flaws(o Options) ([]Flaw, error) {
	right, err := op.Right(o)
	if err != nil {
		return nil, err
	}
	var flaws []Flaw
	flaws = append(flaws, right.members()...)
	flaws = append(flaws, right.parameters(openapi3.ParameterInQuery)...)
	flaws = append(flaws, right.parameters(openapi3.ParameterInHeader)...)
	flaws = append(flaws, right.bodies()...)
	flaws = append(flaws, right.parameters(openapi3.ParameterInPath)...)
	return flaws, nil
}

func (d *Draft) copy() *Draft {
	fresh := *d
	fresh.values = maps.Clone(d.values)
	if object, ok := d.content.(map[string]any); ok {
		fresh.content = maps.Clone(object)
	}
	return &fresh
}

// members leaves out members of the content, or gives them another type.
func (d *Draft) members() (flaws []Flaw) {
	object, ok := d.content.(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		fresh := d.copy()
		delete(fresh.content.(map[string]any), name)
		if d.breaks(fresh.content) {
			flaws = append(flaws, Flaw{fresh, "without the member " + name})
		}
	}
	if formOf(d.mediaType) != asJSON {
		return flaws
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		for _, other := range []any{map[string]any{"unexpected": true}, []any{}, 0.5, "unexpected"} {
			fresh := d.copy()
			fresh.content.(map[string]any)[name] = other
			if d.breaks(fresh.content) {
				flaws = append(flaws, Flaw{fresh, "with a member " + name + " of another type"})
				break
			}
		}
	}
	return flaws
}

func (d *Draft) breaks(content any) bool {
	return d.op.model.maker.Conforms(d.schema(), content, true) != nil
}

// parameters leaves out those of one place, or sends what they cannot be.
func (d *Draft) parameters(in string) (flaws []Flaw) {
	for _, ref := range d.op.parameters {
		p := ref.Value
		if p.In != in {
			continue
		}
		if p.Required && in != openapi3.ParameterInPath {
			fresh := d.copy()
			delete(fresh.values, p)
			flaws = append(flaws, Flaw{fresh, "without the " + in + " parameter " + p.Name})
		}
		if wrong, ok := d.wrong(p); ok && !isKey(p) {
			fresh := d.copy()
			fresh.values[p] = text(wrong)
			flaws = append(flaws, Flaw{fresh, fmt.Sprintf("with the %s parameter %s=%s", in, p.Name, wrong)})
		}
	}
	return flaws
}

// wrong is a text that a parameter cannot be; false if it can be any.
func (d *Draft) wrong(p *openapi3.Parameter) (string, bool) {
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
	if s.Type == nil || d.op.model.maker.Conforms(p.Schema, other, true) == nil {
		return "", false
	}
	return other, true
}

// bodies sends no body, or one that cannot be read.
func (d *Draft) bodies() (flaws []Flaw) {
	if d.mediaType == "" {
		return nil
	}
	if formOf(d.mediaType) == asJSON {
		fresh := d.copy()
		fresh.raw = []byte(`{"unfinished":`)
		flaws = append(flaws, Flaw{fresh, "with a body that is no JSON"})
	}
	if d.op.doc.RequestBody.Value.Required {
		fresh := d.copy()
		fresh.noBody = true
		flaws = append(flaws, Flaw{fresh, "without a body"})
	}
	return flaws
}

// Unknown returns a request for something that is not there: the last parameter of
// the path has a value that nobody has. False: the path has none, or only such as
// stand for a choice.
func (op *Operation) Unknown(o Options) (*Draft, bool) {
	right, err := op.Right(o)
	if err != nil {
		return nil, false
	}
	p := op.lastPathParameter()
	if p == nil {
		return nil, false
	}
	for _, v := range []any{"no-such-" + strings.ReplaceAll(strings.ToLower(p.Name), "_", "-"), "nosuchthing0", "00000000-0000-4000-8000-00000000dead", 999999999.0} {
		if op.model.maker.Conforms(p.Schema, v, true) == nil {
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
