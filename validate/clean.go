package validate

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds, in bytes, what a finding shows of the traffic.
const maxText = 240

// A URL in running text: scheme, user information, host and path, query.
var urlText = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)([^/?#\s"'<>@]*@)?([^?#\s"'<>]*)(\?[^#\s"'<>]*)?`)

// clean prepares a value of the envelope, a path or a method for printing: user
// information and queries of URLs are cut, for they carry keys; control
// characters and invalid UTF-8 are replaced; long text is shortened.
func clean(s string) string {
	s = shorten(s, maxText*4) // bounds the work
	if strings.Contains(s, "://") {
		s = urlText.ReplaceAllStringFunc(s, cutSecrets)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Cf, r) {
			return '\uFFFD'
		}
		return r
	}, s)
	return shorten(s, maxText)
}

func cutSecrets(url string) string {
	m := urlText.FindStringSubmatch(url)
	if m[4] != "" {
		m[4] = "?…"
	}
	return m[1] + m[3] + m[4]
}

// shorten cuts s to about limit bytes, between characters.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}
