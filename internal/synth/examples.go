package synth

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// Example returns the document's example for a media type: the one called name, or the first by
// name if that is empty. Known values replace the example's. It reports false if no example
// conforms. The caller may change the value.
func (m *Generator) Example(mt *openapi3.MediaType, name string, o Options) (any, bool) {
	if mt == nil {
		return nil, false
	}
	return m.FirstExample(mt.Schema, examplesOf(mt, name), o)
}

// FirstExample returns the first of some examples that conforms to a schema. Known values replace
// the example's. It reports false if there is none. The caller may change the value.
func (m *Generator) FirstExample(s *openapi3.SchemaRef, examples []any, o Options) (any, bool) {
	w := m.newAttempt(o, 0)
	for _, example := range examples {
		if v := cloneValue(example); s == nil || s.Value == nil || w.checkValue(s.Value, v) == nil {
			return w.echoValues(s, v), true
		}
	}
	return nil, false
}

func examplesOf(mt *openapi3.MediaType, name string) []any {
	if name != "" {
		if ref := mt.Examples[name]; ref != nil && ref.Value != nil && ref.Value.Value != nil {
			return []any{ref.Value.Value}
		}
		return nil
	}
	var all []any
	if mt.Example != nil {
		all = append(all, mt.Example)
	}
	for _, name := range slices.Sorted(maps.Keys(mt.Examples)) {
		all = append(all, examplesOf(mt, name)...)
	}
	return all
}

// Content returns an instance for a media type: the example called name, or any example, or else an
// instance of the schema.
func (m *Generator) Content(mt *openapi3.MediaType, name string, o Options) (any, error) {
	if v, ok := m.Example(mt, name, o); ok {
		return v, nil
	}
	if mt == nil {
		return map[string]any{}, nil
	}
	return m.Value(mt.Schema, o)
}

// fromExample returns a value that need not be generated: the known value of a member, or else the
// document's example or default, if it conforms.
func (w *attempt) fromExample(s *openapi3.Schema, at valuePath) (any, bool) {
	if known, ok := w.memberValue(at); ok {
		for _, form := range typedForms(known) {
			if w.checkValue(s, form) == nil {
				return form, true
			}
		}
	}
	if w.ignoreExamples || at.isLaterItem && isIdentity(at.name) {
		return nil, false
	}
	for _, example := range schemaExamples(s) {
		if v := cloneValue(example); !w.needsPruning(at, v) && w.checkValue(s, v) == nil {
			return w.echoValues(&openapi3.SchemaRef{Value: s}, v), true
		}
	}
	return nil, false
}

// needsPruning reports whether an example has more members than wanted.
func (w *attempt) needsPruning(at valuePath, v any) bool {
	_, object := v.(map[string]any)
	return object && (w.Minimal || at.requiredOnly)
}

func (w *attempt) memberValue(at valuePath) (any, bool) {
	if w.ignoreValues || at.depth == 0 || at.name == "id" && !at.isOutermost {
		return nil, false
	}
	v, ok := w.MemberValues[at.name]
	return v, ok
}

// typedForms returns the values of each type that a text from a path or a query may mean.
func typedForms(v any) []any {
	all := []any{cloneValue(v)}
	switch v := v.(type) {
	case string:
		n, err := strconv.ParseFloat(v, 64)
		if exact, ok := jsonvalue.Decode([]byte(v)); ok && math.Abs(n) >= maxExact && JSONType(exact) == openapi3.TypeNumber {
			all = append(all, exact) // with all its digits
		}
		if err == nil {
			all = append(all, n)
		}
		if b, err := strconv.ParseBool(v); err == nil {
			all = append(all, b)
		}
	case json.Number:
		all = append(all, v.String())
	case float64:
		all = append(all, strconv.FormatFloat(v, 'f', -1, 64))
	}
	return all
}

func schemaExamples(s *openapi3.Schema) []any {
	var all []any
	for _, v := range append([]any{s.Example}, append(slices.Clip(s.Examples), s.Default)...) {
		switch v := v.(type) {
		case nil:
			continue
		case map[string]any:
			if len(v) == 0 {
				continue
			}
		case []any:
			if len(v) == 0 {
				continue
			}
		}
		all = append(all, v)
	}
	return all
}

// echoValues puts known values into an example, unless the result does not conform.
func (w *attempt) echoValues(ref *openapi3.SchemaRef, v any) any {
	if w.ignoreValues || len(w.MemberValues) == 0 {
		return v
	}
	with := cloneValue(v)
	w.putValues(with, valuePath{isOutermost: true})
	if ref != nil && ref.Value != nil && w.checkValue(ref.Value, with) != nil {
		return v
	}
	return with
}

func (w *attempt) putValues(v any, at valuePath) {
	switch v := v.(type) {
	case map[string]any:
		for name, old := range v {
			within := at.member(name)
			if known, ok := w.memberValue(within); ok {
				v[name] = withTypeOf(old, known)
				continue
			}
			w.putValues(old, within)
		}
	case []any:
		for i, old := range v {
			w.putValues(old, at.item(i))
		}
	}
}

// withTypeOf returns the known value in the type of the old one, or the old one if that is not
// possible.
func withTypeOf(old, known any) any {
	for _, form := range typedForms(known) {
		if JSONType(form) == JSONType(old) {
			return form
		}
	}
	return old
}

// JSONType returns the JSON type of a decoded value. Any other Go type counts as a number.
func JSONType(v any) string {
	switch v.(type) {
	case nil:
		return openapi3.TypeNull
	case bool:
		return openapi3.TypeBoolean
	case string:
		return openapi3.TypeString
	case []any:
		return openapi3.TypeArray
	case map[string]any:
		return openapi3.TypeObject
	}
	return openapi3.TypeNumber
}
