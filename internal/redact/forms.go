package redact

import (
	"regexp"
	"slices"
	"strings"
)

// credentialForms match credentials that their issuers gave a form of its own.
var credentialForms = regexp.MustCompile(`-----BEGIN [A-Z ]*KEY-----(?s:.*?)(?:-----END [A-Z ]*-----|$)` +
	`|\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*` + // JWT
	`|\b(?i:(?:sk|pk|rk)[-_](?:live|test|prod|proj|ant)[-_][\w-]+)` +
	`|\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}` +
	`|\b(?:gh[a-z]|github_pat|npm|hf|whsec|shp[a-z]{2}|dop_v1|figd|lin_api|rnd|vercel|sntrys|sbp)_\w{8,}` +
	`|\b(?:glpat|xox[a-z]|xapp|pypi|dapi|r8)-[\w-]{8,}` +
	`|\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{8,}` +
	`|\bAIza[\w-]{16,}|\bya29\.[\w-]+|\bSG\.[\w-]{8,}\.[\w-]+|\bEAA[A-Za-z0-9]{20,}`)

// formMarks are parts of the forms above, one of which each of them has.
var formMarks = []string{"-----BEGIN ", "eyJ", "k_", "k-", "gh", "_pat_", "npm_", "hf_", "whsec_", "shp", "dop_v1_", "figd_", "lin_api_", "rnd_", "vercel_", "sntrys_", "sbp_",
	"glpat-", "xox", "xapp-", "pypi-", "dapi-", "r8-", "AKIA", "ASIA", "AGPA", "AIDA", "AROA", "ANPA", "AIza", "ya29.", "SG.", "EAA", "K_", "K-"}

// formPairs has a bit for the first two bytes of each mark, so that one pass finds them.
var formPairs = func() (bits [1 << 16 / 64]uint64) {
	for _, mark := range formMarks {
		word, bit := pairBit(mark)
		bits[word] |= bit
	}
	return bits
}()

// pairBit returns the word and the bit of the first two bytes of a text in formPairs.
func pairBit(s string) (word int, bit uint64) {
	pair := uint(s[0])<<8 | uint(s[1])
	return int(pair / 64), 1 << (pair % 64)
}

// HasFormMark reports whether a text has a part that all credentials of an issuer have: one without
// it has none of them.
func HasFormMark(s string) bool {
	for i := range len(s) - 1 {
		if word, bit := pairBit(s[i:]); formPairs[word]&bit != 0 && beginsWithFormMark(s[i:]) {
			return true
		}
	}
	return false
}

func beginsWithFormMark(s string) bool {
	return slices.ContainsFunc(formMarks, func(mark string) bool { return strings.HasPrefix(s, mark) })
}

var address = regexp.MustCompile(`[\w.+'-]+((?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)`)

// redactForms removes what has the form that an issuer gives its credentials.
func redactForms(s string, cut cutFunc) string {
	if !HasFormMark(s) {
		return s
	}
	return credentialForms.ReplaceAllStringFunc(s, func(secret string) string { return cut(Token, secret) })
}

// redactLocalParts removes the local parts of addresses.
func redactLocalParts(s string) string {
	if !hasAddressMark(s) {
		return s
	}
	return address.ReplaceAllString(s, ellipsis+"$1")
}

// redactAddresses removes addresses as a whole.
func redactAddresses(s string, cut cutFunc) string {
	if !hasAddressMark(s) {
		return s
	}
	return address.ReplaceAllStringFunc(s, func(secret string) string { return cut(Address, secret) })
}

func hasAddressMark(s string) bool { return strings.Contains(s, "@") || strings.Contains(s, "%40") }

// redactLongWords removes long words that look generated.
func redactLongWords(s string) string {
	var b strings.Builder
	last := 0
	for start := 0; start < len(s); {
		end := start
		for end < len(s) && isWordByte(s[end]) {
			end++
		}
		if hasRandomPart(s[start:end]) {
			b.WriteString(s[last:start] + ellipsis)
			last = end
		}
		start = end + 1
	}
	if last == 0 {
		return s
	}
	return b.String() + s[last:]
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '_' || c == '=' || c == '-'
}

func hasRandomPart(word string) bool {
	if len(word) < minRandom {
		return false
	}
	for part := range strings.SplitSeq(word, "/") {
		if isRandom(part) {
			return true
		}
	}
	return false
}

// minRandom is the length from which a word that looks generated is removed.
const minRandom = 24

// isRandom reports whether a word of letters and digits looks generated, and is longer than
// an identifier usually is: UUIDs and 32 hexadecimal digits are no secrets.
func isRandom(word string) bool {
	if len(word) < minRandom {
		return false
	}
	if isHex(word) {
		return len(word) >= 40
	}
	classes, changes := countClasses(word)
	return classes['d'] > 1 && classes['l'] > 0 && classes['u'] > 0 && changes*3 > len(word)
}

func isHex(word string) bool {
	return strings.Trim(word, "0123456789abcdefABCDEF") == "" && strings.ContainsAny(word, "0123456789") && strings.ContainsAny(word, "abcdefABCDEF")
}

// countClasses counts the digits (d), lower-case letters (l), upper-case letters (u) and
// other characters (o) of a word, and how often two different ones meet.
func countClasses(word string) (classes [128]int, changes int) {
	last := byte(0)
	for i := range len(word) {
		class := byte('o')
		switch c := word[i]; {
		case '0' <= c && c <= '9':
			class = 'd'
		case 'a' <= c && c <= 'z':
			class = 'l'
		case 'A' <= c && c <= 'Z':
			class = 'u'
		}
		classes[class]++
		if last != 0 && class != last {
			changes++
		}
		last = class
	}
	return classes, changes
}

// IsOpaque reports whether a word is no ordinary one, so that behind the name of a secret
// it is the secret: it has digits, or upper and lower case mixed, or other characters.
func IsOpaque(word string) bool {
	word = strings.Trim(word, "\\\"'`“”‘’«»<>()[]{}.,;:!?")
	if len(word) < 4 {
		return false
	}
	classes, _ := countClasses(word)
	return classes['d'] > 0 || classes['l'] > 0 && classes['u'] > 1 || strings.ContainsAny(word, "=/+%$#@!^&*~|\\")
}
