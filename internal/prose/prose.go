// Package prose looks for what an error table promises of messages: the judge asks
// whether it is there, the mock sees to it that it is.
package prose

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

// HasURL reports whether an absolute http or https URL stands in a text.
func HasURL(text string) bool { return url.MatchString(text) }
