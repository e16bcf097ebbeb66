package schemaerror

import (
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
)

// manyBranches is the number of branches from which duplicates are not searched.
const manyBranches = 64

func (c *valueCheck) evaluateAnyOf(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	maybe, matched := resultValid, 0
	for i, branch := range k.AnyOf {
		if i < manyBranches && slices.Contains(k.AnyOf[:i], branch) {
			continue
		}
		switch o := c.decideSchema(branch, value); o.validity {
		case valid:
			if !c.reportsMatches(s) {
				return resultValid
			}
			matched++
			c.walkMatch(branch, value)
		case unknown:
			maybe = o
		}
	}
	switch {
	case matched > 0:
		return resultValid
	case maybe.validity == unknown:
		return c.unknownResult(maybe.cause)
	}
	return c.reportNoBranch(s, k, "anyOf", k.AnyOf, value)
}

func (c *valueCheck) evaluateOneOf(s *schema.Schema, k *schema.Keywords, value any) evalResult {
	maybe := resultValid
	var matched []*schema.Schema
	for _, branch := range k.OneOf {
		switch o := c.decideSchema(branch, value); o.validity {
		case valid:
			if matched = append(matched, branch); len(matched) > 1 {
				return c.tooManyBranches(s, k.OneOf, matched, value)
			}
		case unknown:
			maybe = o
		}
	}
	switch {
	case maybe.validity == unknown:
		return c.unknownResult(maybe.cause)
	case len(matched) == 1:
		if c.reportsMatches(s) {
			c.walkMatch(matched[0], value)
		}
		return resultValid
	}
	return c.reportNoBranch(s, k, "oneOf", k.OneOf, value)
}

// reportsMatches reports whether matching branches are walked, too, for members in the wrong
// direction.
func (c *valueCheck) reportsMatches(s *schema.Schema) bool {
	return c.mode == modeReport && s.Compiler().UsesReadWriteOnly()
}

// walkMatch walks a matching branch.
func (c *valueCheck) walkMatch(branch *schema.Schema, value any) {
	walked := c.walked
	c.walked = nil
	c.mutedDepth++
	c.nested++
	c.evaluateSchema(branch, value)
	c.nested--
	c.mutedDepth--
	c.walked = walked
}

func (c *valueCheck) tooManyBranches(s *schema.Schema, branches, matched []*schema.Schema, value any) evalResult {
	if c.noteViolation(s, "oneOf", "") {
		first, second := branchName(branches, matched[0], 0), branchName(branches, matched[1], 1)
		c.addError(s, "oneOf", Error{Message: "matches more than one of the oneOf schemas: " + first + " and " + second,
			Expected: "exactly one of the oneOf schemas", Actual: typeName(value)})
	}
	return resultInvalid
}

// branchName returns the name of a branch, or its number from 1. Occurrence distinguishes branches
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

// reportNoBranch reports that a value matches no branch: with the errors of the nearest branch, or,
// if no branch allows its type, with one error for the value.
func (c *valueCheck) reportNoBranch(s *schema.Schema, k *schema.Keywords, keyword string, branches []*schema.Schema, value any) evalResult {
	if c.mode == modeDecide {
		return resultInvalid
	}
	best, distance := c.nearestBranch(k, branches, value)
	if c.mode == modeMeasure {
		c.distance.addDistance(distance)
		return resultInvalid
	}
	if best != nil && c.lacksDiscriminator(s, k, keyword, best, value) {
		return resultInvalid
	}
	if best != nil && !distance.wrongType && c.reportBranch(keyword, branches, best, value) {
		return resultInvalid
	}
	if c.noteWrongType(s, keyword, value) {
		message := "fits none of the " + keyword + " schemas"
		actual := typeName(value)
		if expected := expectedTypes(branches); distance.wrongType && expected != 0 {
			message += ": is of type " + actual + ", not " + expected.String()
		}
		c.addError(s, keyword, Error{Subject: actual, Message: message, Expected: "one of the " + keyword + " schemas", Actual: actual})
	}
	return resultInvalid
}

// expectedTypes returns the types that the branches allow.
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

// reportBranch reports the errors of the nearest branch, and returns whether there are any.
func (c *valueCheck) reportBranch(keyword string, branches []*schema.Schema, branch *schema.Schema, value any) bool {
	before, outer := c.noted, c.branch
	c.branch = branchLabel(keyword, branches, branch)
	c.walkMatch(branch, value)
	c.branch = outer
	return c.noted > before
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

// nearestBranch returns the branch for the discriminator's value, or else the branch with the
// fewest errors, and its distance.
func (c *valueCheck) nearestBranch(k *schema.Keywords, branches []*schema.Schema, value any) (*schema.Schema, schemaDistance) {
	if named := c.discriminatedBranch(k.Discriminator, branches, value); named != nil {
		t := c.measureDistance(named, value)
		t.wrongType = false
		return named, t
	}
	var best *schema.Schema
	var least schemaDistance
	for i, branch := range branches {
		if i < manyBranches && slices.Contains(branches[:i], branch) {
			continue
		}
		if t := c.measureDistance(branch, value); best == nil || t.less(least) {
			best, least = branch, t
		}
	}
	return best, least
}

// discriminatedBranch returns the branch for the discriminator's value, nil if there is none.
func (c *valueCheck) discriminatedBranch(d *schema.Discriminator, branches []*schema.Schema, value any) *schema.Schema {
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

// lacksDiscriminator reports an object without the member that the discriminator needs, if the
// nearest branch requires it. It is then unclear which branch is meant, so other errors are not
// reported.
func (c *valueCheck) lacksDiscriminator(s *schema.Schema, k *schema.Keywords, keyword string, nearest *schema.Schema, value any) bool {
	object, isObject := value.(map[string]any)
	if k.Discriminator == nil || !isObject || !requiresMember(nearest, k.Discriminator.Property, maxReferences) {
		return false
	}
	name := k.Discriminator.Property
	if _, has := object[name]; has {
		return false
	}
	const at = "discriminator/propertyName"
	if c.noteViolation(s, at, name) {
		c.addError(s, at, Error{Property: name, Expected: "member " + name, Actual: "absent",
			Message: "does not have the required member " + strconv.Quote(name) + ", which says which of the " + keyword + " schemas is meant"})
	}
	return true
}

const maxReferences = 20

// requiresMember reports whether a schema, or one that must hold with it, requires a member.
func requiresMember(s *schema.Schema, name string, depth int) bool {
	k := s.Keywords()
	if k.Object != nil && slices.Contains(k.Object.Required, name) {
		return true
	}
	in := func(part *schema.Schema) bool { return requiresMember(part, name, depth-1) }
	return depth > 0 && (k.Ref != nil && in(k.Ref) || slices.ContainsFunc(k.AllOf, in))
}

// A schemaDistance measures how far a value is from a schema.
type schemaDistance struct {
	errors    int
	depth     int // of the deepest error
	base      int // depth of the value
	wrongType bool
}

// wrongValue is the weight of an enum or const error in a member, because such a member often
// distinguishes branches.
const wrongValue = 3

func (t *schemaDistance) addError(keyword string, depth int) {
	weight := 1
	if keyword == "enum" || keyword == "const" {
		weight = wrongValue
	}
	t.errors += weight
	t.depth = max(t.depth, depth)
	t.wrongType = t.wrongType || keyword == "type" && depth == t.base
}

// addDistance adds the distance of a branch for the same value or for a part of it.
func (t *schemaDistance) addDistance(inner schemaDistance) {
	t.errors += max(1, inner.errors)
	t.depth = max(t.depth, inner.depth)
	t.wrongType = t.wrongType || inner.wrongType && inner.base == t.base
}

func (t schemaDistance) less(other schemaDistance) bool {
	switch {
	case t.wrongType != other.wrongType:
		return other.wrongType
	case t.errors != other.errors:
		return t.errors < other.errors
	}
	return t.depth > other.depth
}

// measureDistance returns the distance of the current value to a schema.
func (c *valueCheck) measureDistance(s *schema.Schema, value any) schemaDistance {
	key := c.memoKeyOf(s)
	if t, known := c.distances[key]; known {
		return t
	}
	mode, outer, walked := c.mode, c.distance, c.walked
	c.mode, c.distance, c.walked = modeMeasure, schemaDistance{base: len(c.path)}, nil
	c.nested++
	c.evaluateSchema(s, value)
	c.nested--
	t := c.distance
	c.mode, c.distance, c.walked = mode, outer, walked
	c.distances[key] = t
	return t
}
