package schemaerror

import (
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
)

// manyBranches is the number of branches from which equal ones are not searched.
const manyBranches = 64

func (c *check) anyOf(s *schema.Schema, k *schema.Keywords, value any) outcome {
	maybe, matched := holds, 0
	for i, branch := range k.AnyOf {
		if i < manyBranches && slices.Contains(k.AnyOf[:i], branch) {
			continue
		}
		switch o := c.decide(branch, value); o.state {
		case valid:
			if !c.explainsMatches(s) {
				return holds
			}
			matched++
			c.walkMatch(branch, value)
		case unknown:
			maybe = o
		}
	}
	switch {
	case matched > 0:
		return holds
	case maybe.state == unknown:
		return c.unknown(maybe.cause)
	}
	return c.noBranch(s, k, "anyOf", k.AnyOf, value)
}

func (c *check) oneOf(s *schema.Schema, k *schema.Keywords, value any) outcome {
	maybe := holds
	var matched []*schema.Schema
	for _, branch := range k.OneOf {
		switch o := c.decide(branch, value); o.state {
		case valid:
			if matched = append(matched, branch); len(matched) > 1 {
				return c.tooManyBranches(s, k.OneOf, matched, value)
			}
		case unknown:
			maybe = o
		}
	}
	switch {
	case maybe.state == unknown:
		return c.unknown(maybe.cause)
	case len(matched) == 1:
		if c.explainsMatches(s) {
			c.walkMatch(matched[0], value)
		}
		return holds
	}
	return c.noBranch(s, k, "oneOf", k.OneOf, value)
}

// explainsMatches reports whether branches that match are walked, too, for members
// that are in the wrong direction.
func (c *check) explainsMatches(s *schema.Schema) bool {
	return c.mode == report && s.Compiler().UsesReadWriteOnly()
}

// walkMatch walks a branch that matches.
func (c *check) walkMatch(branch *schema.Schema, value any) {
	walked := c.walked
	c.walked = nil
	c.muted++
	c.nested++
	c.walk(branch, value)
	c.nested--
	c.muted--
	c.walked = walked
}

func (c *check) tooManyBranches(s *schema.Schema, branches, matched []*schema.Schema, value any) outcome {
	if c.violation(s, "oneOf", "") {
		first, second := branchName(branches, matched[0], 0), branchName(branches, matched[1], 1)
		c.add(s, "oneOf", Error{Message: "matches more than one of the oneOf schemas: " + first + " and " + second,
			Expected: "exactly one of the oneOf schemas", Actual: typeName(value)})
	}
	return fails
}

// branchName names a branch, or numbers it from 1. Occurrence tells apart branches
// that are the same schema.
func branchName(branches []*schema.Schema, branch *schema.Schema, occurrence int) string {
	if name := branch.Name(); name != "" {
		return name
	}
	at := slices.Index(branches, branch)
	if occurrence > 0 {
		if next := slices.Index(branches[at+1:], branch); next >= 0 {
			at += 1 + next
		}
	}
	return "number " + strconv.Itoa(at+1)
}

// noBranch reports that a value matches no branch: by the errors of the branch that
// it is nearest to, or as a whole if its type fits none.
func (c *check) noBranch(s *schema.Schema, k *schema.Keywords, keyword string, branches []*schema.Schema, value any) outcome {
	if c.mode == decide {
		return fails
	}
	best, distance := c.nearest(k, branches, value)
	if c.mode == measure {
		c.tally.join(distance)
		return fails
	}
	if best != nil && c.lacksDiscriminator(s, k, keyword, best, value) {
		return fails
	}
	if best != nil && !distance.wrongType && c.explainBranch(keyword, branches, best, value) {
		return fails
	}
	if c.violation(s, keyword, "") {
		message := "fits none of the " + keyword + " schemas"
		actual := typeName(value)
		if expected := expectedTypes(branches); distance.wrongType && expected != 0 {
			message += ": is of type " + actual + ", not " + expected.String()
		}
		c.add(s, keyword, Error{Message: message, Expected: "one of the " + keyword + " schemas", Actual: actual})
	}
	return fails
}

// expectedTypes are the types that the branches allow.
func expectedTypes(branches []*schema.Schema) schema.Types {
	var types schema.Types
	for _, b := range branches {
		types |= b.AllowedTypes()
	}
	if types == schema.AnyType {
		return 0
	}
	return types
}

// explainBranch reports the errors of the nearest branch, and whether there are any.
func (c *check) explainBranch(keyword string, branches []*schema.Schema, branch *schema.Schema, value any) bool {
	before, more, outer := len(c.result.Errors), c.result.More, c.branch
	c.branch = branchLabel(keyword, branches, branch)
	c.walkMatch(branch, value)
	c.branch = outer
	return len(c.result.Errors) > before || c.result.More > more
}

func branchLabel(keyword string, branches []*schema.Schema, branch *schema.Schema) string {
	var b strings.Builder
	b.WriteString("in ")
	b.WriteString(branchName(branches, branch, 0))
	if len(branches) > 1 {
		b.WriteString(", the nearest of the ")
		b.WriteString(strconv.Itoa(len(branches)))
	} else {
		b.WriteString(", the only one of the")
	}
	b.WriteString(" ")
	b.WriteString(keyword)
	b.WriteString(" schemas")
	return b.String()
}

// nearest returns the branch that the discriminator names, or else the one with
// the fewest errors, and its distance.
func (c *check) nearest(k *schema.Keywords, branches []*schema.Schema, value any) (*schema.Schema, tally) {
	if named := c.named(k.Discriminator, branches, value); named != nil {
		t := c.measure(named, value)
		t.wrongType = false
		return named, t
	}
	var best *schema.Schema
	var least tally
	for i, branch := range branches {
		if i < manyBranches && slices.Contains(branches[:i], branch) {
			continue
		}
		if t := c.measure(branch, value); best == nil || t.less(least) {
			best, least = branch, t
		}
	}
	return best, least
}

// named returns the branch that the discriminator names, nil if there is none.
func (c *check) named(d *schema.Discriminator, branches []*schema.Schema, value any) *schema.Schema {
	object, ok := value.(map[string]any)
	if d == nil || !ok {
		return nil
	}
	name, ok := object[d.Property].(string)
	if !ok {
		return nil
	}
	target := d.Branch(name)
	if target == nil {
		return nil
	}
	for _, b := range branches {
		if b == target || b.Keywords().Ref == target {
			return b
		}
	}
	return nil
}

// lacksDiscriminator reports that an object lacks the member by which the discriminator
// chooses a schema, if the nearest branch requires it: which branch is meant cannot be
// told, so that what else is wrong is not worth saying.
func (c *check) lacksDiscriminator(s *schema.Schema, k *schema.Keywords, keyword string, nearest *schema.Schema, value any) bool {
	object, isObject := value.(map[string]any)
	if k.Discriminator == nil || !isObject || !requires(nearest, k.Discriminator.Property, maxReferences) {
		return false
	}
	name := k.Discriminator.Property
	if _, has := object[name]; has {
		return false
	}
	const at = "discriminator/propertyName"
	if c.violation(s, at, name) {
		c.add(s, at, Error{Property: name, Expected: "member " + name, Actual: "absent",
			Message: "does not have the required member " + strconv.Quote(name) + ", which says which of the " + keyword + " schemas is meant"})
	}
	return true
}

const maxReferences = 20

// requires reports whether a schema, or one that must hold with it, requires a member.
func requires(s *schema.Schema, name string, depth int) bool {
	k := s.Keywords()
	if k.Object != nil && slices.Contains(k.Object.Required, name) {
		return true
	}
	in := func(part *schema.Schema) bool { return requires(part, name, depth-1) }
	return depth > 0 && (k.Ref != nil && in(k.Ref) || slices.ContainsFunc(k.AllOf, in))
}

// A tally measures how far a value is from a schema.
type tally struct {
	errors    int
	depth     int // of the deepest error
	base      int // depth of the value
	wrongType bool
}

// wrongValue is the weight of an enum or const that a member breaks: it often tells
// branches apart.
const wrongValue = 3

func (t *tally) add(keyword string, depth int) {
	weight := 1
	if keyword == "enum" || keyword == "const" {
		weight = wrongValue
	}
	t.errors += weight
	t.depth = max(t.depth, depth)
	t.wrongType = t.wrongType || keyword == "type" && depth == t.base
}

// join adds the distance to a branch of the same value or of a part.
func (t *tally) join(inner tally) {
	t.errors += max(1, inner.errors)
	t.depth = max(t.depth, inner.depth)
	t.wrongType = t.wrongType || inner.wrongType && inner.base == t.base
}

func (t tally) less(other tally) bool {
	switch {
	case t.wrongType != other.wrongType:
		return other.wrongType
	case t.errors != other.errors:
		return t.errors < other.errors
	}
	return t.depth > other.depth
}

// measure returns the distance of the current value to a schema.
func (c *check) measure(s *schema.Schema, value any) tally {
	key := c.memoKey(s)
	if t, known := c.tallies[key]; known {
		return t
	}
	mode, outer, walked := c.mode, c.tally, c.walked
	c.mode, c.tally, c.walked = measure, tally{base: len(c.path)}, nil
	c.nested++
	c.walk(s, value)
	c.nested--
	t := c.tally
	c.mode, c.tally, c.walked = mode, outer, walked
	c.tallies[key] = t
	return t
}
