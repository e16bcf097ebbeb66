// Package messagetext finds what an error table requires of messages: a check looks for it,
// and the mock writes messages that have it.
package messagetext

import "regexp"

var (
	number = regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	url    = regexp.MustCompile(`(?i)\bhttps?://[^\s/]`)
	link   = regexp.MustCompile(`(?i)\bhttps?://\S+`)
)

// Numbers counts the numbers in a text. The digits of a link are none for people.
func Numbers(text string) int {
	return len(number.FindAllString(link.ReplaceAllString(text, " "), -1))
}

// HasURL reports whether a text contains an absolute http or https URL.
func HasURL(text string) bool { return url.MatchString(text) }
