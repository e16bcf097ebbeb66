package mock

import (
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/spec"
)

// unauthenticated answers a request that carries none of the credentials that its
// operation asks for; nil if it does. Any value will do: the mock knows nobody.
func (s *Server) unauthenticated(c *call) *response.Response {
	requirements := c.op.spec.Security()
	if len(requirements) == 0 {
		return nil
	}
	var wanted []string
	for _, r := range requirements {
		missing := s.missing(c.Request, r)
		if len(missing) == 0 {
			return nil
		}
		wanted = append(wanted, strings.Join(missing, " and "))
	}
	a := s.refuse(c, errorcode.Unauthorized, failing{message: "The request carries no credentials: send " + strings.Join(wanted, ", or ") + "."})
	for _, r := range requirements {
		s.challenge(a, r)
	}
	return a
}

// missing says which schemes of a requirement a request leaves out; none of an
// empty requirement, which makes the others optional.
func (m *Model) missing(r *http.Request, requirement spec.SecurityRequirement) []string {
	var missing []string
	for _, name := range requirement.Schemes {
		if scheme, ok := m.doc.Spec.SecurityScheme(name); ok && !carries(r, scheme) {
			missing = append(missing, credential(scheme))
		}
	}
	return missing
}

// carries reports whether a request has a credential of a scheme (OpenAPI,
// Security Scheme Object). What stands below HTTP, such as mutualTLS, it has.
func carries(r *http.Request, s spec.SecurityScheme) bool {
	switch s.Type {
	case "apiKey":
		return keyOf(r, s) != ""
	case "mutualTLS":
		return true
	}
	scheme, credentials, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	return strings.EqualFold(scheme, authScheme(s)) && strings.TrimSpace(credentials) != ""
}

// keyOf is the key that a request has for a scheme; empty if it has none.
func keyOf(r *http.Request, s spec.SecurityScheme) string {
	switch s.In {
	case "query":
		return r.URL.Query().Get(s.Parameter)
	case "cookie":
		cookie, err := r.Cookie(s.Parameter)
		if err != nil {
			return ""
		}
		return cookie.Value
	}
	return strings.TrimSpace(r.Header.Get(s.Parameter))
}

// authScheme is the word that an Authorization field begins with.
func authScheme(s spec.SecurityScheme) string {
	if s.Type == "http" && s.Scheme != "" {
		return s.Scheme
	}
	return "Bearer" // oauth2, openIdConnect: RFC 6750
}

func credential(s spec.SecurityScheme) string {
	switch {
	case s.Type == "apiKey" && s.In == "header":
		return "the field " + s.Parameter
	case s.Type == "apiKey":
		return "the " + s.In + " parameter " + s.Parameter
	}
	return "Authorization: " + strings.ToUpper(authScheme(s)[:1]) + authScheme(s)[1:]
}

// challenge adds the field that a 401 must have (RFC 9110, section 11.6.1), for
// the schemes that HTTP knows.
func (m *Model) challenge(a *response.Response, requirement spec.SecurityRequirement) {
	for _, name := range requirement.Schemes {
		if s, ok := m.doc.Spec.SecurityScheme(name); ok && s.Type != "apiKey" && s.Type != "mutualTLS" {
			a.Header.Add("WWW-Authenticate", authScheme(s))
		}
	}
}

// credentials are what tells callers apart: all that a request shows for itself.
func (m *Model) credentials(r *http.Request) string {
	shown := []string{r.Header.Get("Authorization")}
	for _, s := range m.doc.Spec.SecuritySchemes() {
		if s.Type == "apiKey" {
			shown = append(shown, keyOf(r, s))
		}
	}
	return strings.Join(shown, "\n")
}
