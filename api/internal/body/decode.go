package body

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
)

var byteOrderMark = []byte("\ufeff")

// ErrNull means that a body is null where there must be a value.
var ErrNull = errors.New("is null")

// Decode decodes a JSON body into v, a pointer. It is stricter than encoding/json where the
// contract is, and as lenient where JSON Schema is: a required member that is missing, or null
// without being nullable, is a [*MissingError]; integers may be written 1.0 or 1e3; a byte order
// mark is skipped (RFC 8259, section 8.1).
func Decode(data []byte, v any, required Required) error {
	data = bytes.TrimPrefix(data, byteOrderMark)
	if err := unmarshal(data, v); err != nil {
		return err
	}
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return ErrNull
	}
	return (&scanner{data: data}).checkValue(required.shapeOf(reflect.TypeOf(v).Elem()), nil)
}

func unmarshal(data []byte, v any) error {
	err := json.Unmarshal(plainIntegers(data), v)
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		var text json.RawMessage
		return json.Unmarshal(data, &text) // its error has the right offset in data
	}
	return err
}
