package jsonvalue

import (
	"strconv"

	"github.com/apicontract/apicontract/internal/spec"
)

// Get returns the value at tokens, nil if there is none. Nil tokens mean "no
// place", so they find nothing; empty tokens find the value itself.
func Get(value any, tokens []string) any {
	if tokens == nil {
		return nil
	}
	found, _ := spec.ValueAt(value, tokens)
	return found
}

// GetString returns the string at tokens, empty if there is none.
func GetString(value any, tokens []string) string {
	text, _ := Get(value, tokens).(string)
	return text
}

// Set returns value with member at tokens. It creates missing objects on the way
// and replaces scalars there, but never extends an array. Nil tokens change
// nothing.
func Set(value any, tokens []string, member any) any {
	if tokens == nil {
		return value
	}
	if len(tokens) == 0 {
		return member
	}
	if items, ok := value.([]any); ok {
		if i, err := strconv.Atoi(tokens[0]); err == nil && i >= 0 && i < len(items) {
			items[i] = Set(items[i], tokens[1:], member)
		}
		return items
	}
	object, ok := value.(map[string]any)
	if !ok {
		object = make(map[string]any)
	}
	object[tokens[0]] = Set(object[tokens[0]], tokens[1:], member)
	return object
}

// SetMember sets a member of an object that exists. It reports false, and changes
// nothing, if tokens do not lead to a member of an object.
func SetMember(value any, tokens []string, member any) bool {
	object, name, ok := parentObject(value, tokens)
	if ok {
		object[name] = member
	}
	return ok
}

// Delete removes a member from its object and reports whether it was there.
func Delete(value any, tokens []string) bool {
	object, name, ok := parentObject(value, tokens)
	if !ok {
		return false
	}
	_, ok = object[name]
	delete(object, name)
	return ok
}

// parentObject returns the object that holds, or would hold, the member at tokens.
func parentObject(value any, tokens []string) (object map[string]any, name string, ok bool) {
	if len(tokens) == 0 {
		return nil, "", false
	}
	last := len(tokens) - 1
	found, _ := spec.ValueAt(value, tokens[:last])
	object, ok = found.(map[string]any)
	return object, tokens[last], ok
}
