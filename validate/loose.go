package validate

import (
	"slices"

	"github.com/apicontract/apicontract/internal/accept"
)

// A loose proves that an error response breaks at most what the error table says
// better than its schema: which code it has, whether there is a message, where
// its link leads. Most wrong error responses are of this kind, and need no
// explainer.
type loose struct {
	program *accept.Program
	codes   []string // those that the schema lists
}

// loosen makes the loose program of an envelope's schema; nil if the schema says
// something of these members that would go unsaid.
func (p *prover) loosen(schema *accept.Schema, t *errorTable) *loose {
	e := t.envelope
	names := []string{e.code[len(e.code)-1]}
	for _, pointer := range [][]string{e.message, e.docURL, e.param} {
		if pointer == nil {
			continue
		}
		name := pointer[len(pointer)-1]
		if !slices.Equal(pointer[:len(pointer)-1], e.code[:len(e.code)-1]) || slices.Contains(names, name) {
			return nil
		}
		names = append(names, name)
	}
	l := &loose{}
	loosened := l.along(schema, e.code[:len(e.code)-1], e)
	if loosened == nil {
		return nil
	}
	l.program = p.set.CompileNulls(loosened, e.code, e.message, e.param, e.docURL)
	return l
}

// along copies a schema on the way to the error object, which it loosens.
func (l *loose) along(s *accept.Schema, way []string, e envelope) *accept.Schema {
	if s == nil || s.Obj == nil || len(s.All)+len(s.Choices) > 0 {
		return nil
	}
	copied, object := *s, *s.Obj
	object.Members = slices.Clone(object.Members)
	copied.Obj = &object
	if len(way) == 0 {
		if !l.members(&object, e) {
			return nil
		}
		return &copied
	}
	i := slices.IndexFunc(object.Members, func(m accept.Member) bool { return m.Name == way[0] })
	if i < 0 {
		return nil
	}
	inner := l.along(object.Members[i].Schema, way[1:], e)
	if inner == nil {
		return nil
	}
	object.Members[i].Schema = inner
	return &copied
}

// members lets code, message and link be any string, and the latter two absent or
// null.
func (l *loose) members(o *accept.Obj, e envelope) bool {
	is := func(m *accept.Member, pointer []string) bool {
		return pointer != nil && m.Name == pointer[len(pointer)-1]
	}
	found := false
	for i := range o.Members {
		m := &o.Members[i]
		switch {
		case is(m, e.code):
			if !simple(m.Schema) || m.Schema.Enum == nil || m.Schema.Text != nil {
				return false
			}
			l.codes, m.Required, found = m.Schema.Enum.Strings, true, true
		case is(m, e.message):
			if !simple(m.Schema) || m.Schema.Enum != nil || m.Schema.Text != nil && (*m.Schema.Text != accept.Text{Min: m.Schema.Text.Min} || m.Schema.Text.Min > 1) {
				return false
			}
			m.Required = false
		case is(m, e.docURL):
			m.Required = false
		default:
			continue
		}
		m.Schema = &accept.Schema{Kinds: accept.String, NullFirst: !is(m, e.code)}
	}
	return found
}

// simple reports whether a schema says all that it says of strings in its own
// Enum and Text.
func simple(s *accept.Schema) bool {
	return s != nil && !s.Unknown && s.Kinds&accept.String != 0 && len(s.All)+len(s.Choices) == 0
}

// errorFaults reports, and enters, the faults of an error response that breaks
// at most the error table. False says nothing.
func (j *judge) errorFaults(m *media) bool {
	if j.v.plain || j.refuted || m.proof == nil {
		return false
	}
	p := m.proof()
	if p == nil || p.loose == nil {
		return false
	}
	table := j.v.contract.table
	runner := j.v.contract.prover.runners.Get().(*runner)
	defer j.v.contract.prover.runners.Put(runner)
	if !runner.Run(p.loose.program, j.x.Response.Content) {
		return false
	}
	code, found := runner.Text(codePlace)
	row := table.codes[string(code)]
	switch {
	case !found,
		row != nil && table.envelope.docURL != nil && row.DocURL == "", // the schema judges the link
		row != nil && row.under(j.Status) && !slices.Contains(p.loose.codes, string(code)):
		return false
	}
	j.inspect(m, table.assemble(runner), true, true)
	return true
}

// surelyHas returns the row of the code in content that is surely JSON; nil says
// nothing.
func (v *Validator) surelyHas(runner *runner, content []byte) *row {
	table := v.contract.table
	if !runner.Run(v.contract.prover.anything(table), content) {
		return nil
	}
	code, _ := runner.Text(codePlace)
	return table.codes[string(code)]
}

// surelyHasNoCode reports whether content is surely JSON without a string where
// an envelope has its code. False says nothing.
func (j *judge) surelyHasNoCode() bool {
	p := j.v.contract.prover
	if j.v.plain {
		return false
	}
	runner := p.runners.Get().(*runner)
	defer p.runners.Put(runner)
	return runner.Run(p.anything(j.v.contract.table), j.x.Response.Content) && !runner.has(codePlace)
}

// assemble makes the value of an error response of the members that were noted.
func (t *errorTable) assemble(runner *runner) any {
	object := make(map[string]any, maxPlaces)
	for place, pointer := range [maxPlaces][]string{codePlace: t.envelope.code, messagePlace: t.envelope.message, paramPlace: t.envelope.param, docURLPlace: t.envelope.docURL} {
		if text, found := runner.Text(place); found {
			object[pointer[len(pointer)-1]] = string(text)
		} else if runner.Null(place) {
			object[pointer[len(pointer)-1]] = nil
		}
	}
	var value any = object
	for _, token := range slices.Backward(t.envelope.code[:len(t.envelope.code)-1]) {
		value = map[string]any{token: value}
	}
	return value
}
