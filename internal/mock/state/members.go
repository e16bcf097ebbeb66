package state

import "maps"

// A Change says how an object differs from the one that is generated for it.
type Change struct {
	Members map[string]any // values of members by name
	Omitted []string       // members that the object has not, or as null, if it may
	// Documented reports whether an object that lacks a member may have it.
	Documented func(name string) bool
	// Accepts reports whether an object conforms. Only changes that it accepts are made.
	Accepts func(map[string]any) bool
}

// Apply returns a copy of an object with the changes that are accepted.
func (c *Change) Apply(object map[string]any) map[string]any {
	all := maps.Clone(object)
	var changed []string
	for _, name := range namesOf(c.Members) {
		if _, ok := object[name]; ok || c.Documented(name) {
			all[name] = c.Members[name]
			changed = append(changed, name)
		}
	}
	if !c.Accepts(all) {
		all = maps.Clone(object)
		for _, name := range changed {
			setMember(all, name, c.Members[name], c.Accepts)
		}
	}
	for _, name := range c.Omitted {
		omitMember(all, name, c.Accepts)
	}
	return all
}

// setMember sets a member, unless the object may not have it.
func setMember(object map[string]any, name string, value any, accepts func(map[string]any) bool) {
	old, had := object[name]
	object[name] = value
	if accepts(object) {
		return
	}
	delete(object, name)
	if had && (value != nil || !accepts(object)) {
		object[name] = old
	}
}

// omitMember sets a member to null, or removes it, whichever the object may have first.
func omitMember(object map[string]any, name string, accepts func(map[string]any) bool) {
	old, had := object[name]
	if !had {
		return
	}
	object[name] = nil
	if accepts(object) {
		return
	}
	delete(object, name)
	if !accepts(object) {
		object[name] = old
	}
}
