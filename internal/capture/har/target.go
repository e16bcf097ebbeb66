package har

import (
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// methodOf returns the request method, "" if it is missing or not a valid method (RFC 9110, section
// 9.1).
func (d *entryDecoder) methodOf(all string) string {
	method := strings.TrimSpace(all[d.method.from:d.method.to])
	if method == "" {
		method = d.request.pseudoHeader(all, ":method")
	}
	for i := range len(method) {
		if !isTokenByte(method[i]) {
			return ""
		}
	}
	return method
}

// urlOf returns the recorded URL, completed from the headers if it is not absolute, or the reason
// why the entry cannot be checked.
func (d *entryDecoder) urlOf(all string) (string, validate.SkipReason) {
	url := strings.TrimSpace(all[d.url.from:d.url.to])
	if url == "" || url[0] == '/' && !strings.HasPrefix(url, "//") {
		url = d.absoluteURL(all, url)
	}
	switch scheme, rest := cutScheme(url); {
	case scheme == "ws", scheme == "wss":
		return url, validate.SkipWebSocket
	case scheme != "" && scheme != "http" && scheme != "https":
		return "", validate.SkipNotHTTP // a data: URL contains its content
	case d.x.Request.Method == http.MethodConnect:
		return url, validate.SkipNotHTTP // a tunnel for other exchanges
	case scheme == "" || !hasHost(rest) || d.x.Request.Method == "":
		return url, validate.SkipMalformed
	}
	return url, ""
}

// absoluteURL builds a URL from a path and the headers: HTTP/2 has scheme and host there (RFC 9113,
// section 8.3.1), HTTP/1.1 only the host. It returns "" if there is no host.
func (d *entryDecoder) absoluteURL(all, path string) string {
	if path == "" {
		path = d.request.pseudoHeader(all, ":path")
	}
	host := d.request.pseudoHeader(all, ":authority")
	if host == "" {
		host = firstValue(d.x.Request.Header.Values("Host"))
	}
	scheme := d.request.pseudoHeader(all, ":scheme")
	if scheme == "" {
		scheme = "http" // no rule looks at the scheme
	}
	if path == "" || path[0] != '/' || host == "" {
		return path
	}
	return scheme + "://" + host + path
}

func firstValue(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// cutScheme splits a URL after its scheme (RFC 3986, section 3.1), which it returns in lower case.
// It returns "" if there is none; a host before a port is not a scheme.
func cutScheme(url string) (scheme, rest string) {
	scheme, rest, ok := strings.Cut(url, ":")
	if !ok || scheme == "" || rest != "" && isDigit(int(rest[0])) {
		return "", url
	}
	for i := range len(scheme) {
		if !isSchemeByte(scheme[i], i) {
			return "", url
		}
	}
	return strings.ToLower(scheme), rest
}

func isSchemeByte(c byte, i int) bool {
	letter := 'a' <= c|0x20 && c|0x20 <= 'z'
	return letter || i > 0 && (isDigit(int(c)) || c == '+' || c == '-' || c == '.')
}

// hasHost reports whether the part after the scheme has a host.
func hasHost(rest string) bool {
	host, ok := strings.CutPrefix(rest, "//")
	return ok && host != "" && !strings.ContainsRune("/?#", rune(host[0]))
}

// isTokenByte reports whether c may be part of a token (RFC 9110, section 5.6.2).
func isTokenByte(c byte) bool {
	return isDigit(int(c)) || 'a' <= c|0x20 && c|0x20 <= 'z' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}
