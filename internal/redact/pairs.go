package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// redactPairs removes the values behind the names of secrets, in the spellings of queries,
// headers, JSON, code, XML and of all these encoded or escaped once more.
func redactPairs(s string, cut cutFunc) string {
	var b strings.Builder
	last := 0
	for i := 0; i < len(s); {
		next := strings.IndexAny(s[i:], "=:->%&\\＝：")
		if next < 0 {
			break
		}
		i += next
		size := separatorSize(s[i:])
		if size == 0 {
			i++
			continue
		}
		start := len(s) - len(strings.TrimLeftFunc(s[i+size:], unicode.IsSpace))
		name, value := nameBefore(s[last:i]), s[start:]
		i += size
		if !isSecretPair(name, value) {
			continue
		}
		quote := openQuote(value)
		b.WriteString(s[last:start] + quote)
		last = start + valueEnd(value, strings.HasPrefix(normalizeName(name), "authorization") || strings.HasPrefix(normalizeName(name), "proxyauthorization"))
		b.WriteString(cut(Credential, s[start+len(quote):max(last, start+len(quote))]))
		i = last
	}
	if last == 0 {
		return s
	}
	return b.String() + s[last:]
}

// separators separate names from values; those that begin with another one come first.
var separators = []string{":=>", ":=", "==>", "=>", "==", "->", "=", ":", ">", "＝", "：", "&equals;", "&colon;", "&#61;", "&#58;", "&#x3d;", "&#x3a;", "&#x3D;", "&#x3A;"}

// encodedSign matches a sign that is percent-encoded, maybe more than once, or escaped.
var encodedSign = regexp.MustCompile(`(?i)^(?:%(?:25)*3[da]|\\+u003[da])`)

// separatorSize returns the size of the separator that s begins with, 0 if there is none.
func separatorSize(s string) int {
	if s[0] == '%' || s[0] == '\\' {
		return len(encodedSign.FindString(s[:min(len(s), 40)]))
	}
	for _, separator := range separators {
		if strings.HasPrefix(s, separator) {
			return len(separator)
		}
	}
	return 0
}

// maxName bounds, in bytes, the names that are looked at.
const maxName = 100

// endQuotes may end a name before its separator.
var endQuotes = []string{`"`, "'", "`", "’", "”", "%22", "%2522", "&quot;", "&#39;", "&#039;"}

// nameBefore returns the name that s ends with, without the quote and the space behind it.
func nameBefore(s string) string {
	s = strings.TrimRightFunc(s[max(0, len(s)-maxName):], unicode.IsSpace)
	for _, quote := range endQuotes {
		if before, ok := strings.CutSuffix(s, quote); ok {
			s = strings.TrimRight(before, `\`)
			break
		}
	}
	start := len(s)
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !isNameRune(r) && !(r == '%' && encodedNameRune.MatchString(s[start-1:])) {
			break
		}
		start -= size
	}
	if word := s[:start]; strings.HasSuffix(word, " ") { // "api key"
		word = strings.Trim(word[strings.LastIndexByte(word[:len(word)-1], ' ')+1:], " \"'(,")
		if qualifiers[strings.ToLower(word)] {
			return word + s[start:]
		}
	}
	return s[start:]
}

func isNameRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("_.$[]-\uFFFD", r)
}

// encodedNameRune matches a percent-encoded character of a name: _, -, . and letters.
var encodedNameRune = regexp.MustCompile(`^%(?:5[bdfBDF]|2[deDE]|[467][0-9a-fA-F])`)

// isSecretPair reports whether a value is to be removed.
func isSecretPair(name, value string) bool {
	if value == "" || name == "" || strings.HasPrefix(value, ellipsis) || strings.HasPrefix(value, "//") || !hasSecretName(name) {
		return false
	}
	return !isOrdinary(shortWord(value))
}

// encodedSeparator matches the rest of an encoded character before a name.
var encodedSeparator = regexp.MustCompile(`(?i)^(?:(?:25)*[0-9a-f]{2}|u00[0-9a-f]{2})`)

// hasSecretName reports whether a name, or its part behind an encoded separator, is that of
// a secret.
func hasSecretName(name string) bool {
	return IsSecretName(name) || IsSecretName(encodedSeparator.ReplaceAllLiteralString(name, ""))
}

// qualifiers make the name of a secret of a word that follows them, such as key.
var qualifiers = setOf("api access secret private session client auth")

func firstWord(s string) string {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i]
	}
	return s
}

// shortWord returns the first word of s, or as much of it as tells what it is: it bounds the
// work where a text without spaces has many names.
func shortWord(s string) string { return firstWord(s[:min(len(s), 100)]) }

// openQuote returns the quote, maybe escaped, that a value begins with.
func openQuote(value string) string {
	unescaped := strings.TrimLeft(value, `\`)
	if _, size := quoteAt(unescaped); size > 0 {
		return value[:len(value)-len(unescaped)+size]
	}
	return ""
}

// closers are the quotes and brackets around a value, with their ends.
var closers = map[rune]rune{'"': '"', '\'': '\'', '`': '`', '“': '”', '‘': '’', '«': '»', '<': '>', '(': ')', '[': ']', '{': '}'}

// quoteAt returns the end of the quote that s begins with, and the size of its start; 0 if
// there is none.
func quoteAt(s string) (closer rune, size int) {
	first, size := utf8.DecodeRuneInString(s)
	closer, ok := closers[first]
	if !ok {
		return 0, 0
	}
	return closer, size
}

// valueEnd returns the length of a value at the start of s, without the end of its quote.
// A value without quotes ends at white space only, because every other character may be a
// part of a secret; it goes on behind a comma or semicolon if another pair follows, as in
// Cookie and Authorization, and behind the name of a scheme, which may be any if hasScheme.
func valueEnd(s string, hasScheme bool) int {
	if open := openQuote(s); open != "" {
		return quotedEnd(s, open)
	}
	end := len(firstWord(s))
	for previous := s[:end]; end < len(s); {
		space := len(s[end:]) - len(strings.TrimLeftFunc(s[end:], unicode.IsSpace))
		next := firstWord(s[end+space:])
		isMore := (strings.HasSuffix(previous, ",") || strings.HasSuffix(previous, ";") || IsScheme(previous)) && strings.Contains(next, "=") ||
			IsScheme(previous) && !isOrdinary(next) || hasScheme && IsOpaque(next)
		if next == "" || !isMore {
			return end
		}
		end += space + len(next)
		previous, hasScheme = next, false
	}
	return end
}

// quotedEnd returns where the quote that s begins with ends; the end of s if it does not.
// A quote that is escaped more often than the first belongs to the value.
func quotedEnd(s, open string) int {
	closer, _ := quoteAt(strings.TrimLeft(open, `\`))
	escapes, depth := strings.Count(open, `\`), 0
	opener, _ := utf8.DecodeLastRuneInString(open)
	backslashes := 0
	for i, r := range s[len(open):] {
		switch {
		case r == '\\':
			backslashes++
			continue
		case r == closer && backslashes <= escapes && depth == 0:
			return len(open) + i - backslashes
		case r == closer:
			depth = max(0, depth-1)
		case r == opener:
			depth++
		}
		backslashes = 0
	}
	return len(s)
}
