package serialization

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// Form returns the readings of a body in application/x-www-form-urlencoded, which is an object.
func (r *Reader) Form(body []byte, s *schema.Schema, encoding map[string]*spec.Encoding) []any {
	f := formReader{Reader: r, encoding: encoding, values: make(map[string][]string), deep: make(map[string][]string)}
	for field := range strings.SplitSeq(string(body), "&") {
		if field != "" {
			name, value, _ := strings.Cut(field, "=")
			f.addField(unescapeField(name), unescapeField(value))
		}
	}
	return combineShapes(newValueShape(s), func(s *valueShape) []objectMember {
		byShape := f
		byShape.valueShape, byShape.values = s, maps.Clone(f.values)
		return byShape.readFields()
	})
}

// unescapeField decodes a name or a value. A percent sign that begins no escape is kept (WHATWG URL
// Standard, application/x-www-form-urlencoded parsing).
func unescapeField(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		plain = strings.ReplaceAll(text, "+", " ")
	}
	return strings.ToValidUTF8(plain, "\ufffd")
}

// A formReader reads one form.
type formReader struct {
	*Reader
	*valueShape // of the form itself
	encoding    map[string]*spec.Encoding
	names       []string            // in the order of the body
	values      map[string][]string // by name; nil if they were taken
	deep        map[string][]string // names "a[b]", by "a"
	members     []objectMember
}

func (f *formReader) addField(name, value string) {
	if f.values[name] == nil {
		f.names = append(f.names, name)
		if outer, _, ok := strings.Cut(name, "["); ok && strings.HasSuffix(name, "]") {
			f.deep[outer] = append(f.deep[outer], name)
		}
	}
	f.values[name] = append(f.values[name], value)
}

// readFields returns the members of the object.
func (f *formReader) readFields() []objectMember {
	declared := f.memberNames()
	for _, name := range declared {
		f.spreadObject(name, declared)
	}
	for _, name := range f.names {
		if texts := f.values[name]; texts != nil {
			f.members = append(f.members, objectMember{name, f.fieldReadings(name, texts)})
		}
	}
	return f.members
}

// spreadObject reads an object whose members are separate fields: "name[member]" or, if the form
// has no field called name, "member".
func (f *formReader) spreadObject(name string, declared []string) {
	s := f.memberShape(name)
	if !s.mayBe(schema.Object) || f.values[name] != nil {
		return
	}
	texts := f.takeFields(f.deep[name], func(field string) string { return field[len(name)+1 : len(field)-1] })
	if e := f.encoding[name]; texts == nil && (e == nil || e.Style == "form" && e.Explode && e.ContentType == "") {
		names := slices.DeleteFunc(s.memberNames(), func(name string) bool { return slices.Contains(declared, name) })
		texts = f.takeFields(names, func(field string) string { return field })
	}
	if texts != nil {
		f.members = append(f.members, objectMember{name, f.readObject(s, texts)})
	}
}

// takeFields removes fields from the form, and returns them under the names of members.
func (f *formReader) takeFields(fields []string, memberName func(field string) string) (texts [][2]string) {
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

// fieldReadings returns the readings of a field.
func (f *formReader) fieldReadings(name string, texts []string) []any {
	s, e := f.memberShape(name), f.encoding[name]
	switch {
	case e == nil, !s.mayBe(schema.Array | schema.Object), mediatype.IsJSON(mediatype.Essence(e.ContentType)), e.Explode:
		return f.readOccurrences(s, texts)
	}
	var items []string
	for _, value := range texts {
		items = append(items, splitItems(value, delimiterOf(e.Style))...)
	}
	return f.bestFirst(s, f.delimitedReadings(s, items, texts))
}

// delimitedReadings returns the readings of an array or object in one text.
func (r *Reader) delimitedReadings(s *valueShape, items, texts []string) []any {
	var readings []any
	if s.mayBe(schema.String | schema.Number | schema.Boolean) {
		readings = r.readOccurrences(s, texts)
	}
	if s.mayBe(schema.Array) {
		readings = append(readings, any(r.readArray(s, items)))
		if len(texts) == 1 && texts[0] == "" {
			readings = append(readings, any(r.readArray(s, texts)))
		}
	}
	if members, ok := memberPairs(items, false); ok && s.mayBe(schema.Object) {
		readings = append(readings, r.readObject(s, members)...)
	}
	if len(readings) == 0 {
		return r.readOccurrences(s, texts)
	}
	return readings
}
