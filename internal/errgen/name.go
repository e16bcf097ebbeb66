package main

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// initialisms are the words that Go writes in capitals.
var initialisms = map[string]string{"ai": "AI", "api": "API", "id": "ID", "tts": "TTS", "url": "URL"}

// codeConstant returns the constant of a code: ErrVideoNotFound for video_not_found.
func codeConstant(code string) string { return "Err" + camelCase(code) }

// retryConstant returns the constant of a retry class: RetrySameKey for same-key.
func retryConstant(r validate.RetryClass) string { return "Retry" + camelCase(string(r)) }

func camelCase(name string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' }) {
		if upper, ok := initialisms[word]; ok {
			b.WriteString(upper)
			continue
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
