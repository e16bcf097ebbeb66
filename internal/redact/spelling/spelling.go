// Package spelling replaces text that is spelled in an encoding, such as the escapes of a JSON
// string, and keeps the spelling of what stays.
package spelling

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// An Encoding is a way to spell a text inside another. It is safe for concurrent use.
type Encoding struct {
	// next returns the first characters of a text that have one spelling, and the size of that.
	next func(s string) (decoded string, size int)
	// spell spells characters as like is spelled; an empty like asks for the usual spelling.
	spell func(like, decoded string) string
}

// Decode returns a text without its spelling.
func (e Encoding) Decode(s string) string {
	decoded, size := e.next(s)
	if size == len(s) {
		return decoded
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		decoded, size = e.next(s)
		b.WriteString(decoded)
		s = s[size:]
	}
	return b.String()
}

// Replace returns the spelling of another text. Where both texts have the same characters at
// the same place, the spelling stays.
func (e Encoding) Replace(s, text string) string {
	decoded := e.Decode(s)
	if decoded == text {
		return s
	}
	replaced := ""
	if len(decoded) == len(text) {
		replaced = e.replaceEach(s, text)
	} else {
		replaced = e.replaceMiddle(s, decoded, text)
	}
	if e.Decode(replaced) != text { // a sign alone has become the beginning of an escape
		return e.spell("", text)
	}
	return replaced
}

// replaceEach is Replace for a text of the same length.
func (e Encoding) replaceEach(s, text string) string {
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		old, size := e.next(s)
		part := text[:len(old)]
		if part == old {
			b.WriteString(s[:size])
		} else {
			b.WriteString(e.spell(s[:size], part))
		}
		s, text = s[size:], text[len(old):]
	}
	return b.String()
}

// replaceMiddle is Replace for a text of another length: what both begin and end with stays.
func (e Encoding) replaceMiddle(s, decoded, text string) string {
	same := 0
	for same < min(len(decoded), len(text)) && decoded[same] == text[same] {
		same++
	}
	tail := 0
	for tail < min(len(decoded), len(text))-same && decoded[len(decoded)-1-tail] == text[len(text)-1-tail] {
		tail++
	}
	var head, end strings.Builder
	at, middle := 0, text
	for len(s) > 0 {
		old, size := e.next(s)
		switch {
		case at+len(old) <= same:
			head.WriteString(s[:size])
			middle = middle[len(old):]
		case at >= len(decoded)-tail:
			end.WriteString(s[:size])
			middle = middle[:len(middle)-len(old)]
		}
		at += len(old)
		s = s[size:]
	}
	return head.String() + e.spell("", middle) + end.String()
}

// JSONString is the spelling of the characters between the quotes of a JSON string.
var JSONString = Encoding{nextJSON, spellJSON}

var jsonEscapes = map[byte]string{'"': `"`, '\\': `\`, '/': `/`, 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t"}

func nextJSON(s string) (string, int) {
	switch i := strings.IndexByte(s, '\\'); {
	case i < 0:
		return s, len(s)
	case i > 0:
		return s[:i], i
	case len(s) == 1:
		return s, 1
	case s[1] == 'u':
		return nextUnicode(s)
	}
	if decoded, ok := jsonEscapes[s[1]]; ok {
		return decoded, 2
	}
	return s[:2], 2
}

// nextUnicode decodes an escape with a code unit, or two for one character. Half of a pair is
// three bytes, which no valid text has.
func nextUnicode(s string) (string, int) {
	unit, ok := hexUnit(s)
	if !ok {
		return s[:2], 2
	}
	if low, ok := hexUnit(s[6:]); ok && utf16.IsSurrogate(unit) {
		if r := utf16.DecodeRune(unit, low); r != utf8.RuneError {
			return string(r), 12
		}
	}
	if utf16.IsSurrogate(unit) {
		return string([]byte{0xe0 | byte(unit>>12), 0x80 | byte(unit>>6)&0x3f, 0x80 | byte(unit)&0x3f}), 6
	}
	return string(unit), 6
}

// hexUnit returns the code unit of an escape that s begins with.
func hexUnit(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	unit := rune(0)
	for i := 2; i < 6; i++ {
		digit, ok := hexDigit(s[i])
		if !ok {
			return 0, false
		}
		unit = unit<<4 | rune(digit)
	}
	return unit, true
}

func spellJSON(like, decoded string) string {
	var b strings.Builder
	isEscape := strings.HasPrefix(like, `\u`)
	for _, r := range decoded {
		switch {
		case isEscape && r > 0xffff:
			high, low := utf16.EncodeRune(r)
			writeUnit(&b, like, high)
			writeUnit(&b, like, low)
		case isEscape || r < ' ':
			writeUnit(&b, like, r)
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func writeUnit(b *strings.Builder, like string, unit rune) {
	digits := digitsLike(like)
	b.WriteString(`\u`)
	for shift := 12; shift >= 0; shift -= 4 {
		b.WriteByte(digits[unit>>shift&0xf])
	}
}

// digitsLike returns hexadecimal digits, whose letters are lower case if those of like are.
func digitsLike(like string) string {
	if strings.ContainsAny(like, "abcdef") {
		return "0123456789abcdef"
	}
	return "0123456789ABCDEF"
}

// Percent is the spelling of a part of a URL, and Form that of a part of a form, which has spaces as
// plus signs, too.
var (
	Percent = Encoding{func(s string) (string, int) { return nextPercent(s, "%") }, func(like, decoded string) string { return spellPercent(like, decoded, "%20") }}
	Form    = Encoding{func(s string) (string, int) { return nextPercent(s, "%+") }, func(like, decoded string) string { return spellPercent(like, decoded, "+") }}
)

func nextPercent(s, marks string) (string, int) {
	i := strings.IndexAny(s, marks)
	switch {
	case i < 0:
		return s, len(s)
	case i > 0:
		return s[:i], i
	case s[0] == '+':
		return " ", 1
	}
	if b, ok := percentByte(s); ok {
		return string([]byte{b}), 3
	}
	return s[:1], 1
}

// percentByte returns the byte that s begins with in percent-encoding.
func percentByte(s string) (byte, bool) {
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	high, ok1 := hexDigit(s[1])
	low, ok2 := hexDigit(s[2])
	return high<<4 | low, ok1 && ok2
}

// HasPercent reports whether a text has a character in percent-encoding.
func HasPercent(s string) bool {
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 {
			return false
		}
		if _, ok := percentByte(s[i:]); ok {
			return true
		}
		s = s[i+1:]
	}
}

func spellPercent(like, decoded, space string) string {
	var b strings.Builder
	isEncoded := strings.HasPrefix(like, "%") && len(like) == 3
	for i := range len(decoded) {
		switch c := decoded[i]; {
		case !isEncoded && (c >= utf8.RuneSelf && like != "" || isUnreserved(c) || strings.IndexByte(like, c) >= 0 && (c != '+' || space != "+")):
			b.WriteByte(c)
		case c == ' ' && !isEncoded:
			b.WriteString(space)
		default:
			digits := digitsLike(like)
			b.WriteString("%" + digits[c>>4:c>>4+1] + digits[c&0xf:c&0xf+1])
		}
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}
