package redact

import (
	"net/url"
	"slices"
	"strings"
)

var (
	secretWords = []string{"authoriz", "authent", "cookie", "apikey", "accesskey", "authkey", "privatekey", "subscriptionkey",
		"accountkey", "sharedkey", "secretkey", "token", "secret", "passw", "pwd", "passphrase", "passcode", "signature", "credential",
		"session", "jwt", "hmac", "csrf", "xsrf"}
	secretNames = []string{"key", "auth", "xauth", "xkey", "sig", "pass", "sid", "otp", "pin"}
)

// IsSecretName reports whether a header, parameter or JSON member of this name probably
// holds a secret. Case, punctuation and percent-encoding do not matter: api_key and
// API-Key are equal.
func IsSecretName(name string) bool {
	if strings.Contains(name, "%") {
		if decoded, err := url.PathUnescape(name); err == nil {
			name = decoded
		}
	}
	normal := normalizeName(name)
	return slices.Contains(secretNames, normal) ||
		slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(normal, word) })
}

func normalizeName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// ordinaryWords follow the name of a secret in sentences about it, such as "token expired".
var ordinaryWords = setOf(`a access after already an and are as at auth authentication authorization authorized be because before belongs
	but by can cannot contains could count credential credentials did disabled does error exceeded expected expired expires failed field
	for format found from generated given got had has have header headers id if in incorrect info invalid is isn't it key keys length
	level limit malformed may mismatch missing must name no none not null of on only or parameter plan please prefix provided query
	realm refresh rejected request required reset revoked scheme secret sent should such that the this tier to token tokens too type
	unauthorized unknown unsupported until use used user users value was were when will with without wrong you your`)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// isOrdinary reports whether a word, with the punctuation of a sentence, is an ordinary one.
func isOrdinary(word string) bool {
	return ordinaryWords[strings.ToLower(strings.Trim(word, ".,;:!?()"))]
}
