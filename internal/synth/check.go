package synth

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// A dialect is the version of JSON Schema in which schemas are written.
type dialect int

const (
	dialectByKeywords dialect = iota
	dialect30
	dialect31
)

// CheckInstance returns an error if v is not an instance of the schema, in a request if write is
// set and else in a response. A nil schema allows everything.
func (m *Generator) CheckInstance(s *openapi3.SchemaRef, v any, write bool) error {
	if s == nil || s.Value == nil {
		return nil
	}
	return m.newAttempt(Options{Write: write}, 0).checkValue(s.Value, v)
}

// checkValue returns an error if a value does not conform to a schema. It uses kin-openapi, which
// users of the mock will check it with.
func (w *attempt) checkValue(s *openapi3.Schema, v any) (err error) {
	// kin-openapi panics at some schemas that refer to themselves.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the schema cannot be checked by: %v", p)
		}
	}()
	options := []openapi3.SchemaValidationOption{
		openapi3.VisitAsResponse(),
		openapi3.SetSchemaRegexCompiler(func(source string) (openapi3.RegexMatcher, error) {
			return ecmaregexp.CompileLenient(source), nil
		}),
	}
	if w.Write {
		options[0] = openapi3.VisitAsRequest()
	}
	if w.isVersion31(s) {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	err = s.VisitJSON(v, options...)
	if err != nil && hasLargeNumber(v) {
		// kin-openapi rounds the numbers of the schema, so the value has to be rounded alike.
		err = s.VisitJSON(withRoundedNumbers(v), options...)
	}
	return shortError(err)
}

// withRoundedNumbers returns a copy of a value with its numbers as float64.
func withRoundedNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		rounded, _ := v.Float64() // infinite if it is too large
		return rounded
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = withRoundedNumbers(item)
		}
		return items
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[name] = withRoundedNumbers(member)
		}
		return object
	}
	return v
}

// hasLargeNumber reports whether a value has an integer beyond those that a float64 holds.
func hasLargeNumber(v any) bool {
	switch v := v.(type) {
	case json.Number:
		f, err := v.Float64()
		return err == nil && math.Abs(f) >= maxExact
	case []any:
		return slices.ContainsFunc(v, hasLargeNumber)
	case map[string]any:
		for _, member := range v {
			if hasLargeNumber(member) {
				return true
			}
		}
	}
	return false
}

// shortError shortens the error of kin-openapi, which prints the schema and the value.
func shortError(err error) error {
	if e, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		return fmt.Errorf("/%v: %s", e.JSONPointer(), e.Reason)
	}
	return err
}

// isVersion31 reports whether a schema has the dialect of OpenAPI 3.1, JSON Schema 2020-12.
func (w *attempt) isVersion31(s *openapi3.Schema) bool {
	if w.dialect != dialectByKeywords {
		return w.dialect == dialect31
	}
	return usesKeywords31(s, make(map[*openapi3.Schema]bool))
}

// usesKeywords31 reports whether a schema has keywords that OpenAPI 3.0 lacks.
func usesKeywords31(s *openapi3.Schema, seen map[*openapi3.Schema]bool) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	if hasValueKeywords31(s) || hasSubschemas31(s) {
		return true
	}
	for _, part := range subschemas(s) {
		if part != nil && usesKeywords31(part.Value, seen) {
			return true
		}
	}
	return false
}

func hasValueKeywords31(s *openapi3.Schema) bool {
	return s.Type.Includes(openapi3.TypeNull) || len(s.Type.Slice()) > 1 || s.Const != nil || s.Always != nil ||
		s.ExclusiveMin.Value != nil || s.ExclusiveMax.Value != nil || len(s.Examples) > 0 || s.If != nil || len(s.Defs) > 0
}

func hasSubschemas31(s *openapi3.Schema) bool {
	return len(s.PrefixItems) > 0 || s.Contains != nil || len(s.PatternProperties) > 0 || s.PropertyNames != nil ||
		len(s.DependentSchemas) > 0 || len(s.DependentRequired) > 0 || isSet(s.UnevaluatedItems) || isSet(s.UnevaluatedProperties)
}

func isSet(b openapi3.BoolSchema) bool { return b.Has != nil || b.Schema != nil }

// subschemas returns the direct subschemas of a schema in the keywords of OpenAPI 3.0.
func subschemas(s *openapi3.Schema) openapi3.SchemaRefs {
	var all openapi3.SchemaRefs
	all = append(all, s.AllOf...)
	all = append(all, s.OneOf...)
	all = append(all, s.AnyOf...)
	all = append(all, s.Not, s.Items, s.AdditionalProperties.Schema)
	for _, member := range s.Properties {
		all = append(all, member)
	}
	return all
}

// cloneValue copies a JSON value, so that a document's examples stay its own.
func cloneValue(v any) any { return jsonvalue.Clone(v) }

// equalJSON reports whether two JSON values are equal.
func equalJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
