package synth

import (
	"errors"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxValueTries is the maximum number of attempts at one value if its schema has keywords that
// cannot be merged beforehand, such as not or oneOf.
const maxValueTries = 10

func (w *attempt) makeValue(ref *openapi3.SchemaRef, at valuePath) (any, error) {
	if ref == nil || ref.Value == nil {
		return map[string]any{}, nil
	}
	if w.valueCount++; at.depth > maxDepth || w.valueCount > maxValues {
		return nil, errEndless
	}
	s := ref.Value
	if v, ok := w.fromExample(s, at); ok {
		return v, nil
	}
	at.requiredOnly = at.requiredOnly || at.depth > optionalDepth || w.valueCount > optionalValues
	back := w.open[s] > 0
	w.open[s]++
	defer func() { w.open[s]-- }()
	if !isComposite(s) {
		return w.makeSimple(w.composeSchema(ref, at, 0, 0), at, back)
	}
	return w.makeComposite(ref, at, back)
}

// isComposite reports whether a schema has keywords that can fail although each part of the schema
// was followed.
func isComposite(s *openapi3.Schema) bool {
	return len(s.AllOf) > 0 || len(s.OneOf) > 0 || len(s.AnyOf) > 0 || s.Not != nil || s.If != nil ||
		s.Contains != nil || len(s.DependentSchemas) > 0 || len(s.PatternProperties) > 0
}

// makeComposite tries each branch, and each in two ways.
func (w *attempt) makeComposite(ref *openapi3.SchemaRef, at valuePath, back bool) (any, error) {
	tries := min(maxValueTries, max(4, 2*len(ref.Value.OneOf)+2*len(ref.Value.AnyOf)))
	var failure error
	for try := range tries {
		here := at.retry(try)
		here.requiredOnly = at.requiredOnly || try >= tries/2
		v, err := w.makeSimple(w.composeSchema(ref, at, try, 0), here, back)
		if err == nil {
			err = w.checkValue(ref.Value, v)
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

// makeSimple generates a value for a schema without further choices of branches.
func (w *attempt) makeSimple(s *openapi3.Schema, at valuePath, back bool) (any, error) {
	if s.Always != nil && !*s.Always {
		return nil, errNothing
	}
	if w.allowsNull(s) && (back || prefersNull(at.name)) {
		return nil, nil
	}
	v, err := w.makeTyped(s, at)
	if err != nil && s.Nullable && w.dialect != dialect31 {
		return nil, nil // only null is left
	}
	return v, err
}

func (w *attempt) makeTyped(s *openapi3.Schema, at valuePath) (any, error) {
	if s.Enum != nil {
		return chooseEnum(s, at)
	}
	switch kind := w.chooseType(s, at); kind {
	case openapi3.TypeNull:
		return nil, nil
	case openapi3.TypeBoolean:
		return makeBoolean(at), nil
	case openapi3.TypeInteger, openapi3.TypeNumber:
		return makeNumber(s, at, kind == openapi3.TypeInteger)
	case openapi3.TypeString:
		return w.makeText(s, at)
	case openapi3.TypeArray:
		return w.makeArray(s, at)
	case openapi3.TypeObject:
		return w.makeObject(s, at)
	}
	return nil, errNothing
}

func (w *attempt) allowsNull(s *openapi3.Schema) bool {
	if s.Enum != nil && !slices.Contains(jsonTypes(s.Enum), openapi3.TypeNull) {
		return false
	}
	return s.Type.Includes(openapi3.TypeNull) || s.Nullable && w.dialect != dialect31
}

// chooseType chooses the type of a value; if the schema names none, it guesses from the keywords.
func (w *attempt) chooseType(s *openapi3.Schema, at valuePath) string {
	if s.Type == nil {
		return guessType(s, at)
	}
	kind := ""
	for _, t := range *s.Type {
		if kind == "" || kind == openapi3.TypeNull {
			kind = t
		}
	}
	return kind
}

// guessType guesses the type of a schema without one.
func guessType(s *openapi3.Schema, at valuePath) string {
	switch {
	case impliesObject(s):
		return openapi3.TypeObject
	case s.Items != nil || s.MinItems > 0 || len(s.PrefixItems) > 0 || s.Contains != nil:
		return openapi3.TypeArray
	case s.Pattern != "" || s.MinLength > 0 || s.MaxLength != nil || s.Format != "":
		return openapi3.TypeString
	case impliesNumber(s):
		return openapi3.TypeNumber
	case at.depth > 0 && suggestsText(at.name):
		return openapi3.TypeString
	}
	return openapi3.TypeObject
}

func impliesObject(s *openapi3.Schema) bool {
	return len(s.Properties) > 0 || len(s.Required) > 0 || s.AdditionalProperties.Schema != nil || s.MinProps > 0 || len(s.PatternProperties) > 0
}

func impliesNumber(s *openapi3.Schema) bool {
	return hasExactKeyword(s) || s.Min != nil || s.Max != nil || s.MultipleOf != nil || s.ExclusiveMin.Value != nil || s.ExclusiveMax.Value != nil
}

// chooseEnum chooses a value of an enum: a good state if it lists states, else any.
func chooseEnum(s *openapi3.Schema, at valuePath) (any, error) {
	var open []any
	for _, v := range s.Enum {
		if v != nil && (s.Type == nil || allowsType(s.Type, v)) {
			open = append(open, v)
		}
	}
	if len(open) == 0 {
		if slices.Contains(jsonTypes(s.Enum), openapi3.TypeNull) {
			return nil, nil
		}
		return nil, errNothing
	}
	if isState(at.name) && !at.isLaterItem {
		for _, good := range goodStates {
			if slices.Contains(stringValues(open), good) {
				return good, nil
			}
		}
	}
	return cloneValue(open[at.random().IntN(len(open))]), nil
}

func allowsType(types *openapi3.Types, v any) bool {
	kind := JSONType(v)
	return types.Includes(kind) || kind == openapi3.TypeNumber && types.Includes(openapi3.TypeInteger)
}

func jsonTypes(values []any) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = JSONType(v)
	}
	return all
}

func stringValues(values []any) []string {
	var all []string
	for _, v := range values {
		if text, ok := v.(string); ok {
			all = append(all, text)
		}
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
