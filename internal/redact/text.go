package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ellipsis replaces what is removed.
const ellipsis = "…"

// Text removes from a text what may be a secret: what [URLs] removes, values that belong to
// the name of a secret (api_key=…), credentials behind the name of their scheme
// (Bearer …), what has the form of a credential wherever it stands, and the local parts of
// e-mail addresses. An ellipsis replaces each. To remove too much is a smaller fault than
// to show a secret, so a plain word may be lost behind such a name.
func Text(s string) string {
	if mayNameSecret(s) {
		s = redactNames(s, hide)
	}
	return redactLocalParts(redactLongWords(redactForms(URLs(s), hide)))
}

// A cutFunc returns what replaces a secret of a text.
type cutFunc func(kind Kind, secret string) string

func hide(Kind, string) string { return ellipsis }

// redactNames removes what follows the names of secrets and of authentication schemes.
func redactNames(s string, cut cutFunc) string {
	return redactSchemes(redactNamed(redactPairs(s, cut), cut), cut)
}

// mayNameSecret reports whether a text may have the name of a secret or of an authentication
// scheme in it, which few texts have. Names may have percent-encoded characters in them.
func mayNameSecret(s string) bool {
	if strings.Contains(s, "%") {
		return true
	}
	// A mark begins with three letters, whatever is between them.
	last := 0
	for i := range len(s) {
		code := letterCode[s[i]]
		if code == 0 {
			continue
		}
		if last = last%(letterCodes*letterCodes)*letterCodes + int(code); markStarts[last] {
			return true
		}
	}
	return false
}

// nameMarks are parts of all names of secrets and schemes, one of which each of them has.
var nameMarks = []string{"auth", "key", "token", "secret", "pass", "pwd", "sig", "sid", "otp", "pin", "cookie", "credential", "session", "jwt", "hmac", "srf",
	"bearer", "basic", "digest", "negotiate", "ntlm", "dpop", "hawk", "aws4"}

// letterCodes is the number of values of letterCode: those of letters and digits in any case, and
// 0 for every other byte.
const letterCodes = 37

var (
	letterCode = func() (codes [256]uint8) {
		for i, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
			codes[c] = uint8(i + 1)
			codes[strings.ToUpper(string(c))[0]] = uint8(i + 1)
		}
		return codes
	}()
	// markStarts holds the codes of the first three letters of marks.
	markStarts = func() (starts [letterCodes * letterCodes * letterCodes]bool) {
		for _, mark := range nameMarks {
			code := 0
			for i := range 3 {
				code = code*letterCodes + int(letterCode[mark[i]])
			}
			starts[code] = true
		}
		return starts
	}()
)

// Line returns a text as one line of about limit characters that is safe to show: without
// secrets, control characters, invisible characters and invalid UTF-8. Only the start of a
// long text is looked at.
func Line(s string, limit int) string {
	if len(s) <= limit && isPlain(s) {
		return Text(s)
	}
	s = strings.Map(replaceInvisible, cutAtWord(s, 16*limit))
	s = strings.Map(replaceControl, Text(s))
	return Shorten(s, limit)
}

// isPlain reports whether a text has only visible ASCII characters and spaces.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// replaceInvisible replaces what could hide a part of a name, except white space, which
// separates words.
func replaceInvisible(r rune) rune {
	if r == utf8.RuneError || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r) {
		return utf8.RuneError
	}
	return r
}

func replaceControl(r rune) rune {
	if unicode.IsControl(r) {
		return utf8.RuneError
	}
	return r
}

// cutAtWord returns up to limit bytes of a text, and no part of a word with signs in it: a
// part of a URL or of a pair could not be recognized.
func cutAtWord(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	s = s[:limit]
	space := strings.LastIndexFunc(s, unicode.IsSpace)
	if strings.ContainsFunc(s[space+1:], func(r rune) bool { return r < utf8.RuneSelf && !isWordChar(r) }) {
		s = s[:max(0, space)]
	}
	return strings.ToValidUTF8(s, "") + ellipsis
}

func isWordChar(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}

// Shorten cuts a text to limit characters.
func Shorten(s string, limit int) string {
	for i := range s {
		if limit == 0 {
			return s[:i] + ellipsis
		}
		limit--
	}
	return s
}
