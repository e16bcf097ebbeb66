package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/messagetext"
	"github.com/apicontract/apicontract/internal/spec"
)

// checkMembers checks what the table promises beside the code. A member of the wrong
// JSON type is the schema's to refuse.
func (e *envelopeCheck) checkMembers() {
	e.checkMessage()
	if e.entry == nil {
		return
	}
	e.checkDocURL()
	if e.statusFits {
		e.checkParam()
		e.checkRetryAfter()
	}
}

func (e *envelopeCheck) envelopeLocation(member string) spec.Location {
	return e.table.node.Location().Child("envelope", member)
}

// isShared reports whether a member belongs to the body, and was checked with the first
// error of a list.
func (e *envelopeCheck) isShared(pointer []string) bool {
	return e.index > 0 && slices.Equal(pointer, e.table.envelope.Message)
}

func (e *envelopeCheck) checkMessage() {
	pointer := e.envelope.Message
	if pointer == nil || e.isShared(pointer) {
		return
	}
	value, present := lookupPointer(e.value, pointer)
	text, isText := value.(string)
	switch {
	case !present || value == nil || isText && strings.TrimSpace(text) == "":
		e.addViolation(MessageEmpty, violationDetails{location: e.envelopeLocation("message"), instance: pointer,
			message:  "the error has no message for a person to read",
			expected: "a message", actual: missingKind(value, present)})
	case isText && e.statusFits:
		e.checkRequirements(text)
	}
}

// missingKind says in which way a member is missing.
func missingKind(value any, present bool) string {
	switch {
	case !present:
		return "absent"
	case value == nil:
		return "null"
	}
	return "blank"
}

// checkRequirements checks what the message of a code always contains.
func (e *envelopeCheck) checkRequirements(text string) {
	p := e.entry.Message
	lacks := func(subject, what string) {
		e.addViolation(MessageIncomplete, violationDetails{location: e.entry.location.Child("message"), instance: e.envelope.Message,
			message:  fmt.Sprintf("the message of %q does not contain %s", e.entry.Name, what),
			expected: what, actual: sanitize(text), subject: subject})
	}
	if p.Numbers > messagetext.Numbers(text) {
		lacks("numbers", map[bool]string{true: "a number", false: fmt.Sprintf("%d numbers", p.Numbers)}[p.Numbers == 1])
	}
	if p.URL && !messagetext.HasURL(text) {
		lacks("url", "the URL that failed")
	}
	if param, ok := valueAt(e.value, e.envelope.Param).(string); ok && p.Param && !mentionsField(text, param) {
		lacks("param", fmt.Sprintf("the field that `param` names, %q", sanitize(param)))
	}
}

func (e *envelopeCheck) checkDocURL() {
	pointer := e.envelope.DocURL
	if pointer == nil || e.entry.DocURL == "" {
		return
	}
	value, present := lookupPointer(e.value, pointer)
	text, isText := value.(string)
	f := violationDetails{location: e.entry.location.Child("docUrl"), instance: pointer, expected: e.entry.DocURL}
	switch {
	case !present || value == nil:
		f.actual = missingKind(value, present)
		f.subject = f.actual
		f.message = "the documentation URL is " + f.actual
	case isText && text != e.entry.DocURL:
		f.actual = sanitize(text)
		f.message = fmt.Sprintf("the documentation URL is not the section of %q", e.entry.Name)
	default:
		return // right, or of a type that the schema refuses
	}
	e.addViolation(DocURL, f)
}

func (e *envelopeCheck) checkParam() {
	pointer := e.envelope.Param
	value, present := lookupPointer(e.value, pointer)
	text, isText := value.(string)
	f := violationDetails{location: e.entry.location.Child("param"), instance: pointer, expected: "no param"}
	switch {
	case !present:
		return
	case value == nil && !e.nullParam && e.entry.Param != Forbidden:
		return // the schema allows it
	case value == nil:
		f.message, f.actual = "`param` is null; omit it when the error is not about a request field", "null"
		f.subject = "null"
	case isText && !e.entry.allowsParam(text):
		f.message = fmt.Sprintf("`param` sent with %q, which is not about a request field", e.entry.Name)
		if len(e.entry.Fields) > 0 {
			f.message = fmt.Sprintf("`param` sent with %q names none of the fields that the code is about", e.entry.Name)
			f.expected = "no param, or " + e.entry.fieldNames()
		}
		f.actual = sanitize(text)
	default:
		return
	}
	e.addViolation(ParamUnexpected, f)
}
