// Package security finds the credentials of a request for the security schemes of its document. It
// accepts any value, because a mock has no users.
package security

import (
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// MissingCredentials returns, for each requirement of an operation, the credentials that a
// request lacks. It returns nothing if the request meets one requirement, or if
// there are none. A requirement without schemes is always met.
func MissingCredentials(doc *spec.Document, r *http.Request, requirements []spec.SecurityRequirement) []string {
	var all []string
	for _, requirement := range requirements {
		missing := missingFor(doc, r, requirement)
		if len(missing) == 0 {
			return nil
		}
		all = append(all, strings.Join(missing, " and "))
	}
	return all
}

// missingFor returns the credentials of a requirement that a request lacks.
func missingFor(doc *spec.Document, r *http.Request, requirement spec.SecurityRequirement) []string {
	var missing []string
	for _, name := range requirement.Schemes {
		if scheme, ok := doc.SecurityScheme(name); ok && !carriesCredential(r, scheme) {
			missing = append(missing, describeCredential(scheme))
		}
	}
	return missing
}

// carriesCredential reports whether a request has a credential of a scheme (OpenAPI, Security
// Scheme Object). Credentials below HTTP, such as mutualTLS, always count as sent.
func carriesCredential(r *http.Request, s spec.SecurityScheme) bool {
	switch s.Type {
	case "apiKey":
		return keyOf(r, s) != ""
	case "mutualTLS":
		return true
	}
	scheme, credentials, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	return strings.EqualFold(scheme, authScheme(s)) && strings.TrimSpace(credentials) != ""
}

// keyOf returns the API key that a request has for a scheme, empty if it has none.
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

// authScheme returns the authentication scheme of the Authorization header.
func authScheme(s spec.SecurityScheme) string {
	if s.Type == "http" && s.Scheme != "" {
		return s.Scheme
	}
	return "Bearer" // oauth2, openIdConnect: RFC 6750
}

func describeCredential(s spec.SecurityScheme) string {
	switch {
	case s.Type == "apiKey" && s.In == "header":
		return "the field " + s.Parameter
	case s.Type == "apiKey":
		return "the " + s.In + " parameter " + s.Parameter
	}
	return "Authorization: " + strings.ToUpper(authScheme(s)[:1]) + authScheme(s)[1:]
}

// AddChallenges adds the WWW-Authenticate headers that a 401 must have (RFC 9110, section 11.6.1),
// for the security schemes that use HTTP authentication.
func AddChallenges(header http.Header, doc *spec.Document, requirements []spec.SecurityRequirement) {
	for _, requirement := range requirements {
		for _, name := range requirement.Schemes {
			if s, ok := doc.SecurityScheme(name); ok && s.Type != "apiKey" && s.Type != "mutualTLS" {
				header.Add("WWW-Authenticate", authScheme(s))
			}
		}
	}
}

// Credentials returns all credentials of a request, which distinguish callers.
func Credentials(doc *spec.Document, r *http.Request) string {
	credentials := []string{r.Header.Get("Authorization")}
	for _, s := range doc.SecuritySchemes() {
		if s.Type == "apiKey" {
			credentials = append(credentials, keyOf(r, s))
		}
	}
	return strings.Join(credentials, "\n")
}

// IsKey reports whether a security scheme sends its key in a parameter.
func IsKey(doc *spec.Document, in, name string) bool {
	return slices.ContainsFunc(doc.SecuritySchemes(), func(s spec.SecurityScheme) bool {
		return s.Type == "apiKey" && s.In == in && strings.EqualFold(s.Parameter, name)
	})
}
