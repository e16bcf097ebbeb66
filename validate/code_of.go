package validate

import (
	"context"
	"errors"
	"fmt"

	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// ErrorCode returns the code of the error envelope that content is. If content
// is none, code is empty, and came names what it is instead, without a value of
// it: "an empty body", "HTML", "the v1 shape", "a JSON object of 2 members
// without /error". Both are empty if the contract has no error table.
//
// The code is shown as findings show it, so that it may be printed.
func (c *Contract) ErrorCode(content []byte) (code, came string) {
	if c.table == nil {
		return "", ""
	}
	if len(content) == 0 {
		return "", "an empty body"
	}
	value, err := schemaerror.Decode(content)
	if err != nil {
		return "", describeNonJSON(content, err)
	}
	if came = c.describeNonEnvelope(context.Background(), value); came != "" {
		return "", came
	}
	code, ok := valueAt(value, c.table.envelope.Item(0).Code).(string)
	if !ok {
		return "", "an error object without a code"
	}
	return sanitizeClone(code), ""
}

// describeNonJSON names a body that is not JSON.
func describeNonJSON(content []byte, err error) string {
	syntax, ok := errors.AsType[*schemaerror.SyntaxError](err)
	if !beginsJSON(content) || !ok {
		return describeBody(content, "text that is not JSON")
	}
	return "JSON that " + syntax.Reason
}

// describeNonEnvelope names what a value is if it has no error object; empty if
// it has one.
func (c *Contract) describeNonEnvelope(ctx context.Context, value any) string {
	if f := c.legacyFormatOf(ctx, value); f != nil {
		return "the " + f.name + " shape"
	}
	first := c.table.envelope.Item(0)
	pointer := errorObjectOf(&first)
	if list, isList := valueAt(value, c.table.listPointer()).([]any); c.table.hasList && isList && len(list) == 0 {
		return "an empty list of errors"
	}
	object, ok := lookupPointer(value, pointer)
	if _, isObject := object.(map[string]any); isObject {
		return ""
	}
	location := spec.JoinPointer(pointer...)
	if location == "" {
		return "a JSON " + jsonType(value)
	}
	if top, isObject := value.(map[string]any); !ok && isObject {
		noun := "members"
		if len(top) == 1 {
			noun = "member"
		}
		return fmt.Sprintf("a JSON object of %d %s without %s", len(top), noun, location)
	}
	if !ok {
		return "a JSON " + jsonType(value)
	}
	return fmt.Sprintf("a JSON object whose %s is of type %s", location, jsonType(object))
}
