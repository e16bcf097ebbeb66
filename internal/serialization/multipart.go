package serialization

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/apicontract/apicontract/internal/charset"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// A Part is a part of a multipart body.
type Part struct {
	Name        string // of the member; empty if the part has none
	Index       int    // index among the parts with that name
	ContentType string // empty if the part has none
	// Encoding is the documented encoding of the part; nil if there is none.
	Encoding *spec.Encoding
	Header   textproto.MIMEHeader // nil without an Encoding
	// Err is an error of JSON, as [schemaerror.Decode] returns it.
	Err error

	transferCoding string // lower case
	content        []byte
}

// A MultipartBody is a decoded multipart body.
type MultipartBody struct {
	// Readings are the readings of the body: an object by the names of the parts, or an array of
	// parts without names. There are none if the schema allows neither.
	Readings []any
	// Parts are the parts with an Encoding or an Err.
	Parts []Part
}

// Multipart reads a multipart body (RFC 2046, section 5.1; RFC 7578). The error, a
// *[schemaerror.SyntaxError], says why the body is invalid.
func (r *Reader) Multipart(body []byte, boundary string, s *schema.Schema, encoding map[string]*spec.Encoding) (MultipartBody, error) {
	if boundary == "" {
		boundary = firstBoundary(body)
	}
	if boundary == "" {
		return MultipartBody{}, &schemaerror.SyntaxError{Reason: "is not multipart: its Content-Type names no boundary"}
	}
	m := multipartReader{Reader: r, valueShape: newValueShape(s), encoding: encoding, byName: make(map[string]int)}
	if err := m.readParts(multipart.NewReader(bytes.NewReader(body), boundary)); err != nil {
		return MultipartBody{}, err
	}
	return m.multipartBody(), nil
}

// firstBoundary returns the boundary at the beginning of a body, because some recorders remove it
// from the Content-Type.
func firstBoundary(body []byte) string {
	line, _, found := bytes.Cut(body[:min(len(body), 80)], []byte("\n"))
	boundary, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("--"))
	if !ok || !found {
		return ""
	}
	return string(boundary)
}

// A multipartReader reads one body.
type multipartReader struct {
	*Reader
	*valueShape
	encoding map[string]*spec.Encoding
	named    []namedParts
	byName   map[string]int // index of named
	unnamed  []Part
}

// A namedParts holds the parts with one name.
type namedParts struct {
	name  string
	parts []Part
}

func (m *multipartReader) readParts(from *multipart.Reader) error {
	var content bytes.Buffer
	for {
		p, err := from.NextPart()
		if err == io.EOF { // a wrapped io.EOF is an error
			return nil
		}
		if err != nil {
			return &schemaerror.SyntaxError{Reason: "is not multipart with the boundary that its Content-Type names, or ends early"}
		}
		content.Reset()
		if _, err := content.ReadFrom(p); err != nil {
			return &schemaerror.SyntaxError{Reason: "ends before its last boundary"}
		}
		m.addPart(p.Header, bytes.Clone(content.Bytes()))
	}
}

// partName returns the name of a part (RFC 7578, section 4.2).
func partName(header textproto.MIMEHeader) string {
	_, parameters, err := mime.ParseMediaType(header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return parameters["name"]
}

func (m *multipartReader) addPart(header textproto.MIMEHeader, content []byte) {
	p := Part{Name: partName(header), ContentType: header.Get("Content-Type"),
		transferCoding: strings.ToLower(header.Get("Content-Transfer-Encoding")), content: content}
	if p.Name == "" {
		m.unnamed = append(m.unnamed, p)
		return
	}
	i, known := m.byName[p.Name]
	if !known {
		i = len(m.named)
		m.byName[p.Name] = i
		m.named = append(m.named, namedParts{name: p.Name})
	}
	same := &m.named[i]
	p.Index, p.Encoding = len(same.parts), m.encoding[p.Name]
	if p.Encoding != nil {
		p.Header = header
	}
	same.parts = append(same.parts, p)
}

func (m *multipartReader) multipartBody() MultipartBody {
	var body MultipartBody
	if len(m.unnamed) > 0 {
		if len(m.named) == 0 && m.mayBe(schema.Array) {
			value := m.arrayOf(m.valueShape, m.unnamed)
			body.Readings = []any{value}
			body.noteParts(m.unnamed)
		}
		return body
	}
	body.Readings = combineShapes(m.valueShape, func(s *valueShape) []objectMember {
		members := make([]objectMember, len(m.named))
		for i, same := range m.named {
			members[i] = objectMember{same.name, m.readNamedParts(s.memberShape(same.name), same.parts)}
		}
		return members
	})
	for _, same := range m.named {
		body.noteParts(same.parts)
	}
	return body
}

// noteParts keeps the parts that need further checks.
func (b *MultipartBody) noteParts(parts []Part) {
	for _, p := range parts {
		if p.Encoding != nil || p.Err != nil {
			p.content = nil
			b.Parts = append(b.Parts, p)
		}
	}
}

// readNamedParts returns the readings of the parts with one name.
func (r *Reader) readNamedParts(s *valueShape, parts []Part) []any {
	if len(parts) > 1 {
		return []any{r.arrayOf(s, parts)}
	}
	var readings []any
	if !s.mustBe(schema.Array) || mediatype.IsJSON(parts[0].typeFor(s).Essence) {
		readings = r.readPart(s, &parts[0])
	}
	if s.mayBe(schema.Array) && parts[0].Err == nil {
		readings = append(readings, r.arrayOf(s, parts))
	}
	return r.bestFirst(s, readings)
}

func (r *Reader) arrayOf(s *valueShape, parts []Part) any {
	items := s.itemShape()
	array := make([]any, len(parts))
	for i := range parts {
		array[i] = r.readPart(items, &parts[i])[0]
	}
	return array
}

// typeFor returns the media type of a part: its own, else the documented one, else the default for
// its schema (OpenAPI, Encoding Object).
func (p *Part) typeFor(s *valueShape) mediatype.Type {
	if p.ContentType != "" {
		return mediatype.Parse(p.ContentType)
	}
	if p.Encoding != nil && p.Encoding.ContentType != "" && !strings.ContainsAny(p.Encoding.ContentType, ",*") {
		return mediatype.Parse(p.Encoding.ContentType)
	}
	if s.mustBe(schema.Object) || s.mustBe(schema.Array) && s.itemShape().mustBe(schema.Object) {
		return mediatype.Type{Essence: "application/json"}
	}
	return mediatype.Type{Essence: "text/plain"}
}

// readPart returns the readings of one part.
func (r *Reader) readPart(s *valueShape, p *Part) []any {
	content, ok := p.decodedContent()
	if !ok {
		return []any{schema.Opaque{}}
	}
	t := p.typeFor(s)
	switch mediatype.KindOf(t.Essence) {
	case mediatype.JSON:
		value, err := schemaerror.Decode(content)
		if err != nil {
			p.Err = err
			return []any{schema.Opaque{}}
		}
		return []any{value}
	case mediatype.Text:
		if value, ok := charset.Decode(content, t.Charset); ok {
			return r.bestFirst(s, textOrOpaque(s, value))
		}
	}
	if r.acceptsBytes(s) {
		return []any{""} // all strings are equivalent
	}
	return []any{schema.Opaque{}}
}

// textOrOpaque returns the readings of a text. If the schema requires an object, the text cannot be
// read.
func textOrOpaque(s *valueShape, value string) []any {
	readings := textReadings(s, value)
	if _, isText := readings[0].(string); isText && (s.mustBe(schema.Object) || s.mustBe(schema.Array)) {
		return []any{schema.Opaque{}}
	}
	return readings
}

// acceptsBytes reports whether all schemas surely accept any string.
func (r *Reader) acceptsBytes(s *valueShape) bool {
	for _, one := range s.schemas {
		if !r.AcceptsAll(one, schema.String) {
			return false
		}
	}
	return true
}

// decodedContent removes the transfer encoding from the content. Package multipart removes
// quoted-printable itself.
func (p *Part) decodedContent() ([]byte, bool) {
	if p.transferCoding != "base64" {
		return p.content, true
	}
	plain, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(p.content)))
	return plain, err == nil
}
