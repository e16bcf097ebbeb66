package serialization

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// A valueShape holds what the schemas of a value show about its form.
type valueShape struct {
	schemas []*schema.Schema // schemas that may apply
	types   schema.Types     // types that any of them allows; AnyType if no schema restricts them
	all     []*schema.Schema // schemas and those that they refer to; nil until needed
	item    *valueShape      // shape of the items; nil until needed
}

func newValueShape(schemas ...*schema.Schema) *valueShape {
	s := &valueShape{schemas: schemas}
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

// mayBe reports whether a schema names one of some types for the value.
func (s *valueShape) mayBe(types schema.Types) bool {
	return s.types != schema.AnyType && s.types&types != 0
}

// mustBe reports whether all named types are among some types or null.
func (s *valueShape) mustBe(types schema.Types) bool { return s.types&^schema.Null == types }

// appliedSchemas returns the schemas, and all others that may apply to the same value: referenced
// schemas and branches.
func (s *valueShape) appliedSchemas() []*schema.Schema {
	if s.all != nil {
		return s.all
	}
	s.all = withApplied(s.schemas, true)
	return s.all
}

// withApplied returns schemas and those that may apply to the same value, each once. It includes
// the branches of anyOf and oneOf if branches is set.
func withApplied(schemas []*schema.Schema, branches bool) []*schema.Schema {
	var all []*schema.Schema
	seen := make(map[*schema.Schema]bool)
	add := func(schemas ...*schema.Schema) {
		for _, one := range schemas {
			if one != nil && !seen[one] {
				seen[one] = true
				all = append(all, one)
			}
		}
	}
	add(schemas...)
	for i := 0; i < len(all); i++ {
		k := all[i].Keywords()
		add(k.Ref, k.If, k.Then, k.Else)
		if k.DynamicRef != nil {
			add(k.DynamicRef.Static)
		}
		add(k.AllOf...)
		if branches {
			add(k.AnyOf...)
			add(k.OneOf...)
		}
		if k.Object != nil {
			for _, dependent := range k.Object.DependentSchemas {
				add(dependent.Schema)
			}
		}
	}
	return all
}

// branchShapes returns a shape for each branch of anyOf and oneOf. In a branch's shape, a member
// has one reading even if its type differs between the branches.
func (s *valueShape) branchShapes() []*valueShape {
	base := withApplied(s.schemas, false)
	var shapes []*valueShape
	for _, one := range base {
		k := one.Keywords()
		for _, branches := range [][]*schema.Schema{k.OneOf, k.AnyOf} {
			for _, branch := range branches {
				if len(shapes) == maxReadings {
					return shapes
				}
				shape := newValueShape(branch)
				shape.all = appendNew(withApplied([]*schema.Schema{branch}, true), base...)
				shapes = append(shapes, shape)
			}
		}
	}
	return shapes
}

// itemShape returns the shape of the items of an array.
func (s *valueShape) itemShape() *valueShape {
	if s.item == nil {
		var schemas []*schema.Schema
		for _, one := range s.appliedSchemas() {
			if a := one.Keywords().Array; a != nil {
				schemas = appendNew(schemas, a.PrefixItems...)
				schemas = appendNew(schemas, a.Items)
			}
		}
		s.item = newValueShape(schemas...)
	}
	return s.item
}

// memberShape returns the shape of a member of an object.
func (s *valueShape) memberShape(name string) *valueShape {
	var schemas []*schema.Schema
	for _, one := range s.appliedSchemas() {
		if o := one.Keywords().Object; o != nil {
			schemas = appendNew(schemas, schemasOfMember(o, name)...)
		}
	}
	return newValueShape(schemas...)
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

// memberNames returns the declared member names, sorted.
func (s *valueShape) memberNames() []string {
	var names []string
	for _, one := range s.appliedSchemas() {
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
