package redact_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/testsupport/canary"
)

// Replace finds what Line finds, except queries of URLs whose names say nothing, long words, and
// names with invisible characters.
func TestReplaceFindsSecrets(t *testing.T) {
	notFound := map[string]bool{
		"https%3A%2F%2Fx.example%2Fa%3Fk%3DS3CRET": true,
		"unknown S3CRETaB3dE5gH7jK9mN1pQ4":         true,
		"cl\u200bient_sec\u200bret=S3CRET":         true,
	}
	for _, text := range canary.Spellings() {
		got := redact.Search{}.Replace(text, func(_ redact.Kind, secret string) string {
			assert.NotEmpty(t, secret, text)
			return strings.Repeat("x", len(secret))
		})
		assert.Equal(t, notFound[text], strings.Contains(got, canary.Secret), "%s: %s", text, got)
		assert.Len(t, got, len(text), "everything else stays: %s", text)
	}
}

func TestReplace(t *testing.T) {
	for _, c := range []struct {
		reason, text, want string
		search             redact.Search
	}{
		{"nothing", "", "", redact.Search{}},
		{"a secret", "api_key=abc limit=5", "api_key=<credential abc> limit=5", redact.Search{}},
		{"a secret in a secret", "Cookie: a=sk_live_abcdef; b=c", "Cookie: <credential a=sk_live_abcdef; b=c>", redact.Search{}},
		{"a URL, without the sentence around it", `("https://h.example/?a=b").`, `("<URL https://h.example/?a=b>").`, redact.Search{}},
		{"an address", "to ada@example.com.", "to <e-mail address ada@example.com>.", redact.Search{}},
		{"an ellipsis stays", "a … b … c", "a … b … c", redact.Search{}},
		{"only forms", "token=abc sk_live_abcdef", "token=abc <token sk_live_abcdef>", redact.Search{FormsOnly: true}},
		{"a known word", "no video abc-12345.", "no video <cookie abc-12345>.", redact.Search{Known: func(word string) redact.Kind {
			if word == "abc-12345" {
				return redact.Cookie
			}
			return ""
		}}},
		{"private characters", "a\U000F0000b", "<credential a\U000F0000b>", redact.Search{}},
	} {
		got := c.search.Replace(c.text, func(kind redact.Kind, secret string) string { return "<" + string(kind) + " " + secret + ">" })
		assert.Equal(t, c.want, got, c.reason)
	}
}

// FuzzReplace states that a text whose secrets are replaced by themselves stays as it is.
func FuzzReplace(f *testing.F) {
	for _, text := range canary.Spellings() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		same := func(_ redact.Kind, secret string) string { return secret }
		assert.Equal(t, text, redact.Search{}.Replace(text, same))
		assert.Equal(t, text, redact.Search{FormsOnly: true}.Replace(text, same))
	})
}
