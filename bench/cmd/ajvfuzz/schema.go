package main

import (
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/testsupport/jsonfuzz"
)

// newDocument makes a document of three schemas. S may refer to the other two, T to U.
func newDocument(g jsonfuzz.Generator, version string) map[string]any {
	m := maker{Generator: g, later: version != "3.0", contains: g.IntN(2) == 0}
	schemas := map[string]any{}
	for _, name := range []string{"U", "T", "S"} {
		schemas[name] = m.schema(3)
		m.names = append(m.names, name)
	}
	patch := ".0"
	if !m.later {
		patch = ".3"
	}
	return map[string]any{"openapi": version + patch, "info": map[string]any{"title": "x", "version": "1"},
		"paths": map[string]any{}, "components": map[string]any{"schemas": schemas}}
}

// A maker makes schemas of few names and small numbers, so that keywords meet.
type maker struct {
	jsonfuzz.Generator
	later bool     // OpenAPI 3.1
	names []string // of the schemas that can be referred to
	// contains: the document has contains, else unevaluatedItems. With both, ajv takes all
	// items for evaluated; by JSON Schema Core 2020-12, section 10.3.1.3, only those that
	// contains matches are.
	contains bool
}

type object = map[string]any

var (
	types   = []string{"string", "integer", "number", "boolean", "array", "object"}
	members = []string{"a", "b", "c"}
	// values are those of enum and const.
	values = []any{nil, true, false, 0, 1, 1.5, -1, "", "a", "ab", []any{}, []any{1}, object{}, object{"a": 1}}
	texts  = []string{"^a", "b$", "^[ab]+$", "^.$", `^\d*$`, "^$", `\s`}
)

func (m maker) schema(depth int) any {
	switch {
	case len(m.names) > 0 && m.IntN(8) == 0:
		return object{"$ref": "#/components/schemas/" + jsonfuzz.OneOf(m.Generator, m.names)}
	case m.later && m.IntN(12) == 0:
		return m.IntN(3) > 0
	case depth == 0:
		return m.scalar()
	}
	s := m.scalar()
	keywords := m.keywords(depth - 1)
	for range m.IntN(4) {
		jsonfuzz.OneOf(m.Generator, keywords)(s)
	}
	if s["contains"] != nil {
		delete(s, "prefixItems") // beside which ajv accepts [] under contains
	}
	if m.later && len(m.names) > 0 && m.IntN(10) == 0 {
		s["$ref"] = "#/components/schemas/" + jsonfuzz.OneOf(m.Generator, m.names)
	}
	return s
}

// scalar makes a schema with a type, mostly, and limits.
func (m maker) scalar() object {
	s := object{}
	if m.IntN(5) > 0 {
		s["type"] = jsonfuzz.OneOf(m.Generator, types)
		switch {
		case m.later && m.IntN(4) == 0:
			s["type"] = []any{s["type"], "null"}
		case !m.later && m.IntN(3) == 0:
			s["nullable"] = m.IntN(3) > 0
		}
	}
	limits := []string{"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum"}
	for range m.IntN(3) {
		s[jsonfuzz.OneOf(m.Generator, limits)] = m.IntN(3)
	}
	m.addScalar(s)
	return s
}

func (m maker) addScalar(s object) {
	switch m.IntN(12) {
	case 0:
		s["enum"] = []any{jsonfuzz.OneOf(m.Generator, values), jsonfuzz.OneOf(m.Generator, values)}
	case 1:
		s["pattern"] = jsonfuzz.OneOf(m.Generator, texts)
	case 2:
		s["multipleOf"] = jsonfuzz.OneOf(m.Generator, []any{1, 2, 0.5, 1.5})
	case 3:
		m.addExclusive(s, "exclusiveMinimum", "minimum")
	case 4:
		m.addExclusive(s, "exclusiveMaximum", "maximum")
	case 5:
		s["uniqueItems"] = true
	case 6:
		if m.later {
			s["const"] = jsonfuzz.OneOf(m.Generator, values)
		}
	}
}

// addExclusive adds a limit as the version writes it.
func (m maker) addExclusive(s object, name, limit string) {
	if m.later {
		s[name] = m.IntN(3)
		return
	}
	s[limit], s[name] = m.IntN(3), m.IntN(3) > 0
}

// keywords returns what adds a keyword with schemas.
func (m maker) keywords(depth int) []func(object) {
	sub := func(name string) func(object) { return func(s object) { s[name] = m.schema(depth) } }
	list := func(name string) func(object) {
		return func(s object) { s[name] = []any{m.schema(depth), m.schema(depth)} }
	}
	named := func(name string) func(object) {
		return func(s object) {
			s[name] = object{jsonfuzz.OneOf(m.Generator, members): m.schema(depth), jsonfuzz.OneOf(m.Generator, members): m.schema(depth)}
		}
	}
	all := []func(object){
		list("allOf"), list("anyOf"), list("oneOf"), sub("not"), sub("items"), named("properties"), named("properties"),
		sub("additionalProperties"),
		func(s object) { s["additionalProperties"] = m.IntN(2) == 0 },
		func(s object) { s["required"] = []any{jsonfuzz.OneOf(m.Generator, members)} },
	}
	if !m.later {
		return all
	}
	return append(all, sub("if"), sub("then"), sub("else"), sub("propertyNames"), sub("unevaluatedProperties"), list("prefixItems"),
		m.itemKeyword(depth), m.itemKeyword(depth), named("dependentSchemas"),
		func(s object) { s["patternProperties"] = object{jsonfuzz.OneOf(m.Generator, texts): m.schema(depth)} },
		func(s object) {
			s["dependentRequired"] = object{jsonfuzz.OneOf(m.Generator, members): []any{jsonfuzz.OneOf(m.Generator, members)}}
		})
}

// itemKeyword returns what adds contains, with its limits, or unevaluatedItems.
func (m maker) itemKeyword(depth int) func(object) {
	return func(s object) {
		if !m.contains {
			s["unevaluatedItems"] = m.schema(depth)
			return
		}
		s["contains"] = m.schema(depth)
		for _, limit := range []string{"minContains", "maxContains"} {
			if m.IntN(3) == 0 {
				s[limit] = m.IntN(3)
			}
		}
	}
}

// bodiesFor makes bodies that mostly conform, changed ones and others.
func bodiesFor(g jsonfuzz.Generator, s *schema.Schema) []string {
	var all []string
	add := func(value any) {
		if text, err := json.Marshal(value); err == nil && isExact(value) {
			all = append(all, string(text))
		}
	}
	for range 4 {
		value := copyOf(g.ConformingValue(s, 4)) // it may be a value of the schema itself
		add(value)
		for range 3 {
			value = g.MutateValue(value)
			add(value)
		}
	}
	m := maker{Generator: g}
	for range 6 {
		add(jsonfuzz.OneOf(g, values))
		add(object{jsonfuzz.OneOf(g, members): jsonfuzz.OneOf(g, values), jsonfuzz.OneOf(g, members): m.IntN(4)})
		add([]any{jsonfuzz.OneOf(g, values), jsonfuzz.OneOf(g, values), m.IntN(3)}[:m.IntN(4)])
	}
	return all
}

// copyOf returns a copy of a value.
func copyOf(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	copied, _ := schemaerror.Decode(text) // it was encoded just now
	return copied
}

// isExact reports whether a value has only numbers that the float64 of JavaScript, and so
// ajv, holds exactly; ours holds all.
func isExact(value any) bool {
	switch v := value.(type) {
	case json.Number:
		f, err := v.Float64()
		return err == nil && f*2 == float64(int64(f*2)) && f < 1<<40 && f > -1<<40
	case []any:
		for _, item := range v {
			if !isExact(item) {
				return false
			}
		}
	case object:
		for _, member := range v {
			if !isExact(member) {
				return false
			}
		}
	}
	return true
}
