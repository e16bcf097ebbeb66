package stringformat

import (
	"net/netip"
	"strings"
)

// The limits of RFC 5321, section 4.5.3.1: a path has 256 octets with < and >.
const (
	maxLocalPart = 64
	maxMailbox   = 254
)

// checkEmail checks Mailbox of RFC 5321, section 4.1.2.
func checkEmail(s string) string {
	at := strings.LastIndexByte(s, '@')
	switch {
	case at < 0:
		return "it has no @"
	case at == 0:
		return "it has nothing before the @"
	case at > maxLocalPart:
		return "it has more than 64 characters before the @"
	case len(s) > maxMailbox:
		return "it has more than 254 characters"
	}
	if problem := checkLocalPart(s[:at]); problem != "" {
		return problem
	}
	return checkMailDomain(s[at+1:])
}

// checkLocalPart checks Local-part: a dot-string or a quoted string.
func checkLocalPart(s string) string {
	if s[0] == '"' {
		return checkQuoted(s)
	}
	const atomCharacters = "!#$%&'*+-/=?^_`{|}~"
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" {
			return "before the @, it has a point at an end or two points in a row"
		}
		for i := range len(atom) {
			if b := atom[i]; !isLetter(b) && !isDigit(b) && strings.IndexByte(atomCharacters, b) < 0 {
				return "it has a character before the @ that is allowed only in quotes, or not at all"
			}
		}
	}
	return ""
}

// checkQuoted checks Quoted-string.
func checkQuoted(s string) string {
	const problem = "the quotes before its @ are not closed, or hold characters that must be escaped or are not ASCII"
	if len(s) < 2 || s[len(s)-1] != '"' {
		return problem
	}
	content := s[1 : len(s)-1]
	for i := 0; i < len(content); i++ {
		b := content[i]
		if b == '\\' {
			if i++; i == len(content) {
				return problem
			}
			b = 'a'
			if content[i] < ' ' || content[i] > '~' {
				return problem
			}
		}
		if b < ' ' || b > '~' || b == '"' {
			return problem
		}
	}
	return ""
}

// checkMailDomain checks Domain or address-literal.
func checkMailDomain(s string) string {
	if !strings.HasPrefix(s, "[") {
		if problem := checkLabels(s); problem != "" {
			return "behind its @, " + problem
		}
		return ""
	}
	literal, closed := strings.CutSuffix(s[1:], "]")
	if tag := len("IPv6:"); closed && len(literal) > tag && strings.EqualFold(literal[:tag], "IPv6:") {
		if checkIPv6(literal[tag:]) == "" {
			return ""
		}
	} else if address, err := netip.ParseAddr(literal); closed && err == nil && address.Is4() {
		return ""
	}
	return "the address in brackets behind its @ is neither an IPv4 address nor IPv6: and an IPv6 address"
}
