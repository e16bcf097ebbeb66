package redact

import (
	"regexp"
	"slices"
	"strings"
)

// schemes are the authentication schemes of HTTP whose credentials follow the scheme's name.
var schemes = []string{"bearer", "basic", "digest", "negotiate", "ntlm", "token", "apikey", "api-key", "key", "dpop", "hawk", "gnap",
	"hoba", "mutual", "aws4-hmac-sha256", "signature", "sharedkey", "sharedaccesssignature", "scram-sha-256", "vapid", "privatetoken"}

// IsScheme reports whether a word is the name of an authentication scheme of HTTP.
func IsScheme(word string) bool { return slices.Contains(schemes, strings.ToLower(word)) }

// A scheme's credentials follow it. One that is an English word needs a credential that is
// not.
var (
	schemeStart = regexp.MustCompile(`(?i)\b(bearer|basic|digest|negotiate|ntlm|dpop|hawk|aws4-hmac-sha256|sharedkey|sharedaccesssignature)` +
		`(?:[\s:=_/+]|\\*["']|%(?:25)*20|%(?:25)*3[da]|\\+u00(?:20|3d))+`)
	// nameStart matches the name of a secret before a value that no sign separates from it.
	nameStart = regexp.MustCompile(`(?i)\b(token|password|passwd|passphrase|passcode|secret|credentials?|signature|cookie|jwt|otp|pin|` +
		`(?:api|access|auth|secret|private|license|account)[ _-]?key|session(?:[ _-]?id)?|key)` +
		`(?:\s+(?:is|was|value|named|called|of|with|for|starting|beginning|ending))?\s+`)
)

// redactSchemes removes credentials behind the name of their scheme: Bearer abc.
func redactSchemes(s string, cut cutFunc) string {
	return replaceBehind(s, schemeStart, cut, func(scheme, word string) bool {
		if strings.EqualFold(scheme, "bearer") {
			return !isOrdinary(word)
		}
		return !isOrdinary(word) && IsOpaque(word)
	})
}

// redactNamed removes values behind the name of a secret: password 'abc', token 3f2a.
func redactNamed(s string, cut cutFunc) string {
	return replaceBehind(s, nameStart, cut, func(name, word string) bool {
		isQuoted := openQuote(word) != "" && !strings.HasPrefix(word, "(")
		return IsOpaque(word) || isQuoted && !strings.EqualFold(name, "key")
	})
}

// replaceBehind removes the values behind what a pattern matches, where isSecret says so
// of what the pattern's first group matches and of the first word of the value.
func replaceBehind(s string, start *regexp.Regexp, cut cutFunc, isSecret func(name, word string) bool) string {
	var b strings.Builder
	for {
		at := start.FindStringSubmatchIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String()
		}
		name, rest := s[at[2]:at[3]], s[at[1]:]
		b.WriteString(s[:at[1]])
		s = rest
		word := shortWord(rest)
		if word == "" || strings.HasPrefix(word, ellipsis) || !isSecret(name, word) {
			continue
		}
		quote, end := openQuote(rest), valueEnd(rest, false)
		b.WriteString(quote + cut(Credential, rest[len(quote):max(end, len(quote))]))
		s = rest[end:]
	}
}
