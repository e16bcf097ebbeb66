package validate

import (
	"slices"

	"github.com/apicontract/apicontract/internal/spec"
)

// maxUnknownMembers bounds the members of one object that are reported.
const maxUnknownMembers = maxFindings

// unknownMembers checks that the objects of an error have no members but those that the
// schema names.
func (e *envelopeCheck) unknownMembers(m *compiledMedia) {
	if m == nil || !m.envelope || e.v.levels[EnvelopeMemberUnknown] == LevelOff {
		return
	}
	for _, list := range m.memberLists() {
		if e.index > 0 && !slices.Contains(list.object, spec.EveryItem) {
			continue // the first error's check looked at it
		}
		list.object = spec.ItemPointer(list.object, e.index)
		object, _ := valueAt(e.value, list.object).(map[string]any)
		reported := 0
		for _, name := range list.otherNames(object) {
			if reported == maxUnknownMembers {
				e.overflow.addCount(e.v.levels[EnvelopeMemberUnknown], 1)
				continue
			}
			reported++
			e.unknownMember(list, name, object[name])
		}
	}
}

func (e *envelopeCheck) unknownMember(list memberList, name string, value any) {
	instance := append(slices.Clone(list.object), e.v.contract.memberName(name))
	where := "beside the error object"
	if len(list.object) == len(errorObjectOf(&e.envelope)) {
		where = "of the error object"
	}
	e.addViolation(EnvelopeMemberUnknown, violationDetails{location: list.location, instance: instance,
		message:  "the contract does not document the member " + nameOf(instance) + " " + where,
		expected: "only members that the contract documents", actual: "a member of type " + jsonType(value), subject: jsonType(value)})
}
