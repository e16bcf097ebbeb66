package synth

import (
	"math"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// mergeSchemas returns a schema for values that conform to both, as far as one schema without allOf
// can express it. A later check finds the rest.
func mergeSchemas(a, b *openapi3.Schema) *openapi3.Schema {
	sum := *a
	sum.Type = bothTypes(a.Type, b.Type)
	sum.Nullable = bothNull(a, b)
	sum.Enum = bothEnums(a.Enum, b.Enum)
	sum.Format = firstNonEmpty(a.Format, b.Format)
	sum.Pattern = firstNonEmpty(a.Pattern, b.Pattern)
	sum.MinLength, sum.MaxLength = max(a.MinLength, b.MinLength), lowerOf(a.MaxLength, b.MaxLength)
	mergeNumbers(&sum, b)
	mergeLists(&sum, b)
	mergeObjects(&sum, a, b)
	sum.Always = a.Always
	if b.Always != nil && (a.Always == nil || *a.Always) {
		sum.Always = b.Always
	}
	return &sum
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// lowerOf returns the lower of two bounds of which either may be absent.
func lowerOf[N uint64 | float64](a, b *N) *N {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

func higherOf(a, b *float64) *float64 {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}

func bothTypes(a, b *openapi3.Types) *openapi3.Types {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	both := openapi3.Types{}
	for _, t := range *a {
		switch {
		case b.Includes(t):
			both = append(both, t)
		case t == openapi3.TypeNumber && b.Includes(openapi3.TypeInteger), t == openapi3.TypeInteger && b.Includes(openapi3.TypeNumber):
			both = append(both, openapi3.TypeInteger)
		}
	}
	return &both
}

// bothNull returns whether both schemas allow null. A schema without a type does not restrict null.
func bothNull(a, b *openapi3.Schema) bool {
	switch {
	case a.Type == nil:
		return b.Nullable
	case b.Type == nil:
		return a.Nullable
	}
	return a.Nullable && b.Nullable
}

func bothEnums(a, b []any) []any {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	both := []any{}
	for _, v := range a {
		if slices.ContainsFunc(b, func(other any) bool { return equalJSON(v, other) }) {
			both = append(both, v)
		}
	}
	return both
}

// exclusiveAsNumbers converts exclusive bounds to the form of OpenAPI 3.1: numbers.
func exclusiveAsNumbers(s *openapi3.Schema) {
	if b := s.ExclusiveMin.Bool; b != nil && *b && s.Min != nil {
		s.ExclusiveMin, s.Min = openapi3.ExclusiveBound{Value: s.Min}, nil
	}
	if b := s.ExclusiveMax.Bool; b != nil && *b && s.Max != nil {
		s.ExclusiveMax, s.Max = openapi3.ExclusiveBound{Value: s.Max}, nil
	}
}

func mergeNumbers(sum, b *openapi3.Schema) {
	plain := *b
	exclusiveAsNumbers(sum)
	exclusiveAsNumbers(&plain)
	if hasExactKeyword(sum) || hasExactKeyword(&plain) {
		mergeExact(sum, &plain)
		return
	}
	sum.Min, sum.Max = higherOf(sum.Min, plain.Min), lowerOf(sum.Max, plain.Max)
	sum.ExclusiveMin.Value = higherOf(sum.ExclusiveMin.Value, plain.ExclusiveMin.Value)
	sum.ExclusiveMax.Value = lowerOf(sum.ExclusiveMax.Value, plain.ExclusiveMax.Value)
	switch x, y := sum.MultipleOf, plain.MultipleOf; {
	case x == nil:
		sum.MultipleOf = y
	case y != nil && math.Mod(*x, *y) != 0:
		step := *x * *y
		if math.Mod(*y, *x) == 0 {
			step = *y
		}
		sum.MultipleOf = &step
	}
}

func mergeLists(sum, b *openapi3.Schema) {
	sum.MinItems, sum.MaxItems = max(sum.MinItems, b.MinItems), lowerOf(sum.MaxItems, b.MaxItems)
	sum.UniqueItems = sum.UniqueItems || b.UniqueItems
	sum.Items = mergeRefs(sum.Items, b.Items)
	sum.Contains = mergeRefs(sum.Contains, b.Contains)
	if sum.MinContains == nil {
		sum.MinContains = b.MinContains
	}
	sum.MaxContains = lowerOf(sum.MaxContains, b.MaxContains)
	if len(sum.PrefixItems) == 0 {
		sum.PrefixItems = b.PrefixItems
	}
	if !isSet(sum.UnevaluatedItems) {
		sum.UnevaluatedItems = b.UnevaluatedItems
	}
}

// mergeRefs returns a schema for values that conform to both, either of which may be nil.
func mergeRefs(a, b *openapi3.SchemaRef) *openapi3.SchemaRef {
	switch {
	case a == nil || a.Value == nil:
		return b
	case b == nil || b.Value == nil || a.Value == b.Value:
		return a
	}
	return &openapi3.SchemaRef{Value: &openapi3.Schema{AllOf: openapi3.SchemaRefs{a, b}}}
}
