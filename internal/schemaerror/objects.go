package schemaerror

import (
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/schema"
)

// checkObject evaluates the keywords for objects.
func (c *valueCheck) checkObject(s *schema.Schema, k *schema.ObjectKeywords, v map[string]any) evalResult {
	o := c.checkMembers(s, k, v)
	if len(v) < k.MinProperties && !c.isDecided(o) {
		o.combine(c.tooShort(s, "minProperties", k.MinProperties, len(v), "member"))
	}
	if k.MaxProperties >= 0 && len(v) > k.MaxProperties && !c.isDecided(o) {
		o.combine(c.tooLong(s, "maxProperties", k.MaxProperties, len(v), "member"))
	}
	if !c.isDecided(o) {
		o.combine(c.checkRequired(s, "required", k.Required, v))
	}
	for _, d := range k.DependentRequired {
		if _, has := v[d.Name]; has && !c.isDecided(o) {
			o.combine(c.checkRequired(s, "dependentRequired", d.Required, v))
		}
	}
	return o
}

// checkMembers evaluates the schemas of members, in the order of their names.
func (c *valueCheck) checkMembers(s *schema.Schema, k *schema.ObjectKeywords, v map[string]any) evalResult {
	if len(k.PatternProperties) == 0 && k.AdditionalProperties == nil && k.PropertyNames == nil {
		return c.checkDeclared(k, v)
	}
	start := len(c.names)
	for name := range v {
		c.names = append(c.names, name)
	}
	end := len(c.names)
	slices.Sort(c.names[start:end])
	o := resultValid
	for i := start; i < end && !c.isDecided(o); i++ {
		name := c.names[i]
		o.combine(c.checkMember(s, k, v, name))
		if k.PropertyNames != nil && !c.isDecided(o) {
			o.combine(c.checkMemberName(k.PropertyNames, v, name))
		}
	}
	c.names = c.names[:start]
	return o
}

// checkDeclared evaluates the schemas of declared members if the keywords restrict no others.
func (c *valueCheck) checkDeclared(k *schema.ObjectKeywords, v map[string]any) evalResult {
	o := resultValid
	for i := range k.Properties {
		p := &k.Properties[i]
		value, has := v[p.Name]
		if !has {
			continue
		}
		if o.combine(c.evaluatePart(p.Schema, pathStep{v, p.Name, -1}, value)); c.isDecided(o) {
			break
		}
	}
	return o
}

// checkMember evaluates all schemas of one member.
func (c *valueCheck) checkMember(s *schema.Schema, k *schema.ObjectKeywords, v map[string]any, name string) evalResult {
	at, value := pathStep{v, name, -1}, v[name]
	o, known := resultValid, false
	if property := k.Property(name); property != nil {
		known = true
		o.combine(c.evaluatePart(property, at, value))
	}
	for _, p := range k.PatternProperties {
		switch matches, err := c.match(p.Pattern, name); {
		case err != nil:
			known = true
			o.combine(c.unknownResult(&unknownCause{UncheckedPattern, s, "patternProperties"}))
		case matches && !c.isDecided(o):
			known = true
			o.combine(c.evaluatePart(p.Schema, at, value))
		}
	}
	if known || k.AdditionalProperties == nil {
		return o
	}
	// An unusable pattern may match the name. The object is unknown then, and a member that is
	// otherwise not allowed may be.
	if c.isUnusable(s, "patternProperties") {
		return o
	}
	return c.checkAdditional(s, "additionalProperties", k.AdditionalProperties, at, value)
}

// checkAdditional evaluates a member that is not declared.
func (c *valueCheck) checkAdditional(s *schema.Schema, keyword string, of *schema.Schema, at pathStep, value any) evalResult {
	if !of.Keywords().False {
		return c.evaluatePart(of, at, value)
	}
	if c.memberViolation(s, keyword, "", at.pointerToken()) {
		c.addError(s, keyword, Error{Instance: []string{at.pointerToken()}, Message: "is not allowed by the schema",
			Expected: "no further member", Actual: "a further member"})
	}
	return resultInvalid
}

func (s pathStep) pointerToken() string {
	if s.index >= 0 {
		return strconv.Itoa(s.index)
	}
	return s.name
}

// isUnusable reports whether a keyword of s cannot be evaluated.
func (c *valueCheck) isUnusable(s *schema.Schema, keyword string) bool {
	return slices.ContainsFunc(s.Keywords().Unusable, func(u schema.Unusable) bool { return u.Keyword == keyword })
}

// checkMemberName evaluates `propertyNames` for one name.
func (c *valueCheck) checkMemberName(s *schema.Schema, v map[string]any, name string) evalResult {
	outer := c.checksName
	c.checksName = true
	o := c.evaluatePart(s, pathStep{v, name, -1}, name)
	c.checksName = outer
	return o
}

// checkRequired evaluates the names of members that an object must have.
func (c *valueCheck) checkRequired(s *schema.Schema, keyword string, names []string, v map[string]any) evalResult {
	o := resultValid
	for _, name := range names {
		if _, has := v[name]; has || c.mayBeMissing(name) {
			continue
		}
		o = resultInvalid
		if c.mode == modeDecide {
			break
		}
		if c.noteViolation(s, keyword, name) {
			c.addError(s, keyword, Error{Property: name, Message: "does not have the required member " + strconv.Quote(name),
				Expected: "member " + name, Actual: "absent"})
		}
	}
	return o
}
