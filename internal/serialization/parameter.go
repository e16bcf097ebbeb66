package serialization

import (
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// A Parameter reads the values of one parameter of a request (OpenAPI, Parameter Object).
// It is immutable and safe for concurrent use.
type Parameter struct {
	*spec.Parameter
	schema *schema.Schema
	// claimed reports whether a name in the query belongs to another parameter.
	claimed func(name string) bool
}

// NewParameter returns what reads a parameter with a schema, which is that of its content
// if it has one. all are the parameters of the operation.
func NewParameter(p *spec.Parameter, s *schema.Schema, all []*spec.Parameter) *Parameter {
	return &Parameter{Parameter: p, schema: s, claimed: func(name string) bool {
		outer, _, _ := strings.Cut(name, "[")
		return slices.ContainsFunc(all, func(other *spec.Parameter) bool {
			return other != p && other.In == p.In && (other.Name == name || other.Style == "deepObject" && other.Name == outer)
		})
	}}
}

// A RequestField is a name with its value, as the request has it: escaped.
type RequestField struct{ Name, Value string }

// RequestFields are the parts of a request that parameters are read from.
type RequestFields struct {
	Path   map[string]string // values of the path template's expressions, decoded
	Query  []RequestField
	Cookie []RequestField
	Header textproto.MIMEHeader
}

// A ParameterValue is what a request has of a parameter. The zero value is an absent one.
type ParameterValue struct {
	Present bool
	Empty   bool // an empty text
	// Repeated is the number of values that were sent for a parameter that has only one;
	// 0 if there are not several.
	Repeated int
	// Readings are the values that the text may be, of which one has to conform. There are
	// none if the value cannot be read.
	Readings []any
}

// Parameter returns the value of a parameter. The error, a *[schemaerror.SyntaxError], says
// why the value is not written as the document has it.
func (r *Reader) Parameter(p *Parameter, from *RequestFields) (ParameterValue, error) {
	s := newValueShape(p.schema)
	switch p.In {
	case "path":
		text, present := from.Path[p.Name]
		return r.wholeValue(p, s, text, present)
	case "header":
		return r.headerValue(p, from.Header.Values(p.Name))
	case "cookie":
		return r.fieldValue(p, s, from.Cookie, unescapeCookie)
	}
	return r.fieldValue(p, s, from.Query, unescapeField)
}

// unescapeCookie decodes a value of a cookie, in which a plus sign is no space. A percent
// sign that begins no escape stays as it is.
func unescapeCookie(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// headerValue returns the value of a header parameter.
func (r *Reader) headerValue(p *Parameter, lines []string) (ParameterValue, error) {
	if len(lines) == 0 {
		return ParameterValue{}, nil
	}
	content := ""
	if p.Content != nil {
		content = mediatype.Essence(p.Content.Name)
	}
	readings, err := r.Header(NewHeader(textproto.CanonicalMIMEHeaderKey(p.Name), p.schema, p.Explode, content), lines)
	return ParameterValue{Present: true, Empty: strings.Join(lines, "") == "", Readings: readings}, err
}

// fieldValue returns the value of a parameter in the query or in cookies.
func (r *Reader) fieldValue(p *Parameter, s *valueShape, fields []RequestField, unescape func(string) string) (ParameterValue, error) {
	switch {
	case p.Content != nil:
	case p.Style == "deepObject":
		return r.deepObject(p, s, fields), nil
	case s.mustBe(schema.Object) && p.Style == "form" && p.Explode:
		return r.spreadMembers(p, s, fields, unescape), nil
	}
	var raw, texts []string
	for _, f := range fields {
		if unescape(f.Name) == p.Name {
			raw, texts = append(raw, f.Value), append(texts, unescape(f.Value))
		}
	}
	if len(texts) == 0 {
		return ParameterValue{}, nil
	}
	v := ParameterValue{Present: true, Empty: len(texts) == 1 && texts[0] == ""}
	if len(texts) > 1 && (p.Content != nil || s.types != schema.AnyType && !s.mayBe(schema.Array)) {
		v.Repeated = len(texts)
		return v, nil
	}
	var err error
	switch {
	case p.Content != nil:
		v.Readings, err = contentReadings(p.Content, s, texts[0])
	case p.Explode:
		v.Readings = r.explodedReadings(s, texts)
	default:
		v.Readings = r.joinedReadings(p.Style, s, raw, texts, unescape)
	}
	if len(v.Readings) == 0 && p.Content == nil && err == nil {
		err = errNotPairs
	}
	return v, err
}

// errNotPairs is the error of an object whose members do not come in pairs.
var errNotPairs = &schemaerror.SyntaxError{Reason: "is not a list of names and values"}

// contentReadings returns the readings of a value that is written in a media type; none if
// that is not read.
func contentReadings(m *spec.MediaType, s *valueShape, text string) ([]any, error) {
	switch mediatype.KindOf(mediatype.Essence(m.Name)) {
	case mediatype.JSON:
		value, err := schemaerror.Decode([]byte(text))
		return []any{value}, err
	case mediatype.Text:
		if !s.mustBe(schema.Object) && !s.mustBe(schema.Array) {
			return schema.TextValues(text, s.types), nil
		}
	}
	return nil, nil
}

// explodedReadings returns the readings of a value of which each item was sent under the
// parameter's name.
func (r *Reader) explodedReadings(s *valueShape, texts []string) []any {
	var readings []any
	if len(texts) == 1 && !s.mustBe(schema.Array) {
		readings = schema.TextValues(texts[0], s.types)
	}
	if s.mayBe(schema.Array) || len(texts) > 1 {
		readings = append(readings, any(r.readArray(s, texts)))
		if len(texts) == 1 && texts[0] == "" {
			readings = append(readings, []any{})
		}
	}
	return r.bestFirst(s, readings)
}

// joinedReadings returns the readings of a value whose items or members are one text. A
// comma that divides items is not escaped; many clients escape it nevertheless.
func (r *Reader) joinedReadings(style string, s *valueShape, raw, texts []string, unescape func(string) string) []any {
	delimiter := delimiterOf(style)
	var items, split []string
	for i, text := range texts {
		split = append(split, splitItems(text, delimiter)...)
		if delimiter == "," {
			for _, item := range splitItems(raw[i], delimiter) {
				items = append(items, unescape(item))
			}
		}
	}
	whole := strings.Join(texts, delimiter)
	if len(items) == 0 || slices.Equal(items, split) {
		return r.listReadings(s, whole, split, false)
	}
	return append(r.listReadings(s, whole, items, false), r.listReadings(s, whole, split, false)...)
}

// listReadings returns the readings of a text that is a list of items or members.
func (r *Reader) listReadings(s *valueShape, whole string, items []string, explode bool) []any {
	var readings []any
	if !s.mustBe(schema.Array) && !s.mustBe(schema.Object) {
		readings = schema.TextValues(whole, s.types)
	}
	if s.mayBe(schema.Array) {
		readings = append(readings, any(r.readArray(s, items)))
		if whole == "" {
			readings = append(readings, any(r.readArray(s, []string{""})))
		}
	}
	if s.mayBe(schema.Object) {
		if members, ok := memberPairs(items, explode); ok {
			readings = append(readings, r.readObject(s, members)...)
		}
	}
	return r.bestFirst(s, readings)
}

// wholeValue returns the value of a path parameter.
func (r *Reader) wholeValue(p *Parameter, s *valueShape, text string, present bool) (ParameterValue, error) {
	v := ParameterValue{Present: present, Empty: text == ""}
	if !present {
		return v, nil
	}
	if p.Content != nil {
		var err error
		v.Readings, err = contentReadings(p.Content, s, text)
		return v, err
	}
	whole, items, err := p.pathItems(text)
	if err != nil {
		return v, err
	}
	v.Readings = r.listReadings(s, whole, items, p.Explode)
	if len(v.Readings) == 0 {
		return v, errNotPairs
	}
	return v, nil
}

// pathItems divides the text of a path parameter by its style (OpenAPI, Style Values).
// whole is the text without what the style adds.
func (p *Parameter) pathItems(text string) (whole string, items []string, err error) {
	switch p.Style {
	case "label":
		whole, found := strings.CutPrefix(text, ".")
		if !found {
			return "", nil, &schemaerror.SyntaxError{Reason: `does not begin with "." (style label)`}
		}
		if !p.Explode && strings.Contains(whole, ",") {
			return whole, strings.Split(whole, ","), nil // OpenAPI 3.1; in 3.0 the dot divides in both forms
		}
		return whole, splitItems(whole, "."), nil
	case "matrix":
		return p.matrixItems(text)
	}
	return text, splitItems(text, ","), nil
}

// matrixItems divides ";name=a,b" or, exploded, ";name=a;name=b" and ";member=a;member=b".
func (p *Parameter) matrixItems(text string) (whole string, items []string, err error) {
	text, found := strings.CutPrefix(text, ";")
	if !found {
		return "", nil, &schemaerror.SyntaxError{Reason: `does not begin with ";" (style matrix)`}
	}
	if !p.Explode {
		name, value, _ := strings.Cut(text, "=")
		if name != p.Name {
			return "", nil, &schemaerror.SyntaxError{Reason: `does not begin with ";" and its name (style matrix)`}
		}
		return value, splitItems(value, ","), nil
	}
	for item := range strings.SplitSeq(text, ";") {
		if value, own := strings.CutPrefix(item, p.Name+"="); own {
			item = value
		}
		items = append(items, item)
	}
	return strings.Join(items, ","), items, nil
}

// spreadMembers returns the value of an object of which each member is a field of its own.
// A field that the schema does not declare is a member only if additionalProperties
// describes it and no other parameter has its name.
func (r *Reader) spreadMembers(p *Parameter, s *valueShape, fields []RequestField, unescape func(string) string) ParameterValue {
	declared := s.memberNames()
	describesOthers := slices.ContainsFunc(s.appliedSchemas(), func(one *schema.Schema) bool {
		o := one.Keywords().Object
		return o != nil && o.AdditionalProperties != nil && !o.AdditionalProperties.Keywords().False
	})
	var members [][2]string
	for _, f := range fields {
		name := unescape(f.Name)
		if slices.Contains(declared, name) || describesOthers && !p.claimed(name) {
			members = append(members, [2]string{name, unescape(f.Value)})
		}
	}
	if members == nil {
		return ParameterValue{}
	}
	return ParameterValue{Present: true, Readings: r.readObject(s, members)}
}
