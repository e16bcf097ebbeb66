// Package suggest finds the known names that are closest to a misspelt one.
package suggest

import (
	"cmp"
	"slices"
	"strings"
)

// maxSuggested is how many names a suggestion offers.
const maxSuggested = 3

// DidYouMean names the candidates that word may have meant, or else says what
// otherwise says.
func DidYouMean(word string, candidates []string, otherwise string) string {
	near := Nearest(word, candidates)
	if len(near) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}

// DidYouMeanOr names the candidates that word may have meant, and where all are listed; the
// latter alone if there are none: "did you mean a or b? `x` lists them".
func DidYouMeanOr(word string, candidates []string, list string) string {
	if guess := DidYouMean(word, candidates, ""); guess != "" {
		return guess + " " + list
	}
	return list
}

// Nearest returns the candidates, three at most, that differ little from word,
// nearest first.
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

// nearDistance reports how far apart two names are, and whether that is near: a few
// slips, or one a part of the other.
func nearDistance(word, candidate string) (int, bool) {
	if len(word) > 64 {
		return 0, false // nothing that we know is as long
	}
	d := editDistance(word, candidate)
	if d <= 1+len(candidate)/5 {
		return d, true
	}
	return d, len(word) >= 3 && strings.Contains(candidate, word)
}

// foldName makes names comparable: rules are written with hyphens, codes with
// underscores, flags with dashes in front.
func foldName(s string) string {
	return strings.TrimLeft(strings.ReplaceAll(strings.ToLower(s), "_", "-"), "-")
}

// editDistance is Levenshtein's: the least number of characters to insert, delete or
// replace that turns a into b.
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
