// Package jsonvalue reads and changes decoded JSON values: nil, bool, string,
// numbers, []any and map[string]any. A place in a value is given as the reference
// tokens of a JSON Pointer (RFC 6901).
package jsonvalue

import (
	"bytes"
	"encoding/json"
)

// Decode decodes the first JSON value of body. Numbers become [json.Number], so that they keep all
// digits. It reports false if there is no such value.
func Decode(body []byte) (any, bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err == nil
}

// Encode encodes a value as one line without escaping HTML. It returns nil for a
// value that JSON cannot express.
func Encode(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Clone returns a deep copy of a value.
func Clone(value any) any {
	switch v := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[name] = Clone(member)
		}
		return object
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = Clone(item)
		}
		return items
	}
	return value
}
