package mock

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/prose"
	"github.com/apicontract/apicontract/validate"
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
	if c.Message.URL && !prose.HasURL(text) {
		text += " It is about https://files.example.com/file."
	}
	if missing := c.Message.Numbers - prose.Numbers(text); missing > 0 {
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
