package explain

import (
	"maps"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/document"
)

const (
	maxValues = 20_000 // in a value that is explained as a whole

	// MaxFaults is how many faults of one value are told.
	MaxFaults = 1_000
)

// Bounded returns the faults of a value in bounded time and memory: at most
// 1,000. Of a value with very many parts, those are the faults of the first items
// of each array and of the first members of each object, and of all members for
// which keep is true; a value that is right there and wrong elsewhere has at
// least one.
func Bounded(s Schema, value any, keep func(name string) bool) []Fault {
	if count(value, maxValues) <= maxValues {
		return capped(s.Explain(value))
	}
	first := s.First(value)
	if len(first) == 0 {
		return nil
	}
	for most := 1_000; most > 0; most /= 10 {
		h := head{most: most, keep: keep, cut: make(map[string]bool)}
		part := h.of(value, nil)
		if count(part, maxValues) > maxValues {
			continue
		}
		if faults := slices.DeleteFunc(s.Explain(part), h.made); len(faults) > 0 {
			return capped(faults)
		}
		break
	}
	return capped(first)
}

func capped(faults []Fault) []Fault { return faults[:min(len(faults), MaxFaults)] }

// count counts the parts of a value, up to a little more than enough.
func count(value any, enough int) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for i := 0; i < len(v) && n <= enough; i++ {
			n += count(v[i], enough-n)
		}
	case map[string]any:
		for _, member := range v {
			if n += count(member, enough-n); n > enough {
				break
			}
		}
	}
	return n
}

// A head is the beginning of a value.
type head struct {
	most int
	keep func(name string) bool
	cut  map[string]bool // the places of what is not whole
}

func (h *head) of(value any, place []string) any {
	switch v := value.(type) {
	case []any:
		return h.items(v, place)
	case map[string]any:
		return h.members(v, place)
	}
	return value
}

func (h *head) items(v []any, place []string) any {
	if len(v) > h.most {
		h.cut[document.Pointer(place...)] = true
		v = v[:h.most]
	}
	part := make([]any, len(v))
	for i, item := range v {
		part[i] = h.of(item, append(place, strconv.Itoa(i)))
	}
	return part
}

func (h *head) members(v map[string]any, place []string) any {
	part, others := make(map[string]any), 0
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !h.keep(name) {
			others++
		}
		if others <= h.most || h.keep(name) {
			part[name] = h.of(v[name], append(place, name))
		}
	}
	if len(part) < len(v) {
		h.cut[document.Pointer(place...)] = true
	}
	return part
}

// made reports whether a fault may be the cutting's own.
func (h *head) made(f Fault) bool {
	return h.cut[document.Pointer(f.Instance...)] && f.Keyword != "type"
}
