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

// listed is the kind of values that stay because the contract lists them.
const listed redact.Kind = "listed by the contract"

// tooLong is the kind of strings that are replaced as a whole, because memory is limited.
const tooLong redact.Kind = "long text"

// unpacked is the kind of bodies that had a content coding, and have none in the copy.
const unpacked redact.Kind = "compressed body"

// beside is the kind of bodies that are in files of their own.
const beside redact.Kind = "body in a file"

// A Summary says what was replaced in a capture. It has no value of the capture.
type Summary struct {
	Counts []Count // of what was replaced, sorted by kind and place
	Kept   []Count // of values with the name of a secret that the contract lists, by place
	// Unpacked counts the bodies that are longer than they were, because they had a content
	// coding.
	Unpacked int
	// Files counts the bodies in files beside the capture, which are not copied.
	Files int
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

func (c counter) summary() (s Summary) {
	for of, n := range maps.All(c) {
		of.Count = n
		switch of.Kind {
		case listed:
			s.Kept = append(s.Kept, of)
		case unpacked:
			s.Unpacked += n
		case beside:
			s.Files += n
		default:
			s.Counts = append(s.Counts, of)
		}
	}
	for _, counts := range [][]Count{s.Counts, s.Kept} {
		slices.SortFunc(counts, func(a, b Count) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Place, b.Place))
		})
	}
	return s
}
