package synth

import (
	"path"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxComposition limits the nesting of allOf, oneOf and anyOf.
const maxComposition = 30

// composeSchema merges all schemas that apply to one value: all of allOf, one branch of each
// choice, and a condition with its consequence.
func (w *attempt) composeSchema(ref *openapi3.SchemaRef, at valuePath, try, depth int) *openapi3.Schema {
	s := ref.Value
	if depth > maxComposition {
		return s
	}
	sum := *s
	sum.AllOf, sum.OneOf, sum.AnyOf, sum.Not = nil, nil, nil, nil
	sum.If, sum.Then, sum.Else = nil, nil, nil
	exclusiveAsNumbers(&sum)
	if s.Const != nil {
		sum.Enum = bothEnums([]any{s.Const}, s.Enum)
	}
	all := &sum
	add := func(part *openapi3.SchemaRef) {
		if part != nil && part.Value != nil {
			all = mergeSchemas(all, w.composeSchema(part, at, try, depth+1))
		}
	}
	for _, part := range s.AllOf {
		add(part)
		add(inheritedDiscriminator(ref, part))
	}
	for _, branches := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		if branch := w.chooseBranch(branches, at.retry(depth), try); branch != nil {
			add(branch)
			add(discriminatorSchema(s.Discriminator, branch.Ref))
		}
	}
	w.addCondition(s, try, add)
	return all
}

// addCondition adds if with then, and dependent schemas. Every other try adds else instead, and no
// dependent schemas.
func (w *attempt) addCondition(s *openapi3.Schema, try int, add func(*openapi3.SchemaRef)) {
	switch {
	case s.If == nil:
	case try%2 == 0:
		add(s.If)
		add(s.Then)
	default:
		add(s.Else)
	}
	if try%2 == 0 {
		for _, name := range sortedKeys(s.DependentSchemas) {
			add(s.DependentSchemas[name])
		}
	}
}

// chooseBranch chooses one of several schemas. The first tries avoid null and schemas in progress,
// which would recurse.
func (w *attempt) chooseBranch(branches openapi3.SchemaRefs, at valuePath, try int) *openapi3.SchemaRef {
	if len(branches) == 0 {
		return nil
	}
	order := at.random().Perm(len(branches))
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
		case w.isCircular(ref):
			return 2
		}
		return 1
	}
	slices.SortStableFunc(order, func(i, j int) int { return rank(i) - rank(j) })
	return branches[order[try%len(order)]]
}

// isNull reports whether only null conforms.
func isNull(s *openapi3.Schema) bool {
	return s.Type.Is(openapi3.TypeNull) || len(s.Enum) == 1 && s.Enum[0] == nil
}

// discriminatorSchema returns what a discriminator requires of an instance of a branch (OpenAPI
// 3.0, Discriminator Object).
func discriminatorSchema(d *openapi3.Discriminator, branch string) *openapi3.SchemaRef {
	if d == nil || branch == "" {
		return nil
	}
	value := path.Base(branch)
	for _, name := range sortedKeys(d.Mapping) {
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

// inheritedDiscriminator returns what the discriminator of a base schema requires of a schema that
// includes it with allOf.
func inheritedDiscriminator(ref, base *openapi3.SchemaRef) *openapi3.SchemaRef {
	if base == nil || base.Value == nil || len(base.Value.OneOf)+len(base.Value.AnyOf) > 0 {
		return nil
	}
	return discriminatorSchema(base.Value.Discriminator, ref.Ref)
}

// isCircular reports whether a schema leads back to a schema in progress.
func (w *attempt) isCircular(ref *openapi3.SchemaRef) bool { return w.isCircularWithin(ref, 0) }

func (w *attempt) isCircularWithin(ref *openapi3.SchemaRef, depth int) bool {
	if ref == nil || ref.Value == nil || depth > maxComposition {
		return false
	}
	s := ref.Value
	if w.open[s] > 0 {
		return true
	}
	within := func(part *openapi3.SchemaRef) bool { return w.isCircularWithin(part, depth+1) }
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
