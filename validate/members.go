package validate

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/prose"
	"github.com/apicontract/apicontract/internal/spec"
)

// members checks what the table promises beside the code. A member of the wrong
// JSON type is the schema's to refuse.
func (e *envelopeCheck) members() {
	e.message()
	if e.entry == nil {
		return
	}
	e.docURL()
	if e.fits {
		e.param()
		e.retryAfter()
	}
}

func (e *envelopeCheck) envelopeLocation(member string) spec.Location {
	return e.table.node.Location().Child("envelope", member)
}

func (e *envelopeCheck) message() {
	pointer := e.table.envelope.message
	if pointer == nil {
		return
	}
	value, present := lookup(e.value, pointer)
	text, isText := value.(string)
	switch {
	case !present || value == nil || isText && strings.TrimSpace(text) == "":
		e.find(MessageEmpty, finding{location: e.envelopeLocation("message"), instance: pointer,
			message:  "the error has no message for a person to read",
			expected: "a message", actual: emptiness(value, present)})
	case isText && e.fits:
		e.promises(text)
	}
}

// emptiness says in which way a member is missing.
func emptiness(value any, present bool) string {
	switch {
	case !present:
		return "absent"
	case value == nil:
		return "null"
	}
	return "blank"
}

// promises checks what the message of a code always contains.
func (e *envelopeCheck) promises(text string) {
	p := e.entry.Message
	lacks := func(what string) {
		e.find(MessageIncomplete, finding{location: e.entry.location.Child("message"), instance: e.table.envelope.message,
			message:  fmt.Sprintf("the message of %q does not contain %s", e.entry.Name, what),
			expected: what, actual: clean(text)})
	}
	if p.Numbers > prose.Numbers(text) {
		lacks(map[bool]string{true: "a number", false: fmt.Sprintf("%d numbers", p.Numbers)}[p.Numbers == 1])
	}
	if p.URL && !prose.HasURL(text) {
		lacks("the URL that failed")
	}
	if param, ok := at(e.value, e.table.envelope.param).(string); ok && p.Param && !mentions(text, param) {
		lacks(fmt.Sprintf("the field that `param` names, %q", clean(param)))
	}
}

func (e *envelopeCheck) docURL() {
	pointer := e.table.envelope.docURL
	if pointer == nil || e.entry.DocURL == "" {
		return
	}
	value, present := lookup(e.value, pointer)
	text, isText := value.(string)
	f := finding{location: e.entry.location.Child("docUrl"), instance: pointer, expected: e.entry.DocURL}
	switch {
	case !present || value == nil:
		f.actual = emptiness(value, present)
		f.message = "the documentation URL is " + f.actual
	case isText && text != e.entry.DocURL:
		f.actual = clean(text)
		f.message = fmt.Sprintf("the documentation URL is not the section of %q", e.entry.Name)
	default:
		return // right, or of a type that the schema refuses
	}
	e.find(DocURL, f)
}

func (e *envelopeCheck) param() {
	pointer := e.table.envelope.param
	value, present := lookup(e.value, pointer)
	text, isText := value.(string)
	f := finding{location: e.entry.location.Child("param"), instance: pointer, expected: "no param"}
	switch {
	case !present:
		return
	case value == nil && !e.nullParam && e.entry.Param != Forbidden:
		return // the schema allows it
	case value == nil:
		f.message, f.actual = "`param` is null; omit it when the error is not about a request field", "null"
	case isText && !e.entry.allowsParam(text):
		f.message = fmt.Sprintf("`param` sent with %q, which is not about a request field", e.entry.Name)
		if len(e.entry.Fields) > 0 {
			f.message = fmt.Sprintf("`param` sent with %q names none of the fields that the code is about", e.entry.Name)
			f.expected = "no param, or " + e.entry.fieldNames()
		}
		f.actual = clean(text)
	default:
		return
	}
	e.find(ParamUnexpected, f)
}
