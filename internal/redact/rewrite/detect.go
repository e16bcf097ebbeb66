package rewrite

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
)

// A Place is a part of an exchange that has secrets.
type Place string

// The places. InCapture is everything else in a capture, such as the titles of pages.
const (
	InHeader  Place = "header"
	InCookie  Place = "cookie"
	InQuery   Place = "query"
	InPath    Place = "path"
	InForm    Place = "form"
	InBody    Place = "body"
	InCapture Place = "capture"
)

// Names are the names of values that are secret besides those that sound like it. All are
// compared without case. The zero value has none.
type Names struct {
	Members []string // of JSON objects, form fields and parameters
	Headers []string
	Queries []string // parameters of queries

	contract Contract
}

// A nameDetector finds secrets by the name of their member, header, parameter or cookie.
type nameDetector struct {
	kind redact.Kind
	is   func(n *Names, in Place, name string) bool
}

// nameDetectors lists what makes a name that of a secret; the first that applies decides the
// kind. The other detectors, of forms and of names within texts, are those of package redact.
var nameDetectors = []nameDetector{
	{redact.Configured, (*Names).isConfigured},
	{redact.Cookie, func(_ *Names, in Place, _ string) bool { return in == InCookie }},
	{redact.Cookie, func(_ *Names, in Place, name string) bool {
		return in == InHeader && (strings.EqualFold(name, "Cookie") || strings.EqualFold(name, "Set-Cookie"))
	}},
	{redact.Credential, (*Names).isContractKey},
	{redact.SignedURL, func(_ *Names, in Place, name string) bool {
		return in == InQuery && slices.Contains(signatureNames, strings.ToLower(name))
	}},
	{redact.Credential, func(_ *Names, _ Place, name string) bool { return redact.IsSecretName(name) && !isAttribute(name) }},
}

// find returns the kind of secret that a name announces; empty if it announces none.
func (n *Names) find(in Place, name string) redact.Kind {
	if name == "" && in != InCookie {
		return ""
	}
	for _, d := range nameDetectors {
		if d.is(n, in, name) {
			return d.kind
		}
	}
	return ""
}

func (n *Names) isConfigured(in Place, name string) bool {
	switch in {
	case InHeader:
		return contains(n.Headers, name)
	case InQuery:
		return contains(n.Queries, name) || contains(n.Members, name)
	}
	return contains(n.Members, name)
}

// isContractKey does not ask for the place: a key that belongs in a header may have been sent in
// a query by mistake.
func (n *Names) isContractKey(_ Place, name string) bool { return contains(n.contract.keys, name) }

func contains(list []string, name string) bool {
	return slices.ContainsFunc(list, func(other string) bool { return strings.EqualFold(other, name) })
}

// signatureNames are the parameters of signed URLs, besides those whose name sounds like a
// secret. The times of their validity stay.
var signatureNames = []string{"x-amz-signature", "x-amz-credential", "x-amz-security-token", "x-goog-signature", "x-goog-credential",
	"x-oss-signature", "x-oss-credential", "awsaccesskeyid", "googleaccessid", "ossaccesskeyid", "signature", "sig", "key-pair-id", "policy",
	"hdnea", "hdnts", "hmac", "skoid", "sktid"}

// attributes are the last words of names of what is known about a secret, such as token_type, and
// of headers that ask for credentials.
var attributes = []string{"type", "kind", "status", "expires", "expiry", "expiration", "expired", "ttl", "in", "at", "algorithm", "alg",
	"scope", "scopes", "enabled", "required", "version", "authenticate", "policy", "supported", "methods"}

// quantities are the last words of names whose numbers are no secrets, such as max_tokens.
var quantities = []string{"count", "limit", "limits", "length", "size", "max", "min", "age", "duration", "timeout", "remaining", "used", "usage",
	"total", "tokens", "keys", "sessions", "credentials", "secrets", "passwords", "cookies", "seconds", "attempts"}

func isAttribute(name string) bool { return endsIn(attributes, name) }

func isQuantity(name string) bool { return isAttribute(name) || endsIn(quantities, name) }

func endsIn(list []string, name string) bool {
	words := redact.Words(name)
	return len(words) > 1 && slices.Contains(list, words[len(words)-1])
}
