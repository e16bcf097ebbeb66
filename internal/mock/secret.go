package mock

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// redacted stands for what must not be kept.
const redacted = "REDACTED"

var (
	secretWords = []string{"authoriz", "authent", "cookie", "apikey", "accesskey", "authkey", "privatekey", "subscriptionkey",
		"token", "secret", "passw", "pwd", "passphrase", "signature", "credential", "session", "jwt", "csrf", "xsrf"}
	secretNames = []string{"key", "auth", "xauth", "xkey", "sig", "pass"}
)

// sensitive reports whether a name of a field, a parameter or a member sounds like
// that of a secret.
func sensitive(name string) bool {
	plain := plainName(name)
	return slices.Contains(secretNames, plain) ||
		slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(plain, word) })
}

// pairsWithoutSecrets is a query or a form, as it was but for the values of what is
// secret.
func pairsWithoutSecrets(raw string, secret func(name string) bool) string {
	var parts []string
	for part := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err != nil || secret(plain) {
			part = name + "=" + redacted
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "&")
}

// withoutSecrets is JSON whose members with the name of a secret have another
// value; the same bytes if it has none. False: it is no JSON.
func withoutSecrets(content []byte) ([]byte, bool) {
	var b bytes.Buffer
	in, out := jsontext.NewDecoder(bytes.NewReader(content)), jsontext.NewEncoder(&b)
	name, found := "", false
	for {
		kind, n := in.StackIndex(in.StackDepth())
		if kind == '{' && n%2 == 1 && sensitive(name) {
			found = true
			if err := errors.Join(in.SkipValue(), out.WriteToken(jsontext.String(redacted))); err != nil {
				return nil, false
			}
			continue
		}
		token, err := in.ReadToken()
		switch {
		case errors.Is(err, io.EOF) && !found:
			return content, true
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
