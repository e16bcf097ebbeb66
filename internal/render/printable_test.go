package render_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/render"
)

func TestPrintable(t *testing.T) {
	cases := []struct{ in, want, reason string }{
		{"", "", "nothing is nothing"},
		{"Vidéo 視頻 → 10", "Vidéo 視頻 → 10", "letters of any script stay"},
		{"a\x1b[31mb", `a\x1b[31mb`, "an escape sequence is shown, not obeyed"},
		{"a\nb\r\tc", `a\nb\r\tc`, "a line break cannot forge a line"},
		{"\u202egnp.exe", `\u202egnp.exe`, "direction marks cannot turn a name around"},
		{"a\u200bb", `a\u200bb`, "what is not seen is shown"},
		{"\u009b31m", `\u009b31m`, "control characters of the upper half count too"},
		{"a\xffb", `a\xffb`, "a broken byte stays recognisable"},
		{"a\uFFFDb", "a\uFFFDb", "a replacement character that was sent is a character"},
		{"\x00\x7f", `\x00\x7f`, "null and delete"},
		{`say "hi" 'there'`, `say "hi" 'there'`, "quotes need no escape in text"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, render.Printable(c.in), c.reason)
	}
}

// The property: whatever comes in, only printing characters of valid UTF-8 come
// out, on one line.
func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"", "a\x1b[31m", "\u202e", "\xff\xfe", "\r\n", "'\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := render.Printable(s)
		assert.True(t, utf8.ValidString(got))
		for _, r := range got {
			assert.True(t, unicode.IsPrint(r), "%q in %q", r, got)
		}
	})
}

func TestWrap(t *testing.T) {
	cases := []struct{ in, indent, want, reason string }{
		{"short", "  ", "short", "nothing to break"},
		{strings.Repeat("word ", 30), "    ", strings.Repeat("word ", 18) + "word\n    " + strings.Repeat("word ", 10) + "word", "breaks between words, behind the indent"},
		{"a\nb", "  ", "a\n  b", "line breaks stay"},
		{"a\n\nb", "  ", "a\n\n  b", "an empty line has no spaces"},
		{strings.Repeat("x", 200), "", strings.Repeat("x", 200), "a long word is not cut"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, render.WrapText(c.in, c.indent), c.reason)
	}
}
