package route

import "strings"

// A Target is the part of a request's URI that routing needs.
type Target struct {
	Scheme string // lower case; empty if the URI has none
	Host   string // normalised; empty if the URI has none
	Path   string // percent-encoded as sent; never empty, begins with a slash
}

// SplitURI splits a URI without validating it: captures contain spaces, braces and pipes that a
// strict parser rejects, but servers responded to them. The query and the fragment are dropped.
func SplitURI(uri string) Target {
	rest := uri
	var t Target
	if after, ok := strings.CutPrefix(uri, "https:"); ok {
		t.Scheme, rest = "https", after // the usual case
	} else if scheme, after, ok := cutScheme(rest); ok {
		t.Scheme, rest = strings.ToLower(scheme), after
	}
	rest = cutQuery(rest)
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		authority, path, found := strings.Cut(after, "/")
		t.Host, rest = normalizeHost(authority), path
		if found {
			rest = after[len(authority):]
		}
	}
	if !strings.HasPrefix(rest, "/") {
		rest = "/" + rest
	}
	t.Path = rest
	return t
}

// cutQuery drops query and fragment.
func cutQuery(uri string) string {
	if i := strings.IndexByte(uri, '?'); i >= 0 {
		uri = uri[:i]
	}
	if i := strings.IndexByte(uri, '#'); i >= 0 {
		uri = uri[:i]
	}
	return uri
}

// cutScheme splits "scheme:rest" (RFC 3986, section 3.1).
func cutScheme(uri string) (scheme, rest string, ok bool) {
	for i := range len(uri) {
		switch c := uri[i]; {
		case c == ':':
			return uri[:i], uri[i+1:], i > 0
		case !isSchemeChar(c):
			return "", uri, false
		}
	}
	return "", uri, false
}

func isSchemeChar(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '+' || c == '-' || c == '.'
}

// normalizeHost normalises an authority for comparison (RFC 3986, section 6.2.2.1 and 6.2.3): it
// drops user information, the default ports of http and https and a final dot, and converts to
// lower case.
func normalizeHost(authority string) string {
	if isNormalHost(authority) {
		return authority // the usual case
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority = authority[i+1:]
	}
	host := authority
	for _, port := range []string{":", ":80", ":443"} {
		if cut, ok := strings.CutSuffix(host, port); ok && !strings.HasSuffix(cut, ":") {
			host = cut
			break
		}
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// isNormalHost reports whether a host name is in normal form.
func isNormalHost(host string) bool {
	for i := range len(host) {
		switch c := host[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '.' && i+1 < len(host):
		default:
			return false
		}
	}
	return true
}
