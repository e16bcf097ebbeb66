package request

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/synth"
)

// fillBody generates the body, in the media type that is easiest to encode.
func (d *Builder) fillBody(o Options) error {
	name, mt := d.op.chooseMediaType()
	if mt == nil {
		return nil
	}
	v, err := d.op.model.maker.Content(mt, "", synth.Options{Key: d.op.operationName(), MemberValues: o.Values, Items: 1, Write: true, Minimal: true})
	if err != nil {
		return fmt.Errorf("the body: %w", err)
	}
	d.bodyValue, d.mediaType = v, name
	_, _, err = d.encodeBody()
	return err
}

// chooseMediaType chooses one of the body's media types, nil if the operation has no body.
func (op *Operation) chooseMediaType() (string, *openapi3.MediaType) {
	ref := op.doc.RequestBody
	if ref == nil || ref.Value == nil {
		return "", nil
	}
	best, found := "", -1
	for _, name := range slices.Sorted(maps.Keys(ref.Value.Content)) {
		if rank := slices.Index(bodyEncodings, encodingOf(name)); ref.Value.Content[name] != nil && (found < 0 || rank < found) {
			best, found = name, rank
		}
	}
	if found < 0 {
		return "", nil
	}
	return best, ref.Value.Content[best]
}

// A bodyEncoding is a way to encode a body.
type bodyEncoding string

const (
	asJSON      bodyEncoding = "json"
	asMultipart bodyEncoding = "multipart"
	asURL       bodyEncoding = "url"
	asText      bodyEncoding = "text"
)

var bodyEncodings = []bodyEncoding{asJSON, asMultipart, asURL, asText}

func encodingOf(mediaType string) bodyEncoding {
	essence, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		essence = strings.ToLower(mediaType)
	}
	switch {
	case strings.HasSuffix(essence, "/json"), strings.HasSuffix(essence, "+json"), essence == "*/*", essence == "application/*":
		return asJSON
	case essence == "multipart/form-data":
		return asMultipart
	case essence == "application/x-www-form-urlencoded":
		return asURL
	}
	return asText
}

// encodeBody encodes the body in its media type.
func (d *Builder) encodeBody() (content []byte, contentType string, err error) {
	switch {
	case d.mediaType == "" || d.noBody:
		return nil, "", nil
	case d.rawBody != nil:
		return d.rawBody, concreteMediaType(d.mediaType), nil
	}
	switch encodingOf(d.mediaType) {
	case asJSON:
		content, err = encodeJSON(d.bodyValue)
		return content, concreteMediaType(d.mediaType), err
	case asMultipart:
		return d.encodeMultipart()
	case asURL:
		return d.encodeURLForm()
	}
	s, ok := d.bodyValue.(string)
	if !ok {
		return nil, "", fmt.Errorf("no body of the media type %s can be made", d.mediaType)
	}
	return []byte(s), concreteMediaType(d.mediaType), nil
}

// concreteMediaType returns a media type for Content-Type, which cannot be a range.
func concreteMediaType(mediaType string) string {
	switch mediaType {
	case "*/*", "application/*":
		return "application/json"
	case "text/*":
		return "text/plain"
	}
	if strings.Contains(mediaType, "*") {
		return "application/octet-stream"
	}
	return mediaType
}

func encodeJSON(v any) ([]byte, error) {
	content, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("the content cannot be written: %w", err)
	}
	return content, nil
}

// objectValue returns the members of the body for a form.
func (d *Builder) objectValue() (map[string]any, error) {
	object, ok := d.bodyValue.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a body of the media type %s has to be an object", d.mediaType)
	}
	return object, nil
}

func (d *Builder) encodeURLForm() ([]byte, string, error) {
	object, err := d.objectValue()
	if err != nil {
		return nil, "", err
	}
	values := make(url.Values)
	for name, v := range object {
		for _, item := range itemsOf(v) {
			s, err := textOrJSON(item)
			if err != nil {
				return nil, "", err
			}
			values.Add(name, s)
		}
	}
	return []byte(values.Encode()), d.mediaType, nil
}

func itemsOf(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

func textOrJSON(v any) (string, error) {
	if s, ok := v.(string); ok {
		return s, nil
	}
	content, err := encodeJSON(v)
	return string(content), err
}

// boundary is constant, so that the same request has the same bytes.
const boundary = "apicontract-5f3a1c90d2b84e67"

// encodeMultipart encodes the body as form data (RFC 7578): binary members as files, objects as
// JSON.
func (d *Builder) encodeMultipart() ([]byte, string, error) {
	object, err := d.objectValue()
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.SetBoundary(boundary); err != nil {
		return nil, "", err
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		for _, item := range itemsOf(object[name]) {
			if err := d.writePart(w, name, item); err != nil {
				return nil, "", err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

func (d *Builder) writePart(w *multipart.Writer, name string, v any) error {
	s, err := textOrJSON(v)
	if err != nil {
		return err
	}
	disposition := map[string]string{"name": name}
	header := make(textproto.MIMEHeader)
	_, object := v.(map[string]any)
	switch {
	case d.isFile(name):
		disposition["filename"] = "sample.bin"
		header.Set("Content-Type", "application/octet-stream")
	case object:
		header.Set("Content-Type", "application/json")
	}
	if mediaType := d.partMediaType(name); mediaType != "" {
		header.Set("Content-Type", mediaType)
	}
	header.Set("Content-Disposition", mime.FormatMediaType("form-data", disposition))
	part, err := w.CreatePart(header)
	if err != nil {
		return err
	}
	_, err = part.Write([]byte(s))
	return err
}

// isFile reports whether a member of a form is a file: binary in OpenAPI 3.0, a string with a media
// type in 3.1.
func (d *Builder) isFile(name string) bool {
	s := memberSchema(d.bodySchema(), name, 0)
	if s != nil && s.Items != nil && s.Items.Value != nil {
		s = s.Items.Value
	}
	return s != nil && (s.Format == "binary" || s.ContentMediaType != "" && s.ContentEncoding == "")
}

func (d *Builder) partMediaType(name string) string {
	mt := d.op.doc.RequestBody.Value.Content[d.mediaType]
	if e := mt.Encoding[name]; e != nil {
		first, _, _ := strings.Cut(e.ContentType, ",")
		return strings.TrimSpace(concreteMediaType(first))
	}
	return ""
}

// bodySchema returns the schema of the body.
func (d *Builder) bodySchema() *openapi3.SchemaRef {
	if d.mediaType == "" {
		return nil
	}
	return d.op.doc.RequestBody.Value.Content[d.mediaType].Schema
}

// maxDepth limits the search for a member's schema.
const maxDepth = 20

// memberSchema finds the schema of a member, through allOf, oneOf and anyOf.
func memberSchema(ref *openapi3.SchemaRef, name string, depth int) *openapi3.Schema {
	if ref == nil || ref.Value == nil || depth > maxDepth {
		return nil
	}
	if own := ref.Value.Properties[name]; own != nil {
		return own.Value
	}
	for _, parts := range []openapi3.SchemaRefs{ref.Value.AllOf, ref.Value.OneOf, ref.Value.AnyOf} {
		for _, part := range parts {
			if s := memberSchema(part, name, depth+1); s != nil {
				return s
			}
		}
	}
	return nil
}
