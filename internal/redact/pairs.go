package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pairStart matches a name and what separates it from its value, in the spellings of
// queries, headers, JSON, code, XML and of all these encoded or escaped once more.
var pairStart = regexp.MustCompile(`(?i)((?:(?:api|access|secret|private|session|client|auth) )?(?:[a-z0-9_.$\[\]\x{FFFD}-]|%5[bdf]|%2[de]|%[467][0-9a-f])+)` +
	`(?:\\*["'` + "`" + `’”]|%(?:25)*22|&quot;|&#0*39;)?\s*` +
	`(?:[:=]?=>?|->|:|>|%(?:25)*3[da]|\\+u003[da]|&#0*61;|&#x0*3d;|&#0*58;|&equals;|&colon;|＝|：)\s*`)

// redactPairs removes the values behind the names of secrets.
func redactPairs(s string) string {
	if !strings.ContainsAny(s, "=:>%&\\＝：") {
		return s
	}
	var b strings.Builder
	for {
		at := pairStart.FindStringSubmatchIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String()
		}
		name, rest := s[at[2]:at[3]], s[at[1]:]
		b.WriteString(s[:at[1]])
		s = rest
		if isSecretPair(name, rest) {
			end := valueEnd(rest, strings.HasPrefix(normalizeName(name), "authorization") || strings.HasPrefix(normalizeName(name), "proxyauthorization"))
			b.WriteString(openQuote(rest) + ellipsis)
			s = rest[end:]
		}
	}
}

// isSecretPair reports whether a value is to be removed.
func isSecretPair(name, value string) bool {
	if value == "" || strings.HasPrefix(value, ellipsis) || strings.HasPrefix(value, "//") || !hasSecretName(name) {
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

// closers are the quotes and brackets that a value may stand in, with their ends.
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
		isMore := (strings.HasSuffix(previous, ",") || strings.HasSuffix(previous, ";") || isScheme(previous)) && strings.Contains(next, "=") ||
			isScheme(previous) && !isOrdinary(next) || hasScheme && isOpaque(next)
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
