package mock

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

var (
	number      = regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	absoluteURL = regexp.MustCompile(`(?i)\bhttps?://[^\s/]`)
	links       = regexp.MustCompile(`(?i)\bhttps?://\S+`)
)

// messageFor is a message for people that keeps what the table promises for a
// code.
func messageFor(c validate.Code, param string) string {
	text := strings.Join(strings.Fields(c.Meaning), " ")
	if text == "" {
		text = sentence(plain(c.Name))
	}
	if param != "" {
		text = fmt.Sprintf("%s: %s", param, text)
	}
	if c.Message.URL && !absoluteURL.MatchString(text) {
		text += " It is about https://files.example.com/file."
	}
	if missing := c.Message.Numbers - len(number.FindAllString(links.ReplaceAllString(text, " "), -1)); missing > 0 {
		text += " " + figures(missing)
	}
	return text
}

// sentence turns a code's name into words.
func sentence(name string) string {
	words := strings.TrimSpace(strings.ReplaceAll(name, "_", " "))
	if words == "" {
		return "The request failed."
	}
	return strings.ToUpper(words[:1]) + words[1:] + "."
}

// figures are so many numbers in a sentence.
func figures(n int) string {
	if n == 1 {
		return "The limit is 10."
	}
	more := make([]string, n-2)
	for i := range more {
		more[i] = fmt.Sprintf("; %d", 10*(i+2))
	}
	return "There are 5, and 10 are needed" + strings.Join(more, "") + "."
}
