package synth

import (
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// usualItems is the length of an array without bounds.
const usualItems = 2

// maxItems bounds an array by what a reader can bear, unless it has to be longer.
const maxItems = 1000

func (w *work) list(s *openapi3.Schema, at spot) (any, error) {
	made := []any{}
	seen := make(map[string]bool)
	want := w.length(s, at)
	for i := range want {
		v, err := w.distinct(s, at, i, seen)
		if err != nil {
			if len(made) >= small(s.MinItems) {
				break
			}
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
		made = append(made, v)
	}
	return made, nil
}

func (w *work) length(s *openapi3.Schema, at spot) int {
	want := w.Items
	if want <= 0 {
		want = usualItems
	}
	if w.Minimal || at.lean {
		want = 1
	}
	want = max(want, len(s.PrefixItems))
	if s.Items != nil && w.circles(s.Items) || isFalse(s.Items) {
		want = len(s.PrefixItems)
	}
	if isSet(s.UnevaluatedItems) && s.Items == nil {
		want = len(s.PrefixItems)
	}
	want = min(want, maxItems)
	if s.MaxItems != nil {
		want = min(want, small(*s.MaxItems))
	}
	want = max(want, small(s.MinItems))
	if s.Contains != nil {
		want = max(want, w.contained(s))
	}
	return want
}

// small is a bound of a schema, which may be larger than anything that is made.
func small(bound uint64) int { return int(min(bound, maxValues+1)) }

// contained returns how many items have to conform to contains.
func (w *work) contained(s *openapi3.Schema) int {
	switch {
	case s.Contains == nil:
		return 0
	case s.MinContains != nil:
		return small(*s.MinContains)
	}
	return 1
}

// distinct makes an item that is not there yet, where that is asked for.
func (w *work) distinct(s *openapi3.Schema, at spot, i int, seen map[string]bool) (any, error) {
	for try := range 4 * maxHere {
		v, err := w.value(w.itemSchema(s, i), at.item(i).again(try))
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		if !s.UniqueItems || !seen[string(text)] {
			seen[string(text)] = true
			return v, nil
		}
	}
	return nil, errNothing
}

func (w *work) itemSchema(s *openapi3.Schema, i int) *openapi3.SchemaRef {
	item := s.Items
	if i < len(s.PrefixItems) {
		item = s.PrefixItems[i]
	} else if i-len(s.PrefixItems) < w.contained(s) {
		item = both(item, s.Contains)
	}
	if item == nil {
		return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{openapi3.TypeString}}}
	}
	return item
}
