package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/apicontract/apicontract/internal/redact"
)

// Bounds, in characters, of what an error's text shows of a response.
const (
	maxMessage = 240
	maxCode    = 64
)

// fault says in words of our own why content could not be decoded: the texts of
// decoders quote it.
func fault(err error) string {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("is not JSON, at byte %d", e.Offset)
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("has another type than documented at %q", e.Field)
	}
	if errors.Is(err, errTooLong) || errors.Is(err, errNull) {
		return err.Error()
	}
	if _, ok := errors.AsType[*readError](err); ok {
		return "could not be read to its end"
	}
	return "is not what the operation documents"
}

// printable makes one short line of text that a server wrote: user information
// and queries of URLs are cut, and characters that would move the cursor or
// hide themselves are replaced.
func printable(s string, limit int) string {
	s = shorten(s, 4*limit) // bounds the work
	s = redact.URLs(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	return shorten(s, limit)
}

// shorten cuts s to limit characters.
func shorten(s string, limit int) string {
	for i := range s {
		if limit == 0 {
			return s[:i] + "…"
		}
		limit--
	}
	return s
}
