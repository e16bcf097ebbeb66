package rewrite

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apicontract/apicontract/internal/redact"
)

// A Count says how many values of a kind were replaced in a place.
type Count struct {
	Kind  redact.Kind
	Place Place
	Count int
}

// A Summary says what was replaced in a capture. It has no value of the capture.
type Summary struct {
	Counts []Count // sorted by kind and place
}

// Total returns the number of values that were replaced.
func (s Summary) Total() (total int) {
	for _, c := range s.Counts {
		total += c.Count
	}
	return total
}

// A counter counts the values that are replaced.
type counter map[Count]int

func (c counter) add(kind redact.Kind, in Place) { c[Count{Kind: kind, Place: in}]++ }

func (c counter) counts() []Count {
	var all []Count
	for of, n := range maps.All(c) {
		of.Count = n
		all = append(all, of)
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Place, b.Place))
	})
	return all
}
