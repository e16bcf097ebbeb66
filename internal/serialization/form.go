package serialization

import (
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// Form returns the readings of a body of the type application/x-www-form-urlencoded,
// which is an object.
func (r *Reader) Form(body []byte, s *schema.Schema, encoding map[string]*spec.Encoding) []any {
	f := form{Reader: r, shape: newShape(s), encoding: encoding, values: make(map[string][]string), deep: make(map[string][]string)}
	for field := range strings.SplitSeq(string(body), "&") {
		if field != "" {
			name, value, _ := strings.Cut(field, "=")
			f.add(unescape(name), unescape(value))
		}
	}
	return f.readings()
}

// unescape decodes a name or a value. A percent sign that begins no escape stays as it
// is (WHATWG URL Standard, application/x-www-form-urlencoded parsing).
func unescape(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		plain = strings.ReplaceAll(text, "+", " ")
	}
	return strings.ToValidUTF8(plain, "\ufffd")
}

// A form is the work on one form.
type form struct {
	*Reader
	*shape
	encoding map[string]*spec.Encoding
	names    []string            // in the order in which they came
	values   map[string][]string // by name; nil if they are taken
	deep     map[string][]string // names "a[b]" by "a"
	members  []member
}

func (f *form) add(name, value string) {
	if f.values[name] == nil {
		f.names = append(f.names, name)
		if outer, _, ok := strings.Cut(name, "["); ok && strings.HasSuffix(name, "]") {
			f.deep[outer] = append(f.deep[outer], name)
		}
	}
	f.values[name] = append(f.values[name], value)
}

func (f *form) readings() []any {
	declared := f.memberNames()
	for _, name := range declared {
		f.spread(name, declared)
	}
	for _, name := range f.names {
		if texts := f.values[name]; texts != nil {
			f.members = append(f.members, member{name, f.field(name, texts)})
		}
	}
	return objects(f.members)
}

// spread reads an object of which each member has a field of its own: "name[member]"
// or, if the form has no field of its own name, "member".
func (f *form) spread(name string, declared []string) {
	s := f.member(name)
	if !s.may(schema.Object) || f.values[name] != nil {
		return
	}
	texts := f.take(f.deep[name], func(field string) string { return field[len(name)+1 : len(field)-1] })
	if e := f.encoding[name]; texts == nil && (e == nil || e.Style == "form" && e.Explode && e.ContentType == "") {
		names := slices.DeleteFunc(s.memberNames(), func(name string) bool { return slices.Contains(declared, name) })
		texts = f.take(names, func(field string) string { return field })
	}
	if texts != nil {
		f.members = append(f.members, member{name, f.object(s, texts)})
	}
}

// take takes fields out of the form, under the names of members.
func (f *form) take(fields []string, memberName func(field string) string) (texts [][2]string) {
	for _, field := range fields {
		for _, value := range f.values[field] {
			texts = append(texts, [2]string{memberName(field), value})
		}
		if f.values[field] != nil {
			f.values[field] = nil
		}
	}
	return texts
}

// field returns the readings of a field.
func (f *form) field(name string, texts []string) []any {
	s, e := f.member(name), f.encoding[name]
	switch {
	case e == nil, !s.may(schema.Array | schema.Object), mediatype.IsJSON(mediatype.Essence(e.ContentType)), e.Explode:
		return f.occurrences(s, texts)
	}
	var items []string
	for _, value := range texts {
		items = append(items, split(value, delimiterOf(e.Style))...)
	}
	return f.best(s, f.delimited(s, items, texts))
}

// delimited returns the readings of an array or object that is one text.
func (r *Reader) delimited(s *shape, items, texts []string) []any {
	var readings []any
	if s.may(schema.String | schema.Number | schema.Boolean) {
		readings = r.occurrences(s, texts)
	}
	if s.may(schema.Array) {
		readings = append(readings, any(r.array(s, items)))
		if len(texts) == 1 && texts[0] == "" {
			readings = append(readings, any(r.array(s, texts)))
		}
	}
	if members, ok := pairs(items, false); ok && s.may(schema.Object) {
		readings = append(readings, r.object(s, members)...)
	}
	if len(readings) == 0 {
		return r.occurrences(s, texts)
	}
	return readings
}
