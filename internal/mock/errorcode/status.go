package errorcode

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// LikelyStatuses returns error statuses, those that fit a retry class first.
func LikelyStatuses(r validate.RetryClass) []int {
	first := map[validate.RetryClass][]int{
		validate.RetryWait: {429}, validate.RetryPoll: {409}, validate.RetrySameKey: {409}, validate.RetryTransient: {503, 500},
		validate.RetryLater: {429, 503}, validate.RetryAccount: {403, 402}, validate.RetryChange: {400, 422},
	}[r]
	return append(first, 400, 404, 409, 422, 500, 503)
}

// ForStatus returns the best of the codes with a status: for 404 the one whose name
// has most words of the path template, else a conventional one, else the first. The
// path template may be empty.
func ForStatus(codes []validate.ErrorCode, status int, pathTemplate string) (validate.ErrorCode, bool) {
	words := pathWords(pathTemplate)
	var best validate.ErrorCode
	bestScore := -1
	for _, c := range codes {
		if !slices.Contains(c.Statuses, status) {
			continue
		}
		if score := statusScore(c, status, words); score > bestScore {
			best, bestScore = c, score
		}
	}
	return best, bestScore >= 0
}

func statusScore(c validate.ErrorCode, status int, words map[string]bool) int {
	name := normalizeName(c.Name)
	if n := matchingWords(name, words); status == 404 && n > 0 {
		return 1 + n
	}
	if slices.Contains(kindFor(status).names, name) {
		return 1
	}
	return 0
}

// matchingWords returns the number of words in a name such as hyperframes_render_not_found, 0 if a
// word is not in the path.
func matchingWords(name string, words map[string]bool) int {
	resource, ok := strings.CutSuffix(name, "_not_found")
	if !ok {
		return 0
	}
	parts := strings.Split(resource, "_")
	for _, part := range parts {
		if !words[singular(part)] {
			return 0
		}
	}
	return len(parts)
}

// pathWords returns the words of a path template in the singular.
func pathWords(template string) map[string]bool {
	words := make(map[string]bool)
	for _, word := range strings.FieldsFunc(strings.ToLower(template), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		words[singular(word)] = true
	}
	return words
}

func singular(word string) string {
	if stem, ok := strings.CutSuffix(word, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(word, "s")
}
