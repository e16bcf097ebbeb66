package redact

import (
	"net/url"
	"strings"
)

// Path replaces with * the segments of a path that look like identifiers, credentials or
// personal data, and whatever follows a word such as token or reset. Segments that
// isDocumented accepts, which may be nil, stay.
func Path(path string, isDocumented func(segment string) bool) string {
	segments := strings.Split(path, "/")
	isBehindSecret := false
	for i, segment := range segments {
		isKnown := isDocumented != nil && isDocumented(segment)
		if !isKnown && (isBehindSecret && segment != "" && !isCommonSegment(segment) || IsIdentifier(segment)) {
			segments[i] = "*"
		}
		isBehindSecret = AnnouncesSecret(segment)
	}
	return strings.Join(segments, "/")
}

// announcing are the words behind which a path has a secret, besides the names of secrets.
var announcing = setOf(`reset resets verify verification confirm confirmation invite invites invitation invitations activate activation unsubscribe
	magic magiclink otp pin share shared download downloads callback keys pass recover recovery unlock optout`)

// AnnouncesSecret reports whether the next segment of a path is probably a secret, as behind
// reset and token.
func AnnouncesSecret(segment string) bool {
	for _, word := range Words(segment) {
		if announcing[word] {
			return true
		}
	}
	return IsSecretName(segment)
}

// commonSegments are not secrets behind a word that announces one.
var commonSegments = setOf(`v1 v2 v3 v4 login logout refresh revoke verify validate status list new create update delete remove me self
	request confirm reset forgot change rotate exchange info details current all search count batch token tokens key keys password
	passwords session sessions settings users user introspect callback`)

func isCommonSegment(segment string) bool { return commonSegments[strings.ToLower(segment)] }

// maxIdentifier is the length from which a name is one thing's own, whatever it is made of.
const maxIdentifier = 64

// IsIdentifier reports whether a name looks like one person's or thing's own: a number, a
// key, an address, a password.
func IsIdentifier(name string) bool {
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	hasDigit := strings.ContainsAny(name, "0123456789")
	switch {
	case hasDigit && (len(name) > 6 || strings.Trim(name, "0123456789") == ""),
		strings.ContainsAny(name, "@ ;=&,"), len(name) > maxIdentifier,
		HasFormMark(name) && credentialForms.MatchString(name):
		return true
	}
	for _, word := range Words(name) {
		if hidesSecret(word) || isUnpronounceable(word) {
			return true
		}
	}
	return len(name) >= 8 && strings.ToUpper(name) == name && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" ||
		isMixed(name)
}

// Words splits a name into its words, in lower case: "resetPassword-now" has three.
func Words(name string) []string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		isUpper := 'A' <= r && r <= 'Z'
		if isUpper && lower {
			b.WriteByte(' ')
		}
		lower = 'a' <= r && r <= 'z'
		if r == '-' || r == '_' || r == '.' || r == ':' || r == '~' || r == '+' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return strings.Fields(strings.ToLower(b.String()))
}

// plainSecretWords are words with the name of a secret in them that are no secrets.
var plainSecretWords = setOf(`secret secrets secretary password passwords passwordless passphrase resetpassword changepassword forgotpassword
	passwordreset clientsecret secretkey secretkeys`)

// hidesSecret reports whether a word has "secret" or "password" grown together with other
// letters, which names do not.
func hidesSecret(word string) bool {
	return (strings.Contains(word, "secret") || strings.Contains(word, "passw") || strings.Contains(word, "p4ss")) && !plainSecretWords[word]
}

// isUnpronounceable reports whether a word has five consonants in a row, as generated text
// soon has.
func isUnpronounceable(word string) bool {
	if len(word) < 8 {
		return false
	}
	run := 0
	for _, r := range word {
		if strings.ContainsRune("bcdfghjklmnpqrstvwxz", r) {
			if run++; run == 5 {
				return true
			}
			continue
		}
		run = 0
	}
	return false
}

// isMixed reports whether a name changes between upper and lower case more often than
// camel case does.
func isMixed(name string) bool {
	if len(name) < 10 {
		return false
	}
	classes, changes := countClasses(name)
	return classes['u'] > 2 && classes['l'] > 2 && classes['o'] == 0 && changes*2 > len(name)
}
