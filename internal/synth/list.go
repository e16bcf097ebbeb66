package synth

import (
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// defaultItems is the length of an array without bounds.
const defaultItems = 2

// maxItems limits the length of an array, so that it stays readable, unless the schema requires
// more items.
const maxItems = 1000

func (w *attempt) makeArray(s *openapi3.Schema, at valuePath) (any, error) {
	made := []any{}
	seen := make(map[string]bool)
	want := w.arrayLength(s, at)
	for i := range want {
		v, err := w.makeDistinctItem(s, at, i, seen)
		if err != nil {
			if len(made) >= clampBound(s.MinItems) {
				break
			}
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
		made = append(made, v)
	}
	return made, nil
}

func (w *attempt) arrayLength(s *openapi3.Schema, at valuePath) int {
	want := w.Items
	if want <= 0 {
		want = defaultItems
	}
	if w.Minimal || at.requiredOnly {
		want = 1
	}
	want = max(want, len(s.PrefixItems))
	if s.Items != nil && w.isCircular(s.Items) || isFalse(s.Items) {
		want = len(s.PrefixItems)
	}
	if isSet(s.UnevaluatedItems) && s.Items == nil {
		want = len(s.PrefixItems)
	}
	want = min(want, maxItems)
	if s.MaxItems != nil {
		want = min(want, clampBound(*s.MaxItems))
	}
	want = max(want, clampBound(s.MinItems))
	if s.Contains != nil {
		want = max(want, w.minContained(s))
	}
	return want
}

// clampBound converts a bound of a schema to an int, which need not exceed what can be generated.
func clampBound(bound uint64) int { return int(min(bound, maxValues+1)) }

// minContained returns how many items must conform to contains.
func (w *attempt) minContained(s *openapi3.Schema) int {
	switch {
	case s.Contains == nil:
		return 0
	case s.MinContains != nil:
		return clampBound(*s.MinContains)
	}
	return 1
}

// makeDistinctItem generates an item that differs from the earlier ones if uniqueItems requires it.
func (w *attempt) makeDistinctItem(s *openapi3.Schema, at valuePath, i int, seen map[string]bool) (any, error) {
	for try := range 4 * maxValueTries {
		v, err := w.makeValue(w.itemSchema(s, i), at.item(i).retry(try))
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

func (w *attempt) itemSchema(s *openapi3.Schema, i int) *openapi3.SchemaRef {
	item := s.Items
	if i < len(s.PrefixItems) {
		item = s.PrefixItems[i]
	} else if i-len(s.PrefixItems) < w.minContained(s) {
		item = mergeRefs(item, s.Contains)
	}
	if item == nil {
		return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{openapi3.TypeString}}}
	}
	return item
}
