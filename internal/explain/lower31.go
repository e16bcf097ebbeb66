package explain

import (
	stdjson "encoding/json"
	"iter"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func (l *Lowering) schema31(s *jsonschema.Schema) *accept.Schema {
	if s == nil {
		return nil // anything
	}
	if known := l.of31[s]; known != nil {
		return known
	}
	lowered := &accept.Schema{}
	l.of31[s] = lowered
	l.fill31(lowered, s)
	return lowered
}

func (l *Lowering) fill31(to *accept.Schema, s *jsonschema.Schema) {
	if s.Bool != nil {
		if *s.Bool {
			to.Kinds = accept.Any
		}
		return
	}
	to.Unknown = unknown31(s)
	to.Kinds = accept.Any
	if s.Types != nil && !s.Types.IsEmpty() {
		to.Kinds = kindsOf(s.Types.ToStrings())
	}
	l.values31(to, s)
	l.text31(to, s)
	l.number31(to, s)
	if s.Items2020 != nil || s.PrefixItems != nil || s.MinItems != nil || s.MaxItems != nil || s.UniqueItems {
		to.List = &accept.List{Min: given(s.MinItems), Max: s.MaxItems, Unique: s.UniqueItems, Items: l.schema31(s.Items2020)}
		for _, item := range s.PrefixItems {
			to.List.Prefix = append(to.List.Prefix, l.schema31(item))
		}
	}
	l.object31(to, s)
	if s.Ref != nil {
		to.All = append(to.All, l.schema31(s.Ref))
	}
	for _, other := range s.AllOf {
		to.All = append(to.All, l.schema31(other))
	}
	l.choice31(to, s.OneOf, true)
	l.choice31(to, s.AnyOf, false)
}

// unknown31 reports whether a schema has keywords that the acceptor lacks.
func unknown31(s *jsonschema.Schema) bool {
	return s.DraftVersion != 2020 || s.RecursiveRef != nil || s.DynamicRef != nil || len(s.Extensions) > 0 ||
		s.Not != nil || s.If != nil || s.Format != nil || unknownMembers31(s) ||
		s.Items != nil || s.AdditionalItems != nil || s.Contains != nil || s.UnevaluatedItems != nil ||
		s.ContentEncoding != nil || s.ContentMediaType != nil || s.ContentSchema != nil
}

func unknownMembers31(s *jsonschema.Schema) bool {
	return s.PropertyNames != nil || len(s.PatternProperties) > 0 || len(s.Dependencies) > 0 ||
		len(s.DependentRequired) > 0 || len(s.DependentSchemas) > 0 || s.UnevaluatedProperties != nil
}

// values31 lowers enum and const; where both stand, const alone decides what can
// be proved.
func (l *Lowering) values31(to *accept.Schema, s *jsonschema.Schema) {
	var values []any
	switch {
	case s.Const != nil && s.Enum != nil:
		to.Unknown = true
		return
	case s.Const != nil:
		values = []any{*s.Const}
	case s.Enum != nil:
		values = s.Enum.Values
	default:
		return
	}
	e := &accept.Enum{}
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			e.Null = true
		case string:
			e.Strings = append(e.Strings, v)
		case bool:
			e.True, e.False = e.True || v, e.False || !v
		case stdjson.Number:
			if r, ok := new(big.Rat).SetString(v.String()); ok {
				if f, ok := short(r); ok {
					e.Numbers = append(e.Numbers, f)
				}
			}
		}
	}
	to.Enum = e
	if len(e.Numbers) > 0 {
		to.Num = &accept.Num{Exact: true}
	}
}

func (l *Lowering) text31(to *accept.Schema, s *jsonschema.Schema) {
	if s.MinLength == nil && s.MaxLength == nil && s.Pattern == nil {
		return
	}
	to.Text = &accept.Text{Min: given(s.MinLength), Max: s.MaxLength}
	if s.Pattern == nil {
		return
	}
	pattern, ok := s.Pattern.(*Pattern)
	if !ok || !pattern.lower(to.Text) {
		to.Unknown = true
	}
}

func (l *Lowering) number31(to *accept.Schema, s *jsonschema.Schema) {
	n := accept.Num{Exact: true}
	for _, bound := range []struct {
		from *big.Rat
		to   **float64
	}{
		{s.Minimum, &n.Min}, {s.Maximum, &n.Max}, {s.ExclusiveMinimum, &n.Above},
		{s.ExclusiveMaximum, &n.Below}, {s.MultipleOf, &n.MultipleOf},
	} {
		if bound.from == nil {
			continue
		}
		f, ok := short(bound.from)
		to.Unknown = to.Unknown || !ok
		*bound.to = &f
	}
	if n != (accept.Num{Exact: true}) {
		to.Num = &n
	}
}

// short returns a number of at most fifteen digits as float64: two such numbers
// compare as their float64s do.
func short(r *big.Rat) (float64, bool) {
	f, _ := r.Float64()
	back, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', 15, 64))
	return f, ok && back.Cmp(r) == 0
}

func (l *Lowering) object31(to *accept.Schema, s *jsonschema.Schema) {
	o := &accept.Obj{Min: given(s.MinProperties), Max: s.MaxProperties}
	switch further := s.AdditionalProperties.(type) {
	case nil:
	case bool:
		o.Closed = !further
	case *jsonschema.Schema:
		o.Further = l.schema31(further)
	default:
		to.Unknown = true
	}
	required := make(map[string]bool, len(s.Required))
	for _, name := range s.Required {
		required[name] = true
		if s.Properties[name] == nil {
			o.Required = append(o.Required, name)
		}
	}
	for name, property := range sorted(s.Properties) {
		o.Members = append(o.Members, accept.Member{Name: name, Schema: l.schema31(property), Required: required[name]})
	}
	if o.Closed || o.Further != nil || o.Min > 0 || o.Max != nil || len(o.Members)+len(o.Required) > 0 {
		to.Obj = o
	}
}

func (l *Lowering) choice31(to *accept.Schema, branches []*jsonschema.Schema, one bool) {
	if len(branches) == 0 {
		return
	}
	c := &accept.Choice{One: one}
	for _, b := range branches {
		c.Branches = append(c.Branches, l.schema31(b))
	}
	to.Choices = append(to.Choices, c)
}

// sorted yields a map in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
