package mock

import (
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/validate"
)

// places are the reference tokens of an envelope's parts; nil: it has no such
// part.
type places struct {
	object, code, message, param, docURL []string
}

func newPlaces(e validate.Envelope) places {
	return places{
		object:  document.Tokens(e.Error),
		code:    document.Tokens(e.Code),
		message: document.Tokens(e.Message),
		param:   document.Tokens(e.Param),
		docURL:  document.Tokens(e.DocURL),
	}
}

// at returns what tokens lead to in a value, nil if nothing.
func at(value any, tokens []string) any {
	if tokens == nil {
		return nil
	}
	found, _ := document.Lookup(value, tokens)
	return found
}

// put returns value with member at tokens, making the objects on the way. Without
// tokens, nothing is put.
func put(value any, tokens []string, member any) any {
	if tokens == nil {
		return value
	}
	if len(tokens) == 0 {
		return member
	}
	if items, ok := value.([]any); ok {
		if i, err := strconv.Atoi(tokens[0]); err == nil && i >= 0 && i < len(items) {
			items[i] = put(items[i], tokens[1:], member)
		}
		return items
	}
	object, ok := value.(map[string]any)
	if !ok {
		object = make(map[string]any)
	}
	object[tokens[0]] = put(object[tokens[0]], tokens[1:], member)
	return object
}

// drop takes out what tokens lead to.
func drop(value any, tokens []string) {
	if len(tokens) == 0 {
		return
	}
	last := len(tokens) - 1
	if object, ok := at(value, slices.Clip(tokens[:last])).(map[string]any); ok {
		delete(object, tokens[last])
	}
}

// copied is a value that can be changed without changing the document's.
func copied(value any) any {
	switch v := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[name] = copied(member)
		}
		return object
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = copied(item)
		}
		return items
	}
	return value
}
