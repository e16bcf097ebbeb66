package synth

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// object makes the members of an object: those that are required, and the others
// too, except where they would lead in circles or a lean object is wanted.
func (w *work) object(s *openapi3.Schema, at spot) (any, error) {
	made := make(map[string]any)
	for _, name := range sorted(s.Properties) {
		if !w.wanted(s, name, at) || isFalse(s.Properties[name]) {
			continue
		}
		v, err := w.value(s.Properties[name], at.member(name))
		switch {
		case err == nil:
			made[name] = v
		case slices.Contains(s.Required, name):
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := w.unnamed(s, at, made); err != nil {
		return nil, err
	}
	return made, nil
}

// wanted reports whether a member that the schema names should be there.
func (w *work) wanted(s *openapi3.Schema, name string, at spot) bool {
	required := slices.Contains(s.Required, name)
	member := s.Properties[name]
	if w.belongsElsewhere(member, 0) {
		return required && w.hidden
	}
	if required {
		return true
	}
	if w.Minimal || at.lean {
		return w.missing(s, name)
	}
	if s.MaxProps != nil && uint64(len(s.Required)) >= *s.MaxProps {
		return false
	}
	return !w.circles(member) && !isNullMember(member)
}

// missing reports whether a lean object needs an optional member to have as many
// as it must: the first ones by name.
func (w *work) missing(s *openapi3.Schema, name string) bool {
	lack := small(s.MinProps) - len(s.Required)
	for _, other := range sorted(s.Properties) {
		if slices.Contains(s.Required, other) || w.belongsElsewhere(s.Properties[other], 0) {
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

// belongsElsewhere reports whether a member is readOnly in a request, or writeOnly
// in a response.
func (w *work) belongsElsewhere(ref *openapi3.SchemaRef, depth int) bool {
	if ref == nil || ref.Value == nil || depth > maxParts {
		return false
	}
	s := ref.Value
	return w.Write && s.ReadOnly || !w.Write && s.WriteOnly ||
		slices.ContainsFunc(s.AllOf, func(part *openapi3.SchemaRef) bool { return w.belongsElsewhere(part, depth+1) })
}

// unnamed adds the members that the schema asks for without naming them among its
// properties, and one or two to a map.
func (w *work) unnamed(s *openapi3.Schema, at spot, made map[string]any) error {
	for _, name := range s.Required {
		if _, ok := made[name]; ok || w.belongsElsewhere(s.Properties[name], 0) && !w.hidden {
			continue
		}
		if err := w.add(s, at, made, name); err != nil {
			return err
		}
	}
	for again := true; again; {
		again = false
		for _, name := range sorted(s.DependentRequired) {
			if _, ok := made[name]; !ok {
				continue
			}
			for _, other := range s.DependentRequired[name] {
				if _, ok := made[other]; !ok {
					again = true
					if err := w.add(s, at, made, other); err != nil {
						return err
					}
				}
			}
		}
	}
	return w.fill(s, at, made)
}

func (w *work) add(s *openapi3.Schema, at spot, made map[string]any, name string) error {
	v, err := w.value(memberSchema(s, name), at.member(name))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	made[name] = v
	return nil
}

// memberSchema returns what a member of a name has to conform to, nil if anything
// does.
func memberSchema(s *openapi3.Schema, name string) *openapi3.SchemaRef {
	if ref := s.Properties[name]; ref != nil {
		return ref
	}
	var sum *openapi3.SchemaRef
	for _, pattern := range sorted(s.PatternProperties) {
		if matches(pattern, name) {
			sum = both(sum, s.PatternProperties[pattern])
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
	return slices.ContainsFunc(sorted(s.PatternProperties), func(pattern string) bool { return matches(pattern, name) })
}

// fill adds members whose names are free: as many as the schema asks for, and to a
// map at least one, so that it shows what it is for.
func (w *work) fill(s *openapi3.Schema, at spot, made map[string]any) error {
	want := small(s.MinProps)
	isMap := len(s.Properties) == 0 && (s.AdditionalProperties.Schema != nil || len(s.PatternProperties) > 0)
	if isMap && !w.Minimal && !at.lean && !w.circles(s.AdditionalProperties.Schema) && !isClosed(s) {
		want = max(want, 1)
	}
	if s.MaxProps != nil {
		want = min(want, small(*s.MaxProps))
	}
	for i := 0; len(made) < want && i < want+maxHere; i++ {
		name := w.freeName(s, at, i)
		if _, ok := made[name]; ok || name == "" || s.Properties[name] != nil {
			continue
		}
		if err := w.add(s, at, made, name); err != nil && len(made) < small(s.MinProps) {
			return err
		}
	}
	return nil
}

func (w *work) freeName(s *openapi3.Schema, at spot, i int) string {
	if s.PropertyNames != nil && s.PropertyNames.Value != nil {
		name, _ := w.value(s.PropertyNames, at.member("name").again(i+1))
		text, _ := name.(string)
		return text
	}
	if patterns := sorted(s.PatternProperties); len(patterns) > 0 {
		name, _ := matching(patterns[i%len(patterns)], 1, 40, at.member("name").again(i+1).rnd())
		return name
	}
	return []string{"first", "second", "third"}[i%3] + []string{"", "_more", "_further", "_last"}[i/3%4]
}
