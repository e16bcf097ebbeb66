package errorcode

import (
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/messagetext"
	"github.com/apicontract/apicontract/validate"
)

// MessageFor returns a message for a code that contains what the error table requires, and param if
// it is not empty.
func MessageFor(c validate.ErrorCode, param string) string {
	text := strings.Join(strings.Fields(c.Meaning), " ")
	if text == "" {
		text = sentenceFrom(normalizeName(c.Name))
	}
	if param != "" {
		text = fmt.Sprintf("%s: %s", param, text)
	}
	if c.Message.URL && !messagetext.HasURL(text) {
		text += " It is about https://files.example.com/file."
	}
	if missing := c.Message.Numbers - messagetext.Numbers(text); missing > 0 {
		text += " " + numbersSentence(missing)
	}
	return text
}

// sentenceFrom turns a code's name into words.
func sentenceFrom(name string) string {
	words := strings.TrimSpace(strings.ReplaceAll(name, "_", " "))
	if words == "" {
		return "The request failed."
	}
	return strings.ToUpper(words[:1]) + words[1:] + "."
}

// numbersSentence returns a sentence with n numbers.
func numbersSentence(n int) string {
	if n == 1 {
		return "The limit is 10."
	}
	more := make([]string, n-2)
	for i := range more {
		more[i] = fmt.Sprintf("; %d", 10*(i+2))
	}
	return "There are 5, and 10 are needed" + strings.Join(more, "") + "."
}
