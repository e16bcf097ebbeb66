package validate

import (
	"errors"
	"slices"

	"github.com/apicontract/apicontract/internal/explain"
)

// ErrorCode returns the code of the error envelope that content is. If content
// is none, code is empty, and came names what it is instead, without a value of
// it: "empty content", "HTML", "the v1 shape", "a JSON object of 2 members
// without /error". Both are empty if the contract has no error table.
//
// The code is shown as findings show it, so that it may be printed.
func (c *Contract) ErrorCode(content []byte) (code, came string) {
	if c.table == nil {
		return "", ""
	}
	if len(content) == 0 {
		return "", "empty content"
	}
	value, err := explain.Decode(content)
	if err != nil {
		return "", unreadable(content, err)
	}
	if came = c.tableFor(value).otherThanEnvelope(value); came != "" {
		return "", came
	}
	code, ok := at(value, c.table.envelope.code).(string)
	if !ok {
		return "", "an error object without a code"
	}
	return clean(code), ""
}

// unreadable names content that is no JSON.
func unreadable(content []byte, err error) string {
	syntax, ok := errors.AsType[*explain.SyntaxError](err)
	if !beginsJSON(content) || !ok {
		return looks(content, "text that is not JSON")
	}
	return "JSON that " + syntax.Reason
}

// tableFor returns the error table that can name the shape of a value. That of a
// restored contract knows of each shape only what it requires.
func (c *Contract) tableFor(value any) *errorTable {
	bare := errorTable{envelope: c.table.envelope}
	object, isObject := value.(map[string]any)
	if !isObject || !slices.ContainsFunc(c.table.shapes, func(s shape) bool { return s.mayBe(object) }) {
		return &bare
	}
	if c.full == nil {
		return c.table
	}
	if full, err := c.full(); err == nil {
		return full.table
	}
	return &bare
}

// mayBe reports whether an object has the members that a shape requires.
func (s *shape) mayBe(object map[string]any) bool {
	return !slices.ContainsFunc(s.required, func(name string) bool {
		_, has := object[name]
		return !has
	})
}
