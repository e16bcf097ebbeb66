package validate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/prose"
)

// members judges what the table promises beside the code. A member of the wrong
// JSON type is the schema's to refuse.
func (i *inspection) members() {
	i.message()
	if i.row == nil {
		return
	}
	i.docURL()
	if i.fits {
		i.param()
		i.retryAfter()
	}
}

func (i *inspection) envelopePlace(field string) document.Place {
	return i.table.place.Child("envelope", field)
}

func (i *inspection) message() {
	pointer := i.table.envelope.message
	if pointer == nil {
		return
	}
	value, present := lookup(i.value, pointer)
	text, isText := value.(string)
	switch {
	case !present || value == nil || isText && strings.TrimSpace(text) == "":
		i.find(MessageEmpty, finding{place: i.envelopePlace("message"), instance: pointer,
			message:  "the error has no message for a person to read",
			expected: "a message", actual: emptiness(value, present)})
	case isText && i.fits:
		i.promises(text)
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

// promises judges what the message of a code always contains.
func (i *inspection) promises(text string) {
	p := i.row.Message
	lacks := func(what string) {
		i.find(MessageIncomplete, finding{place: i.row.place.Child("message"), instance: i.table.envelope.message,
			message:  fmt.Sprintf("the message of %q lacks %s", i.row.Name, what),
			expected: what, actual: clean(text)})
	}
	if p.Numbers > prose.Numbers(text) {
		lacks(map[bool]string{true: "a number", false: fmt.Sprintf("%d numbers", p.Numbers)}[p.Numbers == 1])
	}
	if p.URL && !prose.HasURL(text) {
		lacks("the URL that it is about")
	}
	if param, ok := at(i.value, i.table.envelope.param).(string); ok && p.Param && !mentions(text, param) {
		lacks(fmt.Sprintf("the field that `param` names, %q", clean(param)))
	}
}

// mentions reports whether a message names a field, by its whole path or by a
// name in it that is not an index, such as the last: "tags[0]" by "tags".
func mentions(text, param string) bool {
	path := strings.TrimRight(param, "[]0123456789")
	last := path[strings.LastIndexAny(path, "./")+1:]
	return param == "" || hasWord(text, param) || last != "" && hasWord(text, last)
}

// hasWord reports whether word stands in text by itself: "id" not in "invalid".
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		from += i
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[from+len(word):])
		if !isWord(before) && !isWord(after) {
			return true
		}
		from++
	}
}

func isWord(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func (i *inspection) docURL() {
	pointer := i.table.envelope.docURL
	if pointer == nil || i.row.DocURL == "" {
		return
	}
	value, present := lookup(i.value, pointer)
	text, isText := value.(string)
	f := finding{place: i.row.place.Child("docUrl"), instance: pointer, expected: i.row.DocURL}
	switch {
	case !present || value == nil:
		f.actual = emptiness(value, present)
		f.message = "the error has no documentation URL: it is " + f.actual
	case isText && text != i.row.DocURL:
		f.actual = clean(text)
		f.message = fmt.Sprintf("the documentation URL is not the section of %q", i.row.Name)
	default:
		return // right, or of a type that the schema refuses
	}
	i.find(DocURL, f)
}

func (i *inspection) param() {
	pointer := i.table.envelope.param
	value, present := lookup(i.value, pointer)
	text, isText := value.(string)
	f := finding{place: i.row.place.Child("param"), instance: pointer, expected: "no param"}
	switch {
	case !present:
		return
	case value == nil && !i.nullParam && i.row.Param != Forbidden:
		return // the schema allows it
	case value == nil:
		f.message, f.actual = "`param` is null: it is left out where no field is concerned", "null"
	case isText && i.row.Param == Forbidden:
		f.message = fmt.Sprintf("`param` on %q, which concerns no field of the request", i.row.Name)
		f.actual = clean(text)
	default:
		return
	}
	i.find(ParamUnexpected, f)
}
