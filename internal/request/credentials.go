package request

import (
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/spec"
)

// dummyCredential is a credential that is clearly not a real one.
const dummyCredential = "apicontract-test"

// NeedsCredentials reports whether the operation requires credentials.
func (op *Operation) NeedsCredentials() bool {
	requirements := op.spec.Security()
	return len(requirements) > 0 && !slices.ContainsFunc(requirements, func(r spec.SecurityRequirement) bool { return len(r.Schemes) == 0 })
}

// AddCredentials adds dummy credentials to a request, for the first of the operation's
// requirements. No real server accepts them.
func (op *Operation) AddCredentials(r *http.Request) {
	if !op.NeedsCredentials() {
		return
	}
	for _, name := range op.spec.Security()[0].Schemes {
		if s, ok := op.model.doc.Spec.SecurityScheme(name); ok {
			setCredential(r, s)
		}
	}
}

func setCredential(r *http.Request, s spec.SecurityScheme) {
	switch {
	case s.Type == "apiKey" && s.In == openapi3.ParameterInQuery:
		query := r.URL.Query()
		query.Set(s.Parameter, dummyCredential)
		r.URL.RawQuery = query.Encode()
	case s.Type == "apiKey" && s.In == openapi3.ParameterInCookie:
		r.AddCookie(&http.Cookie{Name: s.Parameter, Value: dummyCredential})
	case s.Type == "apiKey":
		r.Header.Set(s.Parameter, dummyCredential)
	case s.Type == "http" && s.Scheme == "basic":
		r.SetBasicAuth(dummyCredential, dummyCredential)
	case s.Type == "mutualTLS":
	default:
		r.Header.Set("Authorization", "Bearer "+dummyCredential)
	}
}

// StripCredentials removes all credentials of the document's security schemes from a request.
func (op *Operation) StripCredentials(r *http.Request) {
	r.Header.Del("Authorization")
	r.Header.Del("Cookie")
	for _, s := range op.model.doc.Spec.SecuritySchemes() {
		if s.Type != "apiKey" {
			continue
		}
		r.Header.Del(s.Parameter)
		if query := r.URL.Query(); s.In == openapi3.ParameterInQuery && query.Has(s.Parameter) {
			query.Del(s.Parameter)
			r.URL.RawQuery = query.Encode()
		}
	}
}
