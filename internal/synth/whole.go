package synth

import (
	"path"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxParts bounds how deep allOf, oneOf and anyOf may lie in one another.
const maxParts = 30

// whole puts what applies to one value together in one schema: all of allOf, one
// branch of each choice, and a condition that is met along with what it asks for.
func (w *work) whole(ref *openapi3.SchemaRef, at spot, try, depth int) *openapi3.Schema {
	s := ref.Value
	if depth > maxParts {
		return s
	}
	sum := *s
	sum.AllOf, sum.OneOf, sum.AnyOf, sum.Not = nil, nil, nil, nil
	sum.If, sum.Then, sum.Else = nil, nil, nil
	plainBounds(&sum)
	if s.Const != nil {
		sum.Enum = bothEnums([]any{s.Const}, s.Enum)
	}
	all := &sum
	add := func(part *openapi3.SchemaRef) {
		if part != nil && part.Value != nil {
			all = merge(all, w.whole(part, at, try, depth+1))
		}
	}
	for _, part := range s.AllOf {
		add(part)
		add(inherited(ref, part))
	}
	for _, branches := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		if branch := w.branch(branches, at.again(depth), try); branch != nil {
			add(branch)
			add(chosen(s.Discriminator, branch.Ref))
		}
	}
	w.conditions(s, try, add)
	return all
}

// conditions adds what has to be met together. Every other try keeps clear of it.
func (w *work) conditions(s *openapi3.Schema, try int, add func(*openapi3.SchemaRef)) {
	switch {
	case s.If == nil:
	case try%2 == 0:
		add(s.If)
		add(s.Then)
	default:
		add(s.Else)
	}
	if try%2 == 0 {
		for _, name := range sorted(s.DependentSchemas) {
			add(s.DependentSchemas[name])
		}
	}
}

// branch chooses one of several schemas. The first try takes what leads somewhere:
// neither null nor back into a schema that is being worked on.
func (w *work) branch(branches openapi3.SchemaRefs, at spot, try int) *openapi3.SchemaRef {
	if len(branches) == 0 {
		return nil
	}
	order := at.rnd().Perm(len(branches))
	rank := func(i int) int {
		ref := branches[i]
		switch {
		case ref == nil || ref.Value == nil:
			return 3
		case isNull(ref.Value):
			if prefersNull(at.name) {
				return 0
			}
			return 2
		case w.circles(ref):
			return 2
		}
		return 1
	}
	slices.SortStableFunc(order, func(i, j int) int { return rank(i) - rank(j) })
	return branches[order[try%len(order)]]
}

// isNull reports whether nothing but null conforms.
func isNull(s *openapi3.Schema) bool {
	return s.Type.Is(openapi3.TypeNull) || len(s.Enum) == 1 && s.Enum[0] == nil
}

// chosen is what a discriminator asks of an instance of a branch (OpenAPI 3.0,
// Discriminator Object).
func chosen(d *openapi3.Discriminator, branch string) *openapi3.SchemaRef {
	if d == nil || branch == "" {
		return nil
	}
	value := path.Base(branch)
	for _, name := range sorted(d.Mapping) {
		if ref := d.Mapping[name].Ref; ref == branch || ref == path.Base(branch) {
			value = name
			break
		}
	}
	return &openapi3.SchemaRef{Value: &openapi3.Schema{
		Required:   []string{d.PropertyName},
		Properties: openapi3.Schemas{d.PropertyName: {Value: &openapi3.Schema{Enum: []any{value}}}},
	}}
}

// inherited is what the discriminator of a base schema asks of one that includes
// it by allOf.
func inherited(ref, base *openapi3.SchemaRef) *openapi3.SchemaRef {
	if base == nil || base.Value == nil || len(base.Value.OneOf)+len(base.Value.AnyOf) > 0 {
		return nil
	}
	return chosen(base.Value.Discriminator, ref.Ref)
}

// circles reports whether a schema leads back into one that is being worked on.
func (w *work) circles(ref *openapi3.SchemaRef) bool { return w.circlesWithin(ref, 0) }

func (w *work) circlesWithin(ref *openapi3.SchemaRef, depth int) bool {
	if ref == nil || ref.Value == nil || depth > maxParts {
		return false
	}
	s := ref.Value
	if w.open[s] > 0 {
		return true
	}
	within := func(part *openapi3.SchemaRef) bool { return w.circlesWithin(part, depth+1) }
	if slices.ContainsFunc(s.AllOf, within) || within(s.Items) || within(s.AdditionalProperties.Schema) {
		return true
	}
	for _, branches := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		if len(branches) > 0 && !slices.ContainsFunc(branches, func(b *openapi3.SchemaRef) bool {
			return !within(b) && !isNull(b.Value)
		}) {
			return true
		}
	}
	return false
}
