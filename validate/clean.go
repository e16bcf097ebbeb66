package validate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/redact"
)

// maxText bounds, in bytes, what a finding shows of the traffic.
const maxText = 240

// sanitize prepares a value of the envelope, a path or a method for printing: user
// information and queries of URLs are cut, for they carry keys; control
// characters and invalid UTF-8 are replaced; long text is shortened.
func sanitize(s string) string {
	s = redact.URLs(cutAtWord(s))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Cf, r) {
			return '\uFFFD'
		}
		return r
	}, s)
	return shortenText(s, maxText)
}

// cutAtWord is the part of s that is worth work, up to the end of a word: half a
// URL would not be known for one.
func cutAtWord(s string) string {
	const enough = maxText * 16
	if len(s) <= enough {
		return s
	}
	return s[:max(0, strings.LastIndexFunc(s[:enough], unicode.IsSpace))] + "…"
}

// shortenText cuts s to about limit bytes, between characters.
func shortenText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
