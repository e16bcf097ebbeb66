package synth

import (
	"errors"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxHere bounds how often one value is begun anew, where a schema says things
// that cannot be put together beforehand, such as not or oneOf.
const maxHere = 10

func (w *work) value(ref *openapi3.SchemaRef, at spot) (any, error) {
	if ref == nil || ref.Value == nil {
		return map[string]any{}, nil
	}
	if w.made++; at.depth > maxDepth || w.made > maxValues {
		return nil, errEndless
	}
	s := ref.Value
	if v, ok := w.given(s, at); ok {
		return v, nil
	}
	at.lean = at.lean || at.depth > calmDepth || w.made > calm
	back := w.open[s] > 0
	w.open[s]++
	defer func() { w.open[s]-- }()
	if !isIntricate(s) {
		return w.plain(w.whole(ref, at, 0, 0), at, back)
	}
	return w.intricate(ref, at, back)
}

// isIntricate reports whether a schema has keywords that a value may break though
// each was followed.
func isIntricate(s *openapi3.Schema) bool {
	return len(s.AllOf) > 0 || len(s.OneOf) > 0 || len(s.AnyOf) > 0 || s.Not != nil || s.If != nil ||
		s.Contains != nil || len(s.DependentSchemas) > 0 || len(s.PatternProperties) > 0
}

// intricate tries one branch after the other, and each in two ways.
func (w *work) intricate(ref *openapi3.SchemaRef, at spot, back bool) (any, error) {
	tries := min(maxHere, max(4, 2*len(ref.Value.OneOf)+2*len(ref.Value.AnyOf)))
	var failure error
	for try := range tries {
		here := at.again(try)
		here.lean = at.lean || try >= tries/2
		v, err := w.plain(w.whole(ref, at, try, 0), here, back)
		if err == nil {
			err = w.check(ref.Value, v)
		}
		if err == nil {
			return v, nil
		}
		if failure == nil {
			failure = err
		}
		if errors.Is(err, errEndless) {
			break
		}
	}
	return nil, failure
}

var errNothing = errors.New("nothing conforms to it")

// plain makes a value of a schema that needs no more choosing.
func (w *work) plain(s *openapi3.Schema, at spot, back bool) (any, error) {
	if s.Always != nil && !*s.Always {
		return nil, errNothing
	}
	if w.allowsNull(s) && (back || prefersNull(at.name)) {
		return nil, nil
	}
	v, err := w.typed(s, at)
	if err != nil && s.Nullable && w.dialect != dialect31 {
		return nil, nil // all that is left of it
	}
	return v, err
}

func (w *work) typed(s *openapi3.Schema, at spot) (any, error) {
	if s.Enum != nil {
		return listed(s, at)
	}
	switch kind := w.kind(s, at); kind {
	case openapi3.TypeNull:
		return nil, nil
	case openapi3.TypeBoolean:
		return boolean(at), nil
	case openapi3.TypeInteger, openapi3.TypeNumber:
		return number(s, at, kind == openapi3.TypeInteger)
	case openapi3.TypeString:
		return w.text(s, at)
	case openapi3.TypeArray:
		return w.list(s, at)
	case openapi3.TypeObject:
		return w.object(s, at)
	}
	return nil, errNothing
}

func (w *work) allowsNull(s *openapi3.Schema) bool {
	if s.Enum != nil && !slices.Contains(kinds(s.Enum), openapi3.TypeNull) {
		return false
	}
	return s.Type.Includes(openapi3.TypeNull) || s.Nullable && w.dialect != dialect31
}

// kind chooses the type of a value; where the schema names none, by what it says.
func (w *work) kind(s *openapi3.Schema, at spot) string {
	if s.Type == nil {
		return guessed(s, at)
	}
	kind := ""
	for _, t := range *s.Type {
		if kind == "" || kind == openapi3.TypeNull {
			kind = t
		}
	}
	return kind
}

// guessed is the type that a schema without one has in mind.
func guessed(s *openapi3.Schema, at spot) string {
	switch {
	case saysObject(s):
		return openapi3.TypeObject
	case s.Items != nil || s.MinItems > 0 || len(s.PrefixItems) > 0 || s.Contains != nil:
		return openapi3.TypeArray
	case s.Pattern != "" || s.MinLength > 0 || s.MaxLength != nil || s.Format != "":
		return openapi3.TypeString
	case saysNumber(s):
		return openapi3.TypeNumber
	case at.depth > 0 && speaks(at.name):
		return openapi3.TypeString
	}
	return openapi3.TypeObject
}

func saysObject(s *openapi3.Schema) bool {
	return len(s.Properties) > 0 || len(s.Required) > 0 || s.AdditionalProperties.Schema != nil || s.MinProps > 0 || len(s.PatternProperties) > 0
}

func saysNumber(s *openapi3.Schema) bool {
	return s.Min != nil || s.Max != nil || s.MultipleOf != nil || s.ExclusiveMin.Value != nil || s.ExclusiveMax.Value != nil
}

// listed chooses from an enum: a good state if it lists states, else any.
func listed(s *openapi3.Schema, at spot) (any, error) {
	var open []any
	for _, v := range s.Enum {
		if v != nil && (s.Type == nil || permits(s.Type, v)) {
			open = append(open, v)
		}
	}
	if len(open) == 0 {
		if slices.Contains(kinds(s.Enum), openapi3.TypeNull) {
			return nil, nil
		}
		return nil, errNothing
	}
	if isState(at.name) && !at.further {
		for _, good := range goodStates {
			if slices.Contains(texts(open), good) {
				return good, nil
			}
		}
	}
	return clone(open[at.rnd().IntN(len(open))]), nil
}

func permits(types *openapi3.Types, v any) bool {
	kind := KindOf(v)
	return types.Includes(kind) || kind == openapi3.TypeNumber && types.Includes(openapi3.TypeInteger)
}

func kinds(values []any) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = KindOf(v)
	}
	return all
}

func texts(values []any) []string {
	var all []string
	for _, v := range values {
		if text, ok := v.(string); ok {
			all = append(all, text)
		}
	}
	return all
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
