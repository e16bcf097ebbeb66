package serialization

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// A shape is what the schemas of a value say of the form in which it is written.
type shape struct {
	schemas []*schema.Schema // each of which may apply
	types   schema.Types     // that any of them allows; AnyType if none says anything
	all     []*schema.Schema // schemas and those that they refer to; nil until needed
	item    *shape           // of items; nil until needed
}

func newShape(schemas ...*schema.Schema) *shape {
	s := &shape{schemas: schemas}
	for _, one := range schemas {
		if types := one.AllowedTypes(); types != schema.AnyType {
			s.types |= types
		}
	}
	if s.types == 0 {
		s.types = schema.AnyType
	}
	return s
}

// may reports whether a schema says that the value may have one of some types.
func (s *shape) may(types schema.Types) bool { return s.types != schema.AnyType && s.types&types != 0 }

// must reports whether the value has a type of some, or is null.
func (s *shape) must(types schema.Types) bool { return s.types&^schema.Null == types }

// applied returns the schemas, and all others that may apply to the same value: those
// that they refer to, and their branches.
func (s *shape) applied() []*schema.Schema {
	if s.all != nil {
		return s.all
	}
	seen := make(map[*schema.Schema]bool)
	add := func(schemas ...*schema.Schema) {
		for _, one := range schemas {
			if one != nil && !seen[one] {
				seen[one] = true
				s.all = append(s.all, one)
			}
		}
	}
	add(s.schemas...)
	for i := 0; i < len(s.all); i++ {
		k := s.all[i].Keywords()
		add(k.Ref, k.If, k.Then, k.Else)
		if k.DynamicRef != nil {
			add(k.DynamicRef.Static)
		}
		add(k.AllOf...)
		add(k.AnyOf...)
		add(k.OneOf...)
		if k.Object != nil {
			for _, dependent := range k.Object.DependentSchemas {
				add(dependent.Schema)
			}
		}
	}
	return s.all
}

// items returns the shape of the items of an array.
func (s *shape) items() *shape {
	if s.item == nil {
		var schemas []*schema.Schema
		for _, one := range s.applied() {
			if a := one.Keywords().Array; a != nil {
				schemas = appendNew(schemas, a.PrefixItems...)
				schemas = appendNew(schemas, a.Items)
			}
		}
		s.item = newShape(schemas...)
	}
	return s.item
}

// member returns the shape of a member of an object.
func (s *shape) member(name string) *shape {
	var schemas []*schema.Schema
	for _, one := range s.applied() {
		if o := one.Keywords().Object; o != nil {
			schemas = appendNew(schemas, schemasOfMember(o, name)...)
		}
	}
	return newShape(schemas...)
}

func schemasOfMember(o *schema.ObjectKeywords, name string) []*schema.Schema {
	var all []*schema.Schema
	if property := o.Property(name); property != nil {
		all = append(all, property)
	}
	for _, p := range o.PatternProperties {
		if matches, err := p.Pattern.MatchString(name); matches && err == nil {
			all = append(all, p.Schema)
		}
	}
	if len(all) == 0 && o.AdditionalProperties != nil {
		all = append(all, o.AdditionalProperties)
	}
	return all
}

// memberNames returns the names of the members that are declared, sorted.
func (s *shape) memberNames() []string {
	var names []string
	for _, one := range s.applied() {
		if o := one.Keywords().Object; o != nil {
			for i := range o.Properties {
				names = append(names, o.Properties[i].Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func appendNew(all []*schema.Schema, further ...*schema.Schema) []*schema.Schema {
	for _, s := range further {
		if s != nil && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
