package validate

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// mentionsField reports whether a message names a field, by its whole path or by a
// name in it that is not an index, such as the last: "tags[0]" by "tags". Case,
// underscores and spaces make no difference: "Voice ID" names voice_id.
func mentionsField(text, param string) bool {
	last := lastName(param)
	return param == "" || hasWord(text, param) || last != "" && hasWord(text, last) ||
		hasWords(text, param) || last != "" && hasWords(text, last)
}

// lastName returns the last name in the path of a field that is not an index.
func lastName(param string) string {
	path := strings.TrimRight(param, "[]0123456789")
	return path[strings.LastIndexAny(path, "./")+1:]
}

// maxWords is the length of the longest name that is looked for in any spelling, in
// bytes. It bounds the time that hasWords takes.
const maxWords = 100

// hasWords is hasWord without regard to case, underscores and spaces.
func hasWords(text, name string) bool {
	if len(name) > maxWords {
		return false
	}
	before := rune(' ')
	for i, r := range text {
		if isWord(r) && !isWord(before) && beginsWith(text[i:], name) {
			return true
		}
		before = r
	}
	return false
}

// beginsWith reports whether a text begins with a name, without regard to case,
// underscores and spaces, and not with a longer word.
func beginsWith(text, name string) bool {
	at, compared := 0, false
	for _, want := range name {
		if isSeparator(want) {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		for isSeparator(r) && at < maxWords {
			at += size
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		if unicode.ToLower(r) != unicode.ToLower(want) {
			return false
		}
		at, compared = at+size, true
	}
	after, _ := utf8.DecodeRuneInString(text[at:])
	return compared && !isWord(after)
}

func isSeparator(r rune) bool { return r == '_' || r == ' ' }

// hasWord reports whether text contains word as a whole word: "id" not in "invalid".
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		from += i
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[from+len(word):])
		if !isWord(before) && !isWord(after) {
			return true
		}
		from++
	}
}

func isWord(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// unsafeString is a string of the same bytes, for functions that keep nothing.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// countNumbers counts numbers as messagetext.Numbers does, or fewer: none of what
// follows "://" up to the next blank.
func countNumbers(s []byte) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] == ':' && bytes.HasPrefix(s[i:], []byte("://")) {
			end := bytes.IndexAny(s[i:], " \t\n\f\r")
			if end < 0 {
				return n
			}
			i += end
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		n++
		for i < len(s) && ('0' <= s[i] && s[i] <= '9' ||
			(s[i] == '.' || s[i] == ',') && i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9') {
			i++
		}
	}
	return n
}

// hasURL reports whether messagetext.HasURL surely does.
func hasURL(s []byte) bool {
	for from := 0; ; {
		i := bytes.Index(s[from:], []byte("://"))
		if i < 0 {
			return false
		}
		scheme, rest := s[from:from+i], s[from+i+3:]
		for _, want := range []string{"http", "https"} {
			at := len(scheme) - len(want)
			if at >= 0 && string(scheme[at:]) == want && (at == 0 || !isWord(rune(scheme[at-1]))) &&
				len(rest) > 0 && rest[0] > ' ' && rest[0] < utf8.RuneSelf && rest[0] != '/' {
				return true
			}
		}
		from += i + 3
	}
}
