package stringformat

import (
	"net/netip"
	"strings"
)

// checkURI checks URI of RFC 3986, appendix A.
func checkURI(s string) string {
	scheme, rest, found := strings.Cut(s, ":")
	switch {
	case !found || strings.ContainsAny(scheme, "/?#"):
		return "it has no scheme"
	case !isScheme(scheme):
		return "its scheme is not a letter and then letters, digits, +, - and points"
	}
	return checkAfterScheme(rest)
}

// checkURIReference checks URI-reference of RFC 3986, section 4.1.
func checkURIReference(s string) string {
	first, _, found := strings.Cut(s, ":")
	if found && !strings.ContainsAny(first, "/?#") {
		if isScheme(first) {
			return checkURI(s)
		}
		return "it has a colon before its first slash, but what is before the colon is not a scheme"
	}
	return checkAfterScheme(s)
}

func isScheme(s string) bool {
	for i := range len(s) {
		if b := s[i]; !isLetter(b) && (i == 0 || !isDigit(b) && b != '+' && b != '-' && b != '.') {
			return false
		}
	}
	return s != ""
}

// checkAfterScheme checks hier-part or relative-part, query and fragment.
func checkAfterScheme(s string) string {
	s, fragment, _ := strings.Cut(s, "#")
	s, query, _ := strings.Cut(s, "?")
	path := s
	if network, found := strings.CutPrefix(s, "//"); found {
		authority := network
		path = ""
		if at := strings.IndexByte(network, '/'); at >= 0 {
			authority, path = network[:at], network[at:]
		}
		if problem := checkAuthority(authority); problem != "" {
			return problem
		}
	}
	for _, part := range []struct{ text, name, extra string }{
		{path, "path", ":@/"}, {query, "query", ":@/?"}, {fragment, "fragment", ":@/?"},
	} {
		if problem := checkCharacters(part.text, part.name, part.extra); problem != "" {
			return problem
		}
	}
	return ""
}

// checkCharacters checks that a part has only unreserved characters, sub-delims,
// percent-encoded octets and those of extra.
func checkCharacters(s, part, extra string) string {
	const allowed = "-._~!$&'()*+,;="
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case isLetter(b) || isDigit(b) || strings.IndexByte(allowed, b) >= 0 || strings.IndexByte(extra, b) >= 0:
		case b == '%':
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return "its " + part + " has a % without two hexadecimal digits"
			}
			i += 2
		default:
			return "its " + part + " has a character that must be percent-encoded"
		}
	}
	return ""
}

// checkAuthority checks authority of RFC 3986, section 3.2.
func checkAuthority(s string) string {
	host := s
	if user, rest, found := strings.Cut(s, "@"); found {
		host = rest
		if problem := checkCharacters(user, "user information", ":"); problem != "" {
			return problem
		}
	}
	if strings.HasPrefix(host, "[") {
		return checkBracketedHost(host)
	}
	host, port, _ := strings.Cut(host, ":")
	if problem := checkCharacters(host, "host", ""); problem != "" {
		return problem
	}
	return checkPort(port)
}

func checkPort(port string) string {
	if port != "" && !allDigits(port) {
		return "its port is not a number"
	}
	return ""
}

// checkBracketedHost checks IP-literal and the port after it.
func checkBracketedHost(s string) string {
	host, rest, closed := strings.Cut(s[1:], "]")
	switch {
	case !closed:
		return "its host has a bracket that is not closed"
	case rest != "" && rest[0] != ':':
		return "it has something else than a port behind the bracket of its host"
	case !isFutureAddress(host):
		if address, err := netip.ParseAddr(host); err != nil || !address.Is6() || address.Zone() != "" {
			return "its host in brackets is not an IPv6 address"
		}
	}
	return checkPort(strings.TrimPrefix(rest, ":"))
}

// isFutureAddress reports whether a host is IPvFuture.
func isFutureAddress(s string) bool {
	version, address, found := strings.Cut(s, ".")
	if !found || len(version) < 2 || version[0]|0x20 != 'v' || address == "" || strings.Contains(address, "%") {
		return false
	}
	for i := 1; i < len(version); i++ {
		if !isHex(version[i]) {
			return false
		}
	}
	return checkCharacters(address, "", ":") == ""
}
