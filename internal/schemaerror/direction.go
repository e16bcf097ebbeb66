package schemaerror

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// mayBeMissing reports whether a member belongs to the other direction: a response may lack
// writeOnly members, a request readOnly ones.
func (c *valueCheck) mayBeMissing(name string) bool {
	search := memberDeclarations{valueCheck: c, name: name}
	return slices.ContainsFunc(c.applied[c.first:], search.declaresMember)
}

// checkDirection reports a member that must not be in a response or request. The value may conform
// nevertheless.
func (c *valueCheck) checkDirection(s *schema.Schema, k *schema.Keywords) {
	if c.mode != modeReport || !c.isOneWay(k) || len(c.path) == 0 || c.path[len(c.path)-1].index >= 0 {
		return
	}
	kind, keyword, message := WriteOnlyPresent, "writeOnly", "is write-only and must not be in a response"
	if c.Direction == Request {
		kind, keyword, message = ReadOnlyPresent, "readOnly", "is read-only and must not be in a request"
	}
	if c.noteViolation(s, keyword, "") {
		c.addError(s, keyword, Error{Kind: kind, Message: message, Expected: "absent", Actual: "present"})
	}
}

// isOneWay reports whether the keywords of a schema restrict it to the other direction.
func (c *valueCheck) isOneWay(k *schema.Keywords) bool {
	return c.Direction == Response && k.WriteOnly || c.Direction == Request && k.ReadOnly
}

// A memberDeclarations searches the schemas of one value for the declaration of a member.
type memberDeclarations struct {
	*valueCheck
	name string
	seen map[*schema.Schema]bool
}

// declaresMember reports whether a schema declares the member as belonging to the other direction.
func (d *memberDeclarations) declaresMember(s *schema.Schema) bool {
	k := s.Keywords()
	for _, member := range d.declared(k.Object) {
		if (&memberDeclarations{valueCheck: d.valueCheck}).hasOneWay(member) {
			return true
		}
	}
	return d.anyConjunct(k, d.declaresMember)
}

// declared returns the schemas for the member: as a property, by the patterns that match its name,
// or else for additional members.
func (d *memberDeclarations) declared(k *schema.ObjectKeywords) (all []*schema.Schema) {
	if k == nil {
		return nil
	}
	if property := k.Property(d.name); property != nil {
		all = append(all, property)
	}
	for _, p := range k.PatternProperties {
		if matches, err := d.match(p.Pattern, d.name); matches && err == nil {
			all = append(all, p.Schema)
		}
	}
	if len(all) == 0 && k.AdditionalProperties != nil {
		all = append(all, k.AdditionalProperties)
	}
	return all
}

// hasOneWay reports whether a schema, or one that must hold with it, belongs to the other
// direction.
func (d *memberDeclarations) hasOneWay(s *schema.Schema) bool {
	k := s.Keywords()
	return d.isOneWay(k) || d.anyConjunct(k, d.hasOneWay)
}

// anyConjunct reports whether of is true for one of the schemas that must hold, too. It visits each
// once.
func (d *memberDeclarations) anyConjunct(k *schema.Keywords, of func(*schema.Schema) bool) bool {
	if k.Ref != nil && d.isNew(k.Ref) && of(k.Ref) {
		return true
	}
	for _, s := range k.AllOf {
		if d.isNew(s) && of(s) {
			return true
		}
	}
	return false
}

func (d *memberDeclarations) isNew(s *schema.Schema) bool {
	if d.seen[s] {
		return false
	}
	if d.seen == nil {
		d.seen = make(map[*schema.Schema]bool)
	}
	d.seen[s] = true
	return true
}
