package spelling_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/redact/spelling"
)

func TestReplace(t *testing.T) {
	for _, c := range []struct {
		reason             string
		encoding           spelling.Encoding
		text, plain, other string
		want               string
	}{
		{"nothing is spelled", spelling.JSONString, `abc`, "abc", "xyz", `xyz`},
		{"what stays keeps its escapes", spelling.JSONString, `a\/\u0062\tc`, "a/b\tc", "a/b\tz", `a\/\u0062\tz`},
		{"what changes has an escape where it had one", spelling.JSONString, `\u0061\u00e9`, "aé", "zж", `\u007A\u0436`},
		{"the digits keep their case", spelling.JSONString, `\u006a`, "j", "z", `\u007a`},
		{"a surrogate pair", spelling.JSONString, `\ud83d\ude00`, "😀", "𠀀", `\ud840\udc00`},
		{"half of a pair", spelling.JSONString, `\ud800a`, "\xed\xa0\x80a", "\xed\xa0\x80b", `\ud800b`},
		{"an escape that JSON lacks", spelling.JSONString, `\qa\`, `\qa\`, `\qb\`, `\qb\`},
		{"another length", spelling.JSONString, `\u0061bcd\u0065`, "abcde", "a\"\x01e", `\u0061\"\u0001\u0065`},
		{"percent-encoding", spelling.Percent, `a%62+c%C3%a9`, "ab+cé", "xy+zж", `x%79+z%D0%b6`},
		{"what need not be as it is, as in cookies", spelling.Percent, `a b=%2520c`, "a b=%20c", "x y=%20z", `x y=%2520z`},
		{"a sign that a URL reserves", spelling.Percent, `ab`, "ab", "a&", `a%26`},
		{"a percent sign alone", spelling.Percent, `5%a`, "5%a", "6%b", `6%b`},
		{"a form", spelling.Form, `a+b%20c`, "a b c", "x y z", `x+y%20z`},
		{"a form of another length", spelling.Form, `a+b`, "a b", "a  +b", `a++%2Bb`},
	} {
		assert.Equal(t, c.plain, c.encoding.Decode(c.text), c.reason)
		assert.Equal(t, c.text, c.encoding.Replace(c.text, c.plain), "%s: nothing changes", c.reason)
		got := c.encoding.Replace(c.text, c.other)
		assert.Equal(t, c.want, got, c.reason)
		assert.Equal(t, c.other, c.encoding.Decode(got), c.reason)
	}
}

// FuzzJSON compares with encoding/json, and states that what is replaced is read back.
func FuzzJSON(f *testing.F) {
	f.Add(`a\u00e9\n\/"`, "other")
	f.Add(`\ud83d\ude00\ud800`, "\"\\\x00é")
	f.Fuzz(func(t *testing.T, text, other string) {
		var want string
		if utf8.ValidString(text) && json.Unmarshal([]byte(`"`+text+`"`), &want) == nil && utf8.ValidString(spelling.JSONString.Decode(text)) {
			require.Equal(t, want, spelling.JSONString.Decode(text))
		}
		if utf8.ValidString(other) {
			require.Equal(t, other, spelling.JSONString.Decode(spelling.JSONString.Replace(text, other)))
		}
	})
}

// FuzzForm compares with net/url, and states that what is replaced is read back.
func FuzzForm(f *testing.F) {
	f.Add("a+b%20%c3%A9%", "other &=+%")
	f.Add("0+%xx", "0+0%41")
	f.Fuzz(func(t *testing.T, text, other string) {
		if want, err := url.QueryUnescape(text); err == nil {
			require.Equal(t, want, spelling.Form.Decode(text))
		}
		require.Equal(t, other, spelling.Form.Decode(spelling.Form.Replace(text, other)))
		require.Equal(t, other, spelling.Percent.Decode(spelling.Percent.Replace(text, other)))
	})
}
