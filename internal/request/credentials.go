package request

import (
	"maps"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// dummy is a credential that nobody takes for one.
const dummy = "apicontract-test"

// Secured reports whether the operation asks for credentials.
func (op *Operation) Secured() bool {
	requirements := op.requirements()
	return len(requirements) > 0 && !slices.ContainsFunc(requirements, func(r openapi3.SecurityRequirement) bool { return len(r) == 0 })
}

func (op *Operation) requirements() openapi3.SecurityRequirements {
	if op.doc.Security != nil {
		return *op.doc.Security
	}
	return op.model.doc.Security
}

// Authorize puts credentials into a request that no real server would take, as the
// first of the operation's requirements asks for.
func (op *Operation) Authorize(r *http.Request) {
	if !op.Secured() {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(op.requirements()[0])) {
		if s := op.model.scheme(name); s != nil {
			authorize(r, s)
		}
	}
}

func authorize(r *http.Request, s *openapi3.SecurityScheme) {
	switch {
	case s.Type == "apiKey" && s.In == openapi3.ParameterInQuery:
		query := r.URL.Query()
		query.Set(s.Name, dummy)
		r.URL.RawQuery = query.Encode()
	case s.Type == "apiKey" && s.In == openapi3.ParameterInCookie:
		r.AddCookie(&http.Cookie{Name: s.Name, Value: dummy})
	case s.Type == "apiKey":
		r.Header.Set(s.Name, dummy)
	case s.Type == "http" && s.Scheme == "basic":
		r.SetBasicAuth(dummy, dummy)
	case s.Type == "mutualTLS":
	default:
		r.Header.Set("Authorization", "Bearer "+dummy)
	}
}

// Unauthorize takes all credentials out of a request that the document knows of.
func (op *Operation) Unauthorize(r *http.Request) {
	r.Header.Del("Authorization")
	r.Header.Del("Cookie")
	if op.model.doc.Components == nil {
		return
	}
	for _, ref := range op.model.doc.Components.SecuritySchemes {
		if s := ref.Value; s != nil && s.Type == "apiKey" {
			r.Header.Del(s.Name)
			if query := r.URL.Query(); s.In == openapi3.ParameterInQuery && query.Has(s.Name) {
				query.Del(s.Name)
				r.URL.RawQuery = query.Encode()
			}
		}
	}
}

func (m *Model) scheme(name string) *openapi3.SecurityScheme {
	if m.doc.Components == nil || m.doc.Components.SecuritySchemes[name] == nil {
		return nil
	}
	return m.doc.Components.SecuritySchemes[name].Value
}
