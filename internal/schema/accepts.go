package schema

import "slices"

// AcceptsAll reports whether a schema surely accepts every value of some types. False means
// undecided. asserts reports which formats are asserted.
func (s *Schema) AcceptsAll(types Types, asserts func(format string) bool) bool {
	a := acceptance{types: types, asserts: asserts, known: make(map[*Schema]bool)}
	return a.acceptsAll(s)
}

// An acceptance determines whether schemas accept every value of some types.
type acceptance struct {
	types   Types
	asserts func(format string) bool
	known   map[*Schema]bool // also false for schemas that apply to the same value again
}

func (a *acceptance) acceptsAll(s *Schema) bool {
	if accepts, known := a.known[s]; known {
		return accepts
	}
	a.known[s] = false
	k := s.Keywords()
	a.known[s] = a.types&^k.Types == 0 && !a.restricts(k) && a.inPlace(k)
	return a.known[s]
}

// restricts reports whether a keyword of the schema itself may reject a value.
func (a *acceptance) restricts(k *Keywords) bool {
	return k.False || k.Enum != nil || k.Const != nil || a.asserts(k.Format) ||
		slices.ContainsFunc(k.Unusable, func(u Unusable) bool { return u.Types&a.types != 0 }) ||
		a.types&String != 0 && k.String != nil && (k.String.MinLength > 0 || k.String.MaxLength >= 0 || k.String.Pattern != nil) ||
		a.types&Number != 0 && k.Number != nil ||
		a.types&Array != 0 && k.Array != nil ||
		a.types&Object != 0 && k.Object != nil
}

// inPlace reports whether the schemas that apply to the same value accept all values, too.
func (a *acceptance) inPlace(k *Keywords) bool {
	if k.Not != nil || k.If != nil || k.DynamicRef != nil || k.Ref != nil && !a.acceptsAll(k.Ref) {
		return false
	}
	for _, s := range k.AllOf {
		if !a.acceptsAll(s) {
			return false
		}
	}
	return (len(k.AnyOf) == 0 || slices.ContainsFunc(k.AnyOf, a.acceptsAll)) && a.oneOf(k.OneOf)
}

// oneOf reports whether one branch accepts all values and the others accept none.
func (a *acceptance) oneOf(branches []*Schema) bool {
	accepting := 0
	for _, s := range branches {
		switch {
		case a.acceptsAll(s):
			accepting++
		case s.AllowedTypes()&a.types != 0:
			return false
		}
	}
	return len(branches) == 0 || accepting == 1
}
