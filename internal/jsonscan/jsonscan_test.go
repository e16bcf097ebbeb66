package jsonscan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzSearch compares every search with one that looks at one byte after the other.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"", `"`, `abcdefg"`, "abcdefgh\x1f", "\x80\xff\x7f!", `\\\"\"`, "[[[[{{{{]]]]}}}}", "\x02\x0b\x1b;[]", "!\"#[\\]{|}", `{"name":"a","value":"b\\\"c"},`, `[{"a":"12345678","b":"\\\\"},["}"]] `, `{"a":"\u1234567890","b":[{}],"c":"x"}`, `"` + strings.Repeat("x", 70) + `\"\\" `} {
		f.Add([]byte(s), 0)
	}
	f.Fuzz(func(t *testing.T, b []byte, p int) {
		if p < 0 || p > len(b) {
			return
		}
		require.Equal(t, first(b, p, func(c byte) bool { return c == '"' || c == '\\' }), quoteOrBackslash(b, p))
		require.Equal(t, first(b, p, func(c byte) bool { return strings.IndexByte(" \t\r\n", c) < 0 }), SkipSpace(b, p))
		if p+8 <= len(b) {
			word := b[p : p+8]
			special := first(word, 0, func(c byte) bool { return c == '"' || c == '\\' || c < ' ' })
			require.Equal(t, special, FirstMarked(MarkSpecial(LoadWord(word))), "eight if there is none")
			nonASCII := first(word, 0, func(c byte) bool { return c >= 0x80 })
			require.Equal(t, nonASCII, FirstMarked(MarkNonASCII(LoadWord(word))))
		}
		if end := ValueEnd(b, p); end >= 0 {
			require.Greater(t, end, p)
			require.LessOrEqual(t, end, len(b))
		}
		require.Equal(t, slowValueEnd(b, p), ValueEnd(b, p))
	})
}

// slowValueEnd is ValueEnd, one byte after the other.
func slowValueEnd(b []byte, p int) int {
	if p >= len(b) || strings.IndexByte(`{["`, b[p]) < 0 {
		return ValueEnd(b, p) // ValueEnd reads scalars by the byte, too
	}
	depth, inString := 0, false
	for ; p < len(b); p++ {
		switch c := b[p]; {
		case inString && c == '\\':
			p++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth == 0 && !inString && p < len(b) {
			return p + 1
		}
	}
	return -1
}

func first(b []byte, p int, is func(byte) bool) int {
	for p < len(b) && !is(b[p]) {
		p++
	}
	return p
}

func TestValueEnd(t *testing.T) {
	for _, c := range []struct {
		reason, text string
		want         int
	}{
		{"brackets in strings do not count", `{"a":"}\"]","b":[{},[]]} x`, 24},
		{"an array", `[1,2],`, 5},
		{"a string that ends in a backslash", `"a\\" `, 5},
		{"a string without an end", `"a\"`, -1},
		{"a number", `12,`, 2},
		{"a word that is no JSON", `NaN}`, 3},
		{"a number that may go on", `12`, -1},
		{"a container without an end", `{"a":[}`, -1},
		{"no value", `,`, -1},
		{"nothing", ``, -1},
	} {
		assert.Equal(t, c.want, ValueEnd([]byte(c.text), 0), c.reason)
	}
}

func TestHexDigit(t *testing.T) {
	for c := range 256 {
		want := strings.IndexByte("0123456789abcdef", byte(c)|0x20)
		if byte(c) < ' ' || c >= 'A' && c <= 'Z' && c > 'F' {
			want = -1
		}
		if c < '0' || c > '9' && c < 'A' {
			want = -1
		}
		digit, ok := HexDigit(byte(c))
		assert.Equal(t, want >= 0, ok, "%q", byte(c))
		if ok {
			assert.EqualValues(t, want, digit)
		}
	}
}
