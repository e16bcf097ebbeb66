package redact_test

import (
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/stretchr/testify/assert"
)

func TestURLs(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"no URL", "Why? Because #1 is a@b.example.", "Why? Because #1 is a@b.example."},
		{"a query", "Could not get https://x/a.mp4?sig=S3CRET.", "Could not get https://x/a.mp4?…"},
		{"the section of a page is no secret", "see https://x/docs#why", "see https://x/docs#why"},
		{"a question about a URL", "Is it https://x/a?", "Is it https://x/a?"},
		{"user information", "https://u:S3CRET@x/y", "https://x/y"},
		{"an at sign in the password", "https://u:S3@CRET@x/y", "https://x/y"},
		{"a quote in the password", "https://u:S'3CRET@x/y", "https://x/y"},
		{"no scheme before user information", "//u:S3CRET@x/y", "//x/y"},
		{"two URLs in a word", "https://u:S3CRET@x,https://u:S3CRET@y/", "https://x,https://y/"},
		{"a relative URL", "/docs?key=S3CRET", "/docs?…"},
		{"no scheme", "files.example/a.mp4?S3CRET", "files.example/a.mp4?…"},
		{"no path", "files.example?sig=S3CRET", "files.example?…"},
		{"a quote in the query", "https://x/?n='&key=S3CRET", "https://x/?…"},
		{"a quote in the path", "https://x/it's?k=S3CRET", "https://x/it's?…"},
		{"brackets in the path", "https://x/<id>?k=S3CRET", "https://x/<id>?…"},
		{"an implicit grant", "https://x/cb#access_token=S3CRET", "https://x/cb#…"},
		{"a route behind a hash", "https://x/#/a?k=S3CRET", "https://x/#…"},
		{"another scheme", "_ftp://u:S3CRET@x/y?k='S3CRET'", "_ftp://x/y?…"},
		{"white space is kept", " a\t\nhttps://x/?k=S3CRET  b ", " a\t\nhttps://x/?…  b "},
	} {
		got := redact.URLs(c.text)
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, got, redact.URLs(got), "%s: twice is once", c.reason)
	}
}

func FuzzURLs(f *testing.F) {
	f.Add("u", "S3CRET", "/p", "k")
	f.Fuzz(func(t *testing.T, user, secret, path, key string) {
		clean := func(s string) string { return strings.Map(printing, s) }
		secret = "S3CRET" + strings.NewReplacer("/", "", "?", "", "#", "").Replace(clean(secret))
		user = strings.NewReplacer("/", "", "?", "", "#", "").Replace(clean(user))
		text := "https://" + user + ":" + secret + "@x.example/" + clean(path) + "?" + clean(key) + "=" + secret
		assert.NotContains(t, redact.URLs("Failed: "+text+" and more"), "S3CRET")
	})
}

// printing drops what would end a word.
func printing(r rune) rune {
	if strings.ContainsRune(" \t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", r) || '\u2000' <= r && r <= '\u200a' {
		return -1
	}
	return r
}
