package mock

import (
	"bytes"
	"net/url"
	"slices"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mediatype"
)

// isWritable reports whether the mock can write a value in a media type. It cannot write an
// object in XML, for example.
func isWritable(mediaType string, value any) bool {
	essence := mediatype.Essence(mediaType)
	_, isText := value.(string)
	_, isObject := value.(map[string]any)
	_, isArray := value.([]any)
	switch mediatype.KindOf(essence) {
	case mediatype.Form:
		return isText || isObject
	case mediatype.Text:
		return !isObject && !isArray && value != nil
	case mediatype.Structured:
		return isText || isYAML(essence)
	case mediatype.Multipart:
		return isText
	}
	return true
}

// encodeBody writes a value in a media type in which it is writable.
func encodeBody(mediaType string, value any) []byte {
	essence := mediatype.Essence(mediaType)
	kind := mediatype.KindOf(essence)
	if text, isText := value.(string); isText && kind != mediatype.JSON {
		return []byte(text)
	}
	switch kind {
	case mediatype.JSONLines, mediatype.JSONSequence, mediatype.EventStream:
		return encodeItems(kind, value)
	case mediatype.Form:
		return encodeForm(value)
	case mediatype.Opaque:
		if !mediatype.MayBeJSON(essence) {
			return nil // only a string has bytes here
		}
	}
	return jsonvalue.Encode(value) // JSON is YAML, too
}

func isYAML(essence string) bool {
	return slices.Contains([]string{"application/yaml", "application/x-yaml", "application/vnd.yaml", "text/yaml", "text/x-yaml"}, essence)
}

// encodeItems writes the items of an array, or one item, as a sequence of JSON texts.
func encodeItems(kind mediatype.Kind, value any) []byte {
	items, isArray := value.([]any)
	if !isArray {
		items = []any{value}
	}
	var b bytes.Buffer
	for _, item := range items {
		switch kind {
		case mediatype.JSONSequence:
			b.WriteByte(0x1e) // RFC 7464, section 2.2
		case mediatype.EventStream:
			b.WriteString("data: ")
		}
		b.Write(jsonvalue.Encode(item))
		b.WriteByte('\n')
		if kind == mediatype.EventStream {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

// encodeForm writes an object as application/x-www-form-urlencoded: each item of an array as
// a field of its own, and objects as JSON (OpenAPI, Encoding Object).
func encodeForm(value any) []byte {
	object, _ := value.(map[string]any)
	form := make(url.Values)
	for name, member := range object {
		items, isArray := member.([]any)
		if !isArray {
			items = []any{member}
		}
		for _, item := range items {
			text, isText := item.(string)
			if !isText {
				text = string(jsonvalue.Encode(item))
			}
			form.Add(name, text)
		}
	}
	return []byte(form.Encode())
}
