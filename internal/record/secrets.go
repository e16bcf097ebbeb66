package record

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/apicontract/apicontract/internal/redact"
)

// redacted replaces a value that must not be recorded.
const redacted = "REDACTED"

// Credentials reports which names hold credentials according to an API's document. Names that sound
// like credentials are recognised without it. Either function may be nil.
type Credentials struct {
	// IsKey reports whether a security scheme sends its key under this name in
	// "header", "query" or "cookie".
	IsKey func(in, name string) bool
	// IsDocumented reports whether the request's operation documents a query
	// parameter of this name.
	IsDocumented func(name string) bool
}

func (c *Credentials) isKey(in, name string) bool { return c.IsKey != nil && c.IsKey(in, name) }

// hasHeader reports whether a header holds credentials.
func (c *Credentials) hasHeader(name string) bool {
	return redact.IsSecretName(name) || c.isKey("header", name)
}

// hasQuery reports whether a query parameter holds credentials. A key that belongs
// in a header or cookie may have been sent in the query by mistake.
func (c *Credentials) hasQuery(name string) bool {
	switch {
	case c.isKey("query", name):
		return true
	case c.IsDocumented != nil && c.IsDocumented(name):
		return false
	}
	return redact.IsSecretName(name) || c.isKey("header", name) || c.isKey("cookie", name)
}

// redactPairs redacts the secret values of a query or form, and changes nothing else
// in it. A name that cannot be decoded counts as secret.
func redactPairs(raw string, isSecret func(name string) bool) string {
	var parts []string
	for part := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(part, "=")
		if decoded, err := url.QueryUnescape(name); err != nil || isSecret(decoded) {
			part = name + "=" + redacted
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "&")
}

// redactJSON redacts the members with sensitive names. Without such members it returns the same
// bytes. It returns false if body is not JSON.
func redactJSON(body []byte) ([]byte, bool) {
	var b bytes.Buffer
	in, out := jsontext.NewDecoder(bytes.NewReader(body)), jsontext.NewEncoder(&b)
	name, found := "", false
	for {
		kind, n := in.StackIndex(in.StackDepth())
		if kind == '{' && n%2 == 1 && redact.IsSecretName(name) {
			found = true
			if err := errors.Join(in.SkipValue(), out.WriteToken(jsontext.String(redacted))); err != nil {
				return nil, false
			}
			continue
		}
		token, err := in.ReadToken()
		switch {
		case errors.Is(err, io.EOF) && !found:
			return body, true
		case errors.Is(err, io.EOF):
			return bytes.TrimSuffix(b.Bytes(), []byte("\n")), true
		case err != nil:
			return nil, false
		case kind == '{' && n%2 == 0 && token.Kind() == '"':
			name = token.String()
		}
		if err := out.WriteToken(token); err != nil {
			return nil, false
		}
	}
}
