package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/api/internal/body"
	"github.com/apicontract/apicontract/internal/redact"
)

// Maximum lengths, in characters, of the parts of a response in an error's text.
const (
	maxMessage = 240
	maxCode    = 64
)

// bodyProblem says why a body could not be read or decoded. It does not quote the body, as the
// texts of decoders do. For other kinds of errors it returns otherwise.
func bodyProblem(err error, otherwise string) string {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("is not JSON, at byte %d", e.Offset)
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("has another type than documented at %q", e.Field)
	}
	if e, ok := errors.AsType[*body.MissingError](err); ok {
		return e.Error()
	}
	for _, own := range []error{body.ErrTooLong, body.ErrTooSlow, body.ErrCoding, body.ErrNull} {
		if errors.Is(err, own) {
			return own.Error()
		}
	}
	if _, ok := errors.AsType[*body.ReadError](err); ok {
		return "could not be read to its end"
	}
	return otherwise
}

// printableText makes one short line of text that a server wrote, without what may be a
// secret or move the cursor.
func printableText(s string, limit int) string { return redact.Line(s, limit) }

// secretsIn returns the secrets among the headers of a request.
func secretsIn(header http.Header) (secrets []string) {
	for _, name := range []string{"X-Api-Key", "Authorization"} {
		for _, value := range header.Values(name) {
			_, token, ok := strings.Cut(value, " ") // after the scheme
			if !ok {
				token = value
			}
			if len(token) >= minSecret {
				secrets = append(secrets, token)
			}
		}
	}
	return secrets
}

// minSecret is the length from which a credential is removed from messages. A shorter one is not a
// real credential, and may be a part of any word.
const minSecret = 8

// withoutSecrets removes credentials that a server repeats in a message.
func withoutSecrets(message string, secrets []string) string {
	for _, secret := range secrets {
		message = strings.ReplaceAll(message, secret, "…")
	}
	return message
}
