// Package suggest finds the known names that are closest to a misspelt one.
package suggest

import (
	"cmp"
	"slices"
	"strings"
)

// maxSuggested is the maximum number of suggestions.
const maxSuggested = 3

// DidYouMean suggests the candidates that word may mean, or returns otherwise if there are none.
func DidYouMean(word string, candidates []string, otherwise string) string {
	near := Nearest(word, candidates)
	if len(near) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}

// DidYouMeanOr suggests the candidates that word may mean, and says where all are listed: "did you
// mean a or b? `x` lists them". If there are none, it only says the latter.
func DidYouMeanOr(word string, candidates []string, list string) string {
	if guess := DidYouMean(word, candidates, ""); guess != "" {
		return guess + " " + list
	}
	return list
}

// Nearest returns at most three candidates that differ little from word, nearest first.
func Nearest(word string, candidates []string) []string {
	type guess struct {
		name     string
		distance int
	}
	var guesses []guess
	for _, c := range candidates {
		if d, ok := nearDistance(foldName(word), foldName(c)); ok {
			guesses = append(guesses, guess{c, d})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, g := range guesses[:min(len(guesses), maxSuggested)] {
		names = append(names, g.name)
	}
	return names
}

// nearDistance returns the distance of two names, and whether it is small: a few typing mistakes,
// or one name is a part of the other.
func nearDistance(word, candidate string) (int, bool) {
	if len(word) > 64 {
		return 0, false // no candidate is as long
	}
	d := editDistance(word, candidate)
	if d <= 1+len(candidate)/5 {
		return d, true
	}
	return d, len(word) >= 3 && strings.Contains(candidate, word)
}

// foldName normalises a name: rules are written with hyphens, codes with underscores, flags with
// leading dashes.
func foldName(s string) string {
	return strings.TrimLeft(strings.ReplaceAll(strings.ToLower(s), "_", "-"), "-")
}

// editDistance returns the Levenshtein distance: the smallest number of inserted, deleted and
// replaced characters that turns a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
