// Package membernames finds the members of JSON objects that an open schema does not
// name.
package membernames

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// An Unnamed is a member that no schema names.
type Unnamed struct {
	Instance []string      // of the member
	Location spec.Location // of the `properties` that lack it
	// More counts members of the same name and place, array indexes folded, that are left
	// out because there are many.
	More int
}

const (
	// MaxUnnamed is the maximum number of members that are found in one value.
	MaxUnnamed = 10_000
	// maxRepeated is the number of members from which only those with a new name or place are
	// returned.
	maxRepeated = 900
)

// Find returns the members of a value, and of all values in it, that the schemas do not name
// although they name others. A schema names members with `properties`, `patternProperties`, and an
// `additionalProperties` that describes them. Of the branches of anyOf and oneOf, Find uses those
// that the value conforms to, or all if there are none. It ignores closed objects, because their
// schema rejects such members. more is the number of members beyond [MaxUnnamed].
func Find(s *schema.Schema, value any, conforms func(s *schema.Schema, value any) schema.Truth) (found []Unnamed, more int) {
	f := memberFinder{conforms: conforms}
	f.findInValue([]*schema.Schema{s}, value)
	return f.found, f.more
}

type memberFinder struct {
	conforms func(s *schema.Schema, value any) schema.Truth
	path     []string
	found    []Unnamed
	more     int
	seen     map[string]int // the index in found, by the place
}

// add adds the member that the path leads to.
func (f *memberFinder) add(naming *schema.Schema) {
	if len(f.found) >= maxRepeated {
		f.indexFound()
		place := foldedPlace(f.path)
		first, seen := f.seen[place]
		switch {
		case seen:
			f.found[first].More++
			return
		case len(f.found) == MaxUnnamed:
			f.more++
			return
		}
		f.seen[place] = len(f.found)
	}
	f.found = append(f.found, Unnamed{Instance: slices.Clone(f.path), Location: naming.Location("properties")})
}

// indexFound collects the places of the members so far.
func (f *memberFinder) indexFound() {
	if f.seen != nil {
		return
	}
	f.seen = make(map[string]int)
	for i, m := range slices.Backward(f.found) {
		f.seen[foldedPlace(m.Instance)] = i
	}
}

// foldedPlace returns a place in a value, with what may be array indexes folded.
func foldedPlace(path []string) string {
	var b strings.Builder
	for _, token := range path {
		if strings.Trim(token, "0123456789") == "" && token != "" {
			token = "*"
		}
		b.WriteString("/" + token)
	}
	return b.String()
}

func (f *memberFinder) findInValue(schemas []*schema.Schema, value any) {
	if len(schemas) == 0 {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		f.findInObject(f.appliedTo(schemas, value), v)
	case []any:
		f.findInArray(f.appliedTo(schemas, value), v)
	}
}

// appliedTo returns the schemas that apply to a value, each once.
func (f *memberFinder) appliedTo(schemas []*schema.Schema, value any) []*schema.Schema {
	a := appliedSchemas{memberFinder: f, value: value, seen: make(map[*schema.Schema]bool)}
	a.addSchemas(schemas...)
	return a.all
}

type appliedSchemas struct {
	*memberFinder
	value any
	seen  map[*schema.Schema]bool
	all   []*schema.Schema
}

func (a *appliedSchemas) addSchemas(schemas ...*schema.Schema) {
	for _, s := range schemas {
		if s == nil || a.seen[s] {
			continue
		}
		a.seen[s] = true
		a.all = append(a.all, s)
		k := s.Keywords()
		a.addSchemas(k.Ref)
		if k.DynamicRef != nil {
			a.addSchemas(k.DynamicRef.Static)
		}
		a.addSchemas(k.AllOf...)
		a.addSchemas(a.conformingBranches(k.AnyOf)...)
		a.addSchemas(a.conformingBranches(k.OneOf)...)
		a.addSchemas(k.If, k.Then, k.Else) // a member may be named by any of them
		if k.Object != nil {
			for _, dependent := range k.Object.DependentSchemas {
				a.addSchemas(dependent.Schema)
			}
		}
	}
}

// conformingBranches returns the branches of anyOf or oneOf that the value conforms to, or all if
// there are none.
func (a *appliedSchemas) conformingBranches(all []*schema.Schema) []*schema.Schema {
	var chosen []*schema.Schema
	for _, s := range all {
		if a.conforms(s, a.value) != schema.False {
			chosen = append(chosen, s)
		}
	}
	if len(chosen) == 0 {
		return all
	}
	return chosen
}

func (f *memberFinder) findInObject(schemas []*schema.Schema, v map[string]any) {
	naming, open := namesMembers(schemas)
	for _, name := range slices.Sorted(maps.Keys(v)) {
		of, named := schemasOf(schemas, name)
		f.path = append(f.path, name)
		if !named && open && naming != nil {
			f.add(naming)
		}
		f.findInValue(of, v[name])
		f.path = f.path[:len(f.path)-1]
	}
}

// namesMembers returns the first schema that names members, nil if there is none, and whether
// unnamed members are allowed.
func namesMembers(schemas []*schema.Schema) (naming *schema.Schema, open bool) {
	for _, s := range schemas {
		o := s.Keywords().Object
		if o == nil {
			continue
		}
		if naming == nil && len(o.Properties) > 0 {
			naming = s
		}
		if isFalse(o.AdditionalProperties) || isFalse(o.UnevaluatedProperties) {
			return naming, false
		}
	}
	return naming, true
}

func isFalse(s *schema.Schema) bool { return s != nil && s.Keywords().False }

// schemasOf returns the schemas of a member, and whether one of the object's names it.
func schemasOf(schemas []*schema.Schema, name string) (of []*schema.Schema, named bool) {
	for _, s := range schemas {
		o := s.Keywords().Object
		if o == nil {
			continue
		}
		own := len(of)
		if property := o.Property(name); property != nil {
			of = append(of, property)
		}
		for _, p := range o.PatternProperties {
			if matches, err := p.Pattern.MatchString(name); matches || err != nil {
				of = append(of, p.Schema)
			}
		}
		if len(of) > own {
			named = true
			continue
		}
		for _, further := range []*schema.Schema{o.AdditionalProperties, o.UnevaluatedProperties} {
			if further != nil && !further.AcceptsAll(schema.AnyType, anyFormat) {
				of, named = append(of, further), true
			}
		}
	}
	return of, named
}

// anyFormat makes every format count as a description of a member.
func anyFormat(format string) bool { return format != "" }

func (f *memberFinder) findInArray(schemas []*schema.Schema, v []any) {
	for i, item := range v {
		var of []*schema.Schema
		for _, s := range schemas {
			a := s.Keywords().Array
			switch {
			case a == nil:
			case i < len(a.PrefixItems):
				of = append(of, a.PrefixItems[i])
			case a.Items != nil:
				of = append(of, a.Items)
			}
		}
		f.path = append(f.path, strconv.Itoa(i))
		f.findInValue(of, item)
		f.path = f.path[:len(f.path)-1]
	}
}
