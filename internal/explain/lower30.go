package explain

import (
	"math"
	"strings"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/getkin/kin-openapi/openapi3"
)

func (l *Lowering) schema30(ref *openapi3.SchemaRef) *accept.Schema {
	if ref == nil {
		return nil // anything
	}
	return l.value30(ref.Value)
}

func (l *Lowering) value30(s *openapi3.Schema) *accept.Schema {
	if s == nil {
		return &accept.Schema{Unknown: true}
	}
	if known := l.of30[s]; known != nil {
		return known
	}
	lowered := &accept.Schema{}
	l.of30[s], l.from30[lowered] = lowered, s
	l.fill30(lowered, s)
	return lowered
}

func (l *Lowering) fill30(to *accept.Schema, s *openapi3.Schema) {
	to.NullFirst = s.Nullable || s.Type.IncludesNull()
	if s.Always != nil {
		if *s.Always {
			to.Kinds = accept.Any
		}
		return
	}
	// Null is nobody's type in OpenAPI 3.0, but a branch may allow it.
	to.Kinds = accept.Any &^ accept.Null
	if s.Type != nil {
		to.Kinds = kindsOf(s.Type.Slice()) &^ accept.Null
	}
	if len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) > 0 {
		to.Kinds |= accept.Null
	}
	to.Unknown = s.Not != nil || len(s.PrefixItems) > 0 ||
		beyond(s.MaxLength) || beyond(s.MaxItems) || beyond(s.MaxProps)
	to.Enum = enum30(s.Enum)
	l.text30(to, s)
	l.number30(to, s)
	l.list30(to, s)
	l.object30(to, s)
	for _, other := range s.AllOf {
		to.All = append(to.All, l.schema30(other))
	}
	l.choice30(to, s, s.OneOf, true)
	l.choice30(to, s, s.AnyOf, false)
}

func enum30(values []any) *accept.Enum {
	if len(values) == 0 {
		return nil
	}
	e := &accept.Enum{}
	for _, v := range values {
		switch v := v.(type) {
		case string:
			e.Strings = append(e.Strings, v)
		case float64:
			e.Numbers = append(e.Numbers, v)
		case bool:
			e.True, e.False = e.True || v, e.False || !v
		}
	}
	return e
}

func (l *Lowering) text30(to *accept.Schema, s *openapi3.Schema) {
	t := &accept.Text{Min: size30(s.MinLength), Max: limit30(s.MaxLength)}
	if s.Pattern != "" && !NewPattern(s.Pattern).lower(t) {
		to.Unknown = true
	}
	switch s.Format {
	case "byte", "date", "date-time":
		t.Format = s.Format
	default:
		if openapi3.SchemaStringFormats[s.Format] != nil {
			to.Unknown = true // somebody registered it
		}
	}
	if *t != (accept.Text{}) {
		to.Text = t
	}
}

func (l *Lowering) number30(to *accept.Schema, s *openapi3.Schema) {
	n := &accept.Num{Min: s.Min, Max: s.Max, MultipleOf: s.MultipleOf}
	n.Above = exclusive30(s.ExclusiveMin, s.Min)
	n.Below = exclusive30(s.ExclusiveMax, s.Max)
	whole := s.Type.Permits(openapi3.TypeInteger) && !s.Type.Permits(openapi3.TypeNumber)
	switch {
	case whole && s.Format == "int32":
		n.Min, n.Max = higher(n.Min, math.MinInt32), lower(n.Max, math.MaxInt32)
	case whole && s.Format == "int64":
		n.Min, n.Max = higher(n.Min, math.MinInt64), lower(n.Max, math.MaxInt64)
	case s.Format != "" && (openapi3.SchemaIntegerFormats[s.Format] != nil && whole || openapi3.SchemaNumberFormats[s.Format] != nil):
		to.Unknown = true // somebody registered it
	}
	if *n != (accept.Num{}) {
		to.Num = n
	}
}

// exclusive30 is an exclusive bound: a number of its own, or a flag on the other.
func exclusive30(b openapi3.ExclusiveBound, inclusive *float64) *float64 {
	switch {
	case b.Value != nil:
		return b.Value
	case b.Bool != nil && *b.Bool:
		return inclusive
	}
	return nil
}

func higher(bound *float64, least float64) *float64 {
	if bound == nil || *bound < least {
		return &least
	}
	return bound
}

func lower(bound *float64, most float64) *float64 {
	if bound == nil || *bound > most {
		return &most
	}
	return bound
}

func (l *Lowering) list30(to *accept.Schema, s *openapi3.Schema) {
	if s.Items == nil && s.MinItems == 0 && s.MaxItems == nil && !s.UniqueItems {
		return
	}
	to.List = &accept.List{Min: size30(s.MinItems), Max: limit30(s.MaxItems), Unique: s.UniqueItems, Items: l.schema30(s.Items)}
}

func (l *Lowering) object30(to *accept.Schema, s *openapi3.Schema) {
	o := &accept.Obj{Min: size30(s.MinProps), Max: limit30(s.MaxProps)}
	o.Closed = s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
	o.Further = l.schema30(s.AdditionalProperties.Schema)
	required := make(map[string]bool, len(s.Required))
	for _, name := range s.Required {
		required[name] = true
		if s.Properties[name] == nil {
			o.Required = append(o.Required, name)
		}
	}
	for name, ref := range sorted(s.Properties) {
		m := accept.Member{Name: name, Schema: l.schema30(ref), Required: required[name]}
		if ref.Value != nil && ref.Value.WriteOnly {
			// A response must not have it, unless it is null.
			m.Required = false
			m.Schema = &accept.Schema{NullFirst: m.Schema.NullFirst}
		}
		o.Members = append(o.Members, m)
	}
	if o.Closed || o.Further != nil || o.Min > 0 || o.Max != nil || len(o.Members)+len(o.Required) > 0 {
		to.Obj = o
	}
}

func (l *Lowering) choice30(to *accept.Schema, s *openapi3.Schema, branches openapi3.SchemaRefs, one bool) {
	if len(branches) == 0 {
		return
	}
	c := &accept.Choice{One: one}
	for _, b := range branches {
		c.Branches = append(c.Branches, l.schema30(b))
	}
	if d := s.Discriminator; d != nil {
		to.Unknown = to.Unknown || d.PropertyName == ""
		c.Property, c.Values = d.PropertyName, make(map[string]int)
		for value, ref := range d.Mapping {
			if i := branchOf(branches, ref.Ref); i >= 0 {
				c.Values[value] = i
			}
		}
	}
	to.Choices = append(to.Choices, c)
}

// branchOf finds the only branch that a mapping means, -1 if there is none or
// more than one.
func branchOf(branches openapi3.SchemaRefs, ref string) int {
	if !strings.Contains(ref, "/") {
		ref = "#/components/schemas/" + ref
	}
	found := -1
	for i, b := range branches {
		if b.Ref != ref {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// beyond reports a limit that the library takes for a negative one.
func beyond(limit *uint64) bool { return limit != nil && *limit > math.MaxInt64 }

func size30(n uint64) int { return int(min(n, math.MaxInt32)) }

func limit30(n *uint64) *int {
	if n == nil {
		return nil
	}
	limit := size30(*n)
	return &limit
}
