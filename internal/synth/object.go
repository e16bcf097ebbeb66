package synth

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// makeObject generates an object: its required members, and its optional ones unless they would
// recurse or only required members are wanted.
func (w *attempt) makeObject(s *openapi3.Schema, at valuePath) (any, error) {
	made := make(map[string]any)
	for _, name := range sortedKeys(s.Properties) {
		if !w.wantsMember(s, name, at) || isFalse(s.Properties[name]) {
			continue
		}
		v, err := w.makeValue(s.Properties[name], at.member(name))
		switch {
		case err == nil:
			made[name] = v
		case slices.Contains(s.Required, name):
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := w.addUnnamed(s, at, made); err != nil {
		return nil, err
	}
	return made, nil
}

// wantsMember reports whether to generate a member that the schema names.
func (w *attempt) wantsMember(s *openapi3.Schema, name string, at valuePath) bool {
	required := slices.Contains(s.Required, name)
	member := s.Properties[name]
	if w.isHidden(member, 0) {
		return required && w.includeHidden
	}
	if required {
		return true
	}
	if w.Minimal || at.requiredOnly {
		return w.needsOptional(s, name)
	}
	if s.MaxProps != nil && uint64(len(s.Required)) >= *s.MaxProps {
		return false
	}
	return !w.isCircular(member) && !isNullMember(member)
}

// needsOptional reports whether a minimal object needs an optional member to reach minProperties:
// the first ones by name.
func (w *attempt) needsOptional(s *openapi3.Schema, name string) bool {
	lack := clampBound(s.MinProps) - len(s.Required)
	for _, other := range sortedKeys(s.Properties) {
		if slices.Contains(s.Required, other) || w.isHidden(s.Properties[other], 0) {
			continue
		}
		if lack--; other == name {
			return lack >= 0
		}
	}
	return false
}

func isNullMember(ref *openapi3.SchemaRef) bool {
	return ref == nil || ref.Value == nil || isNull(ref.Value)
}

// isHidden reports whether a member is readOnly in a request, or writeOnly
// in a response.
func (w *attempt) isHidden(ref *openapi3.SchemaRef, depth int) bool {
	if ref == nil || ref.Value == nil || depth > maxComposition {
		return false
	}
	s := ref.Value
	return w.Write && s.ReadOnly || !w.Write && s.WriteOnly ||
		slices.ContainsFunc(s.AllOf, func(part *openapi3.SchemaRef) bool { return w.isHidden(part, depth+1) })
}

// removeHidden removes the members that belong to the other direction. kin-openapi requires them in
// OpenAPI 3.1 if they are required, and accepts them in examples, but OpenAPI does not.
func (w *attempt) removeHidden(ref *openapi3.SchemaRef, v any) {
	switch v.(type) {
	case map[string]any, []any:
		w.removeHiddenBy(ref, v, make(map[*openapi3.Schema]bool))
	}
}

// removeHiddenBy removes what a schema and its parts hide in one object or array. It uses each schema
// once, because schemas may refer to each other.
func (w *attempt) removeHiddenBy(ref *openapi3.SchemaRef, v any, seen map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return
	}
	s := ref.Value
	seen[s] = true
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if member := s.Properties[name]; w.isHidden(member, 0) {
				delete(v, name)
			} else {
				w.removeHidden(cmp.Or(member, s.AdditionalProperties.Schema), value)
			}
		}
	case []any:
		for _, item := range v {
			w.removeHidden(s.Items, item)
		}
	}
	for _, parts := range []openapi3.SchemaRefs{s.AllOf, s.AnyOf, s.OneOf} {
		for _, part := range parts {
			w.removeHiddenBy(part, v, seen)
		}
	}
}

// addUnnamed adds the members that the schema asks for without naming them among its
// properties, and one or two to a map.
func (w *attempt) addUnnamed(s *openapi3.Schema, at valuePath, made map[string]any) error {
	for _, name := range s.Required {
		if _, ok := made[name]; ok || w.isHidden(s.Properties[name], 0) && !w.includeHidden {
			continue
		}
		if err := w.addMember(s, at, made, name); err != nil {
			return err
		}
	}
	for again := true; again; {
		again = false
		for _, name := range sortedKeys(s.DependentRequired) {
			if _, ok := made[name]; !ok {
				continue
			}
			for _, other := range s.DependentRequired[name] {
				if _, ok := made[other]; !ok {
					again = true
					if err := w.addMember(s, at, made, other); err != nil {
						return err
					}
				}
			}
		}
	}
	return w.addFreeMembers(s, at, made)
}

func (w *attempt) addMember(s *openapi3.Schema, at valuePath, made map[string]any, name string) error {
	v, err := w.makeValue(memberSchema(s, name), at.member(name))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	made[name] = v
	return nil
}

// memberSchema returns the schema of a member with this name, nil if anything conforms.
func memberSchema(s *openapi3.Schema, name string) *openapi3.SchemaRef {
	if ref := s.Properties[name]; ref != nil {
		return ref
	}
	var sum *openapi3.SchemaRef
	for _, pattern := range sortedKeys(s.PatternProperties) {
		if matchesRegexp(pattern, name) {
			sum = mergeRefs(sum, s.PatternProperties[pattern])
		}
	}
	if sum == nil {
		sum = s.AdditionalProperties.Schema
	}
	if sum == nil {
		return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{openapi3.TypeString}}}
	}
	return sum
}

func matchesPattern(s *openapi3.Schema, name string) bool {
	return slices.ContainsFunc(sortedKeys(s.PatternProperties), func(pattern string) bool { return matchesRegexp(pattern, name) })
}

// addFreeMembers adds members with free names: as many as the schema requires, and at least one to
// a map, as a sample of its values.
func (w *attempt) addFreeMembers(s *openapi3.Schema, at valuePath, made map[string]any) error {
	want := clampBound(s.MinProps)
	isMap := len(s.Properties) == 0 && (s.AdditionalProperties.Schema != nil || len(s.PatternProperties) > 0)
	if isMap && !w.Minimal && !at.requiredOnly && !w.isCircular(s.AdditionalProperties.Schema) && !isClosed(s) {
		want = max(want, 1)
	}
	if s.MaxProps != nil {
		want = min(want, clampBound(*s.MaxProps))
	}
	for i := 0; len(made) < want && i < want+maxValueTries; i++ {
		name := w.freeName(s, at, i)
		if _, ok := made[name]; ok || name == "" || s.Properties[name] != nil {
			continue
		}
		if err := w.addMember(s, at, made, name); err != nil && len(made) < clampBound(s.MinProps) {
			return err
		}
	}
	return nil
}

func (w *attempt) freeName(s *openapi3.Schema, at valuePath, i int) string {
	if s.PropertyNames != nil && s.PropertyNames.Value != nil {
		name, _ := w.makeValue(s.PropertyNames, at.member("name").retry(i+1))
		text, _ := name.(string)
		return text
	}
	if patterns := sortedKeys(s.PatternProperties); len(patterns) > 0 {
		name, _ := makeMatching(patterns[i%len(patterns)], 1, 40, at.member("name").retry(i+1).random())
		return name
	}
	return []string{"first", "second", "third"}[i%3] + []string{"", "_more", "_further", "_last"}[i/3%4]
}
