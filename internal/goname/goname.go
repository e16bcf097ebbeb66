// Package goname names what package api declares for the error table: the generator of
// the table's Go half writes these names, and the command line shows them.
package goname

import "strings"

// initialisms are the words that Go writes in capitals.
var initialisms = map[string]string{"ai": "AI", "api": "API", "id": "ID", "tts": "TTS", "url": "URL"}

// Code returns the constant of an error code: ErrVideoNotFound for video_not_found.
func Code(code string) string { return "Err" + camel(code) }

// RetryClass returns the constant of a retry class: RetrySameKey for same-key.
func RetryClass(class string) string { return "Retry" + camel(class) }

func camel(name string) string {
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
