// Package redact cuts from text what may be a secret. Messages, codes and links
// of error responses are printed, and they quote URLs that carry keys.
package redact

import (
	"regexp"
	"strings"
	"unicode"
)

// URLs cuts from the URLs in s their user information, their queries, and
// fragments that hold parameters; an ellipsis is the latter two. A URL
// may be relative or lack its scheme: any word counts as one in which a query
// follows a slash, or holds an equals sign. A word ends at white space only,
// for every other character may be part of a secret.
func URLs(s string) string {
	if !strings.ContainsAny(s, "?#@%") {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		end := strings.IndexFunc(s, unicode.IsSpace)
		if end < 0 {
			end = len(s)
		}
		b.WriteString(redactWord(s[:end]))
		s = s[end:]
		next := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) })
		if next < 0 {
			next = len(s)
		}
		b.WriteString(s[:next])
		s = s[next:]
	}
	return b.String()
}

// encodedQuery matches a URL inside another, percent-encoded, up to its query.
var encodedQuery = regexp.MustCompile(`(?i)(?:/|%(?:25)*2f).*?%(?:25)*3f`)

func redactWord(w string) string {
	w = withoutUser(w)
	if i := parametersIndex(w); i >= 0 {
		return w[:i+1] + ellipsis
	}
	if at := encodedQuery.FindStringIndex(w); at != nil && at[1] < len(w) {
		return w[:at[1]] + ellipsis
	}
	return w
}

// withoutUser cuts user information out of each authority (RFC 3986, section
// 3.2.1).
func withoutUser(w string) string {
	for from := 0; ; {
		i := strings.Index(w[from:], "//")
		if i < 0 {
			return w
		}
		from += i + len("//")
		end := strings.IndexAny(w[from:], "/?#")
		if end < 0 {
			end = len(w) - from
		}
		if at := strings.LastIndexByte(w[from:from+end], '@'); at >= 0 {
			w = w[:from] + w[from+at+1:]
		}
	}
}

// parametersIndex returns where in w the mark before parameters is, -1 without any.
func parametersIndex(w string) int {
	slash, lastEquals := strings.IndexByte(w, '/'), strings.LastIndexByte(w, '=')
	last := max(lastEquals, strings.LastIndexByte(w, '?'))
	for i := range len(w) {
		switch w[i] {
		case '?':
			if i+1 < len(w) && (slash >= 0 && slash < i || lastEquals > i) {
				return i
			}
		case '#':
			if last > i {
				return i
			}
		}
	}
	return -1
}
