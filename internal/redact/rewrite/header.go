package rewrite

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
)

var (
	// schemeForm matches the name of an authentication scheme before its credentials.
	schemeForm = regexp.MustCompile(`^\s*([A-Za-z][A-Za-z0-9-]*)[ \t]+`)
	// parameterForm matches a parameter of credentials: its name and value.
	parameterForm = regexp.MustCompile(`([A-Za-z][A-Za-z0-9_*-]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,;"]+)`)
)

// publicParameters are the parameters of credentials that are no secrets (RFC 7616 and others).
var publicParameters = []string{"realm", "qop", "nc", "algorithm", "signedheaders", "headers", "version", "charset", "userhash", "stale", "uri"}

// isChallenge reports whether a header asks for credentials, and has none.
func isChallenge(name string) bool {
	return strings.EqualFold(name, "WWW-Authenticate") || strings.EqualFold(name, "Proxy-Authenticate")
}

// credentials returns credentials, such as those of Authorization, with tokens. The name of the
// scheme stays.
func (r *rewriter) credentials(kind redact.Kind, in Place, value string) string {
	head := schemeForm.FindString(value)
	scheme := strings.ToLower(strings.TrimSpace(head))
	rest := value[len(head):]
	switch {
	case !redact.IsScheme(scheme):
		return r.secret(kind, in, value)
	case scheme == "basic":
		return head + r.basic(kind, in, rest)
	case parameterForm.MatchString(rest) && strings.ContainsAny(rest, `",`):
		return head + r.parameters(kind, in, rest)
	}
	return head + r.secret(kind, in, rest)
}

// basic replaces the user and the password (RFC 7617).
func (r *rewriter) basic(kind redact.Kind, in Place, encoded string) string {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	user, password, ok := strings.Cut(string(decoded), ":")
	if err != nil || !ok {
		return r.secret(kind, in, encoded)
	}
	tokens := r.secret(kind, in, user) + ":" + r.secret(kind, in, password)
	return strings.Replace(encoded, strings.TrimSpace(encoded), base64.StdEncoding.EncodeToString([]byte(tokens)), 1)
}

// parameters replaces the values of parameters, such as those of Digest.
func (r *rewriter) parameters(kind redact.Kind, in Place, s string) string {
	return replaceGroup(parameterForm, s, 2, func(groups []string) string {
		value := groups[2]
		if slices.Contains(publicParameters, strings.ToLower(groups[1])) {
			return value
		}
		if inner, ok := strings.CutPrefix(value, `"`); ok {
			return `"` + r.secret(kind, in, strings.TrimSuffix(inner, `"`)) + `"`
		}
		return r.secret(kind, in, value)
	})
}

// replaceGroup replaces a group of every match of a pattern.
func replaceGroup(pattern *regexp.Regexp, s string, group int, replace func(groups []string) string) string {
	var b strings.Builder
	last := 0
	for _, at := range pattern.FindAllStringSubmatchIndex(s, -1) {
		groups := make([]string, len(at)/2)
		for i := range groups {
			if at[2*i] >= 0 {
				groups[i] = s[at[2*i]:at[2*i+1]]
			}
		}
		b.WriteString(s[last:at[2*group]] + replace(groups))
		last = at[2*group+1]
	}
	return b.String() + s[last:]
}

// cookies replaces the values of a list of cookies (RFC 6265, section 4.2).
func (r *rewriter) cookies(value string) string {
	parts := strings.Split(value, ";")
	for i, part := range parts {
		parts[i] = r.cookiePair(part)
	}
	return strings.Join(parts, ";")
}

// setCookies replaces the values of cookies that are set. Recorders join several with line breaks.
// The attributes stay.
func (r *rewriter) setCookies(value string) string {
	lines := strings.Split(value, "\n")
	for i, line := range lines {
		pair, _, _ := strings.Cut(line, ";")
		lines[i] = r.cookiePair(pair) + line[len(pair):]
	}
	return strings.Join(lines, "\n")
}

// cookiePair replaces the value of a cookie.
func (r *rewriter) cookiePair(pair string) string {
	name, value, ok := strings.Cut(pair, "=")
	if !ok {
		return r.cookie(pair)
	}
	return name + "=" + r.cookie(value)
}

// cookie replaces the value of a cookie. Quotes around it stay.
func (r *rewriter) cookie(value string) string {
	secret := strings.Trim(value, "\" \t\r")
	if secret == "" {
		return value
	}
	return strings.Replace(value, secret, r.secret(redact.Cookie, InCookie, secret), 1)
}
