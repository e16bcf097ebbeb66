package schemaerror

import (
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/schema"
)

// object evaluates the keywords for objects.
func (c *check) object(s *schema.Schema, k *schema.ObjectKeywords, v map[string]any) outcome {
	o := c.members(s, k, v)
	if len(v) < k.MinProperties && !c.done(o) {
		o.and(c.tooShort(s, "minProperties", k.MinProperties, len(v), "member"))
	}
	if k.MaxProperties >= 0 && len(v) > k.MaxProperties && !c.done(o) {
		o.and(c.tooLong(s, "maxProperties", k.MaxProperties, len(v), "member"))
	}
	if !c.done(o) {
		o.and(c.required(s, "required", k.Required, v))
	}
	for _, d := range k.DependentRequired {
		if _, has := v[d.Name]; has && !c.done(o) {
			o.and(c.required(s, "dependentRequired", d.Required, v))
		}
	}
	return o
}

// members evaluates the schemas of members, in the order of their names.
func (c *check) members(s *schema.Schema, k *schema.ObjectKeywords, v map[string]any) outcome {
	if len(k.PatternProperties) == 0 && k.AdditionalProperties == nil && k.PropertyNames == nil {
		return c.declared(k, v)
	}
	start := len(c.names)
	for name := range v {
		c.names = append(c.names, name)
	}
	end := len(c.names)
	slices.Sort(c.names[start:end])
	o := holds
	for i := start; i < end && !c.done(o); i++ {
		name := c.names[i]
		o.and(c.member(s, k, v, name))
		if k.PropertyNames != nil && !c.done(o) {
			o.and(c.memberName(k.PropertyNames, v, name))
		}
	}
	c.names = c.names[:start]
	return o
}

// declared evaluates the schemas of declared members where there are no others.
func (c *check) declared(k *schema.ObjectKeywords, v map[string]any) outcome {
	o := holds
	for i := range k.Properties {
		p := &k.Properties[i]
		value, has := v[p.Name]
		if !has {
			continue
		}
		if o.and(c.descend(p.Schema, step{v, p.Name, -1}, value)); c.done(o) {
			break
		}
	}
	return o
}

// member evaluates all schemas of one member.
func (c *check) member(s *schema.Schema, k *schema.ObjectKeywords, v map[string]any, name string) outcome {
	at, value := step{v, name, -1}, v[name]
	o, known := holds, false
	if property := k.Property(name); property != nil {
		known = true
		o.and(c.descend(property, at, value))
	}
	for _, p := range k.PatternProperties {
		switch matches, err := c.match(p.Pattern, name); {
		case err != nil:
			known = true
			o.and(c.unknown(&cause{UncheckedPattern, s, "patternProperties"}))
		case matches && !c.done(o):
			known = true
			o.and(c.descend(p.Schema, at, value))
		}
	}
	if known || k.AdditionalProperties == nil {
		return o
	}
	// A pattern that is unusable may match the name: then the object is
	// unknown already, and what is not allowed here may be there.
	if c.isUnusable(s, "patternProperties") {
		return o
	}
	return c.further(s, "additionalProperties", k.AdditionalProperties, at, value)
}

// further evaluates a member that is not declared.
func (c *check) further(s *schema.Schema, keyword string, of *schema.Schema, at step, value any) outcome {
	if !of.Keywords().False {
		return c.descend(of, at, value)
	}
	if c.violation(s, keyword, "") {
		c.add(s, keyword, Error{Instance: []string{at.token()}, Message: "is not allowed by the schema",
			Expected: "no further member", Actual: "a further member"})
	}
	return fails
}

func (s step) token() string {
	if s.index >= 0 {
		return strconv.Itoa(s.index)
	}
	return s.name
}

// isUnusable reports whether a keyword of s cannot be evaluated.
func (c *check) isUnusable(s *schema.Schema, keyword string) bool {
	return slices.ContainsFunc(s.Keywords().Unusable, func(u schema.Unusable) bool { return u.Keyword == keyword })
}

// memberName evaluates `propertyNames` for one name.
func (c *check) memberName(s *schema.Schema, v map[string]any, name string) outcome {
	outer := c.naming
	c.naming = true
	o := c.descend(s, step{v, name, -1}, name)
	c.naming = outer
	return o
}

// required evaluates the names of members that an object must have.
func (c *check) required(s *schema.Schema, keyword string, names []string, v map[string]any) outcome {
	o := holds
	for _, name := range names {
		if _, has := v[name]; has || c.mayBeMissing(name) {
			continue
		}
		o = fails
		if c.mode == decide {
			break
		}
		if c.violation(s, keyword, name) {
			c.add(s, keyword, Error{Property: name, Message: "does not have the required member " + strconv.Quote(name),
				Expected: "member " + name, Actual: "absent"})
		}
	}
	return o
}
