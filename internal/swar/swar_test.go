package swar_test

import (
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/swar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzSearch holds every search against one byte after another.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"", `"`, `abcdefg"`, "abcdefgh\x1f", "\x80\xff\x7f!", `\\\"\"`, "[[[[{{{{]]]]}}}}", "\x02\x0b\x1b;[]", "!\"#[\\]{|}", `{"name":"a","value":"b\\\"c"},`, `[{"a":"12345678","b":"\\\\"},["}"]] `, `{"a":"\u1234567890","b":[{}],"c":"x"}`} {
		f.Add([]byte(s), 0)
	}
	f.Fuzz(func(t *testing.T, b []byte, p int) {
		if p < 0 || p > len(b) {
			return
		}
		require.Equal(t, first(b, p, func(c byte) bool { return c == '"' || c == '\\' }), swar.Quote(b, p))
		require.Equal(t, first(b, p, func(c byte) bool { return strings.IndexByte(`"{}[]`, c) >= 0 }), swar.Bracket(b, p))
		if p+8 <= len(b) {
			word := b[p : p+8]
			special := first(word, 0, func(c byte) bool { return c == '"' || c == '\\' || c < ' ' })
			require.Equal(t, special, swar.First(swar.Special(swar.Word(word))), "eight, if there is none")
			beyond := first(word, 0, func(c byte) bool { return c >= 0x80 })
			require.Equal(t, beyond, swar.First(swar.Beyond(swar.Word(word))))
		}
		if end := swar.Value(b, p); end >= 0 {
			require.Greater(t, end, p)
			require.LessOrEqual(t, end, len(b))
		}
		require.Equal(t, slowValue(b, p), swar.Value(b, p))
	})
}

// slowValue is Value, one byte after another.
func slowValue(b []byte, p int) int {
	if p >= len(b) || strings.IndexByte(`{["`, b[p]) < 0 {
		return swar.Value(b, p) // scalars are looked at by the byte anyway
	}
	depth, text := 0, false
	for ; p < len(b); p++ {
		switch c := b[p]; {
		case text && c == '\\':
			p++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth == 0 && !text && p < len(b) {
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

func TestValue(t *testing.T) {
	for text, want := range map[string]int{
		`{"a":"}\"]","b":[{},[]]} x`: 24,
		`[1,2],`:                     5,
		`"a\\" `:                     5,
		`"a\"`:                       -1,
		`12,`:                        2,
		`NaN}`:                       3,
		`12`:                         -1, // it may go on
		`{"a":[}`:                    -1,
		`,`:                          -1,
		``:                           -1,
	} {
		assert.Equal(t, want, swar.Value([]byte(text), 0), text)
	}
}
