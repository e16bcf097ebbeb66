package ecmaregexp

import (
	"cmp"
	"slices"
	"unicode"
)

// A runeRange holds the code points from low to high.
type runeRange struct{ low, high rune }

// A runeSet is a set of code points: sorted ranges with gaps between them.
type runeSet []runeRange

// allRunes is the set of all code points.
var allRunes = runeSet{{0, unicode.MaxRune}}

func singleRune(r rune) runeSet { return runeSet{{r, r}} }

// unionOf returns the code points that are in one of the sets.
func unionOf(sets ...runeSet) runeSet {
	ranges := slices.Concat(sets...)
	slices.SortFunc(ranges, func(a, b runeRange) int { return cmp.Compare(a.low, b.low) })
	merged := ranges[:0]
	for _, r := range ranges {
		if last := len(merged) - 1; last >= 0 && r.low <= merged[last].high+1 {
			merged[last].high = max(merged[last].high, r.high)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// invert returns the code points that are not in s.
func (s runeSet) invert() runeSet {
	var inverted runeSet
	next := rune(0)
	for _, r := range s {
		if r.low > next {
			inverted = append(inverted, runeRange{next, r.low - 1})
		}
		next = r.high + 1
	}
	if next <= unicode.MaxRune {
		inverted = append(inverted, runeRange{next, unicode.MaxRune})
	}
	return inverted
}

// without returns the code points of s that are not in other.
func (s runeSet) without(other runeSet) runeSet {
	return unionOf(s.invert(), other).invert()
}

// contains reports whether r is in s.
func (s runeSet) contains(r rune) bool {
	_, found := slices.BinarySearchFunc(s, r, func(x runeRange, r rune) int {
		switch {
		case x.high < r:
			return -1
		case x.low > r:
			return 1
		}
		return 0
	})
	return found
}

// tableSet returns the code points of a table of package unicode.
func tableSet(t *unicode.RangeTable) runeSet {
	var set runeSet
	for _, r := range t.R16 {
		set = appendStride(set, rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		set = appendStride(set, rune(r.Lo), rune(r.Hi), rune(r.Stride)) //nolint:gosec // code points are less than 1<<21
	}
	return unionOf(set)
}

func appendStride(set runeSet, low, high, stride rune) runeSet {
	if stride == 1 {
		return append(set, runeRange{low, high})
	}
	for r := low; r <= high; r += stride {
		set = append(set, runeRange{r, r})
	}
	return set
}

// The sets of the escapes and of the dot (ECMA-262, sections 22.2.2.7 and 22.2.2.9).
var (
	digits      = runeSet{{'0', '9'}}
	wordRunes   = runeSet{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	spaces      = unionOf(runeSet{{'\t', '\r'}, {0xFEFF, 0xFEFF}, {0x2028, 0x2029}}, tableSet(unicode.Zs))
	terminators = runeSet{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}
	surrogates  = runeSet{{0xD800, 0xDFFF}}
)

// classEscape returns the set of \d, \D, \s, \S, \w or \W.
func classEscape(letter rune) (set runeSet, ok bool) {
	switch letter {
	case 'd':
		return digits, true
	case 'D':
		return digits.invert(), true
	case 's':
		return spaces, true
	case 'S':
		return spaces.invert(), true
	case 'w':
		return wordRunes, true
	case 'W':
		return wordRunes.invert(), true
	}
	return nil, false
}
