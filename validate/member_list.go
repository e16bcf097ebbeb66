package validate

import (
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// A memberList is the members that the schema of an error response names for one of its
// objects: the body, or the error object in it.
type memberList struct {
	object   []string // reference tokens from the body's root
	names    map[string]bool
	location spec.Location // of a schema that names some
}

// otherNames returns the names of an object that the list does not have, sorted.
func (l *memberList) otherNames(object map[string]any) (others []string) {
	for name := range object {
		if !l.names[name] {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return others
}

// openMemberLists returns the lists of a media type's schema whose object may have
// further members. Where a schema names no member, it does not say what an error
// consists of; where it forbids or describes further ones, it speaks for itself.
func (t *errorTable) openMemberLists(d *spec.Document, documented *spec.MediaType) []memberList {
	objects := [][]string{{}}
	if len(t.envelope.Error) > 0 {
		objects = append(objects, t.envelope.Error)
	}
	var lists []memberList
	for _, object := range objects {
		list := memberList{object: object, names: t.envelopeNames(object)}
		open := true
		d.EachSchema(documented.Schema, object, func(s *spec.Node) { open = list.add(d, s) && open })
		if open && list.location != (spec.Location{}) {
			lists = append(lists, list)
		}
	}
	return lists
}

// envelopeNames returns the members of an object that the envelope names.
func (t *errorTable) envelopeNames(object []string) map[string]bool {
	names := make(map[string]bool)
	e := t.envelope
	for _, pointer := range [][]string{e.Error, e.Code, e.Message, e.Param, e.DocURL} {
		if len(pointer) > len(object) && slices.Equal(pointer[:len(object)], object) {
			names[pointer[len(object)]] = true
		}
	}
	return names
}

// add adds the members that a schema names, and reports whether the schema leaves open
// which further ones there are.
func (l *memberList) add(d *spec.Document, s *spec.Node) bool {
	properties := s.Member("properties")
	for name := range properties.Members() {
		l.names[name] = true
	}
	if properties.Len() > 0 && l.location == (spec.Location{}) {
		l.location = properties.Location()
	}
	further := d.Follow(s.Member("additionalProperties"))
	return (further == nil || further.IsTrue() || further.Is(spec.Object) && further.Len() == 0) &&
		s.Member("patternProperties") == nil && s.Member("unevaluatedProperties") == nil
}
