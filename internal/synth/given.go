package synth

import (
	"maps"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// Example returns the document's example for a media type: the one called name,
// or the first by name if that is empty, with what is known put in. It reports
// false if there is none that conforms. The value is the caller's.
func (m *Maker) Example(mt *openapi3.MediaType, name string, o Options) (any, bool) {
	if mt == nil {
		return nil, false
	}
	w := m.work(o, 0)
	for _, example := range examplesOf(mt, name) {
		if v := clone(example); mt.Schema == nil || mt.Schema.Value == nil || w.check(mt.Schema.Value, v) == nil {
			return w.echo(mt.Schema, v), true
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

// Content returns an instance for a media type: the example called name, or any,
// and where there is none an instance of the schema.
func (m *Maker) Content(mt *openapi3.MediaType, name string, o Options) (any, error) {
	if v, ok := m.Example(mt, name, o); ok {
		return v, nil
	}
	if mt == nil {
		return map[string]any{}, nil
	}
	return m.Value(mt.Schema, o)
}

// given returns what need not be made up: the value that is known for a member,
// else the document's example or default, if it conforms.
func (w *work) given(s *openapi3.Schema, at spot) (any, bool) {
	if known, ok := w.known(at); ok {
		for _, form := range forms(known) {
			if w.check(s, form) == nil {
				return form, true
			}
		}
	}
	if w.bare || at.further && isIdentity(at.name) {
		return nil, false
	}
	for _, example := range ownExamples(s) {
		if v := clone(example); !w.prune(at, v) && w.check(s, v) == nil {
			return w.echo(&openapi3.SchemaRef{Value: s}, v), true
		}
	}
	return nil, false
}

// prune reports whether an example says more than is wanted.
func (w *work) prune(at spot, v any) bool {
	_, object := v.(map[string]any)
	return object && (w.Minimal || at.lean)
}

func (w *work) known(at spot) (any, bool) {
	if w.deaf || at.depth == 0 || at.name == "id" && !at.outer {
		return nil, false
	}
	v, ok := w.Known[at.name]
	return v, ok
}

// forms are the ways to say a value that was read from a path or a query.
func forms(v any) []any {
	all := []any{clone(v)}
	switch v := v.(type) {
	case string:
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			all = append(all, n)
		}
		if b, err := strconv.ParseBool(v); err == nil {
			all = append(all, b)
		}
	case float64:
		all = append(all, strconv.FormatFloat(v, 'f', -1, 64))
	}
	return all
}

func ownExamples(s *openapi3.Schema) []any {
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

// echo puts what is known into an example, unless it would not conform any more.
func (w *work) echo(ref *openapi3.SchemaRef, v any) any {
	if w.deaf || len(w.Known) == 0 {
		return v
	}
	with := clone(v)
	w.put(with, spot{outer: true})
	if ref != nil && ref.Value != nil && w.check(ref.Value, with) != nil {
		return v
	}
	return with
}

func (w *work) put(v any, at spot) {
	switch v := v.(type) {
	case map[string]any:
		for name, old := range v {
			within := at.member(name)
			if known, ok := w.known(within); ok {
				v[name] = like(old, known)
				continue
			}
			w.put(old, within)
		}
	case []any:
		for i, old := range v {
			w.put(old, at.item(i))
		}
	}
}

// like returns the form of a known value that has the type of the old one, and
// the old one if there is none.
func like(old, known any) any {
	for _, form := range forms(known) {
		if KindOf(form) == KindOf(old) {
			return form
		}
	}
	return old
}

// KindOf is the JSON type of a decoded value, a number if it is none of the others.
func KindOf(v any) string {
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
