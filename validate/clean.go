package validate

import (
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
)

// maxText bounds, in characters, what a finding shows of the traffic.
const maxText = 240

// sanitize prepares a value of the envelope, a host or a method for printing: secrets are
// removed, control characters and invalid UTF-8 are replaced, long text is shortened.
func sanitize(s string) string { return redact.Line(s, maxText) }

// sanitizeClone is sanitize for a part of a body that outlives the body.
func sanitizeClone(s string) string { return strings.Clone(sanitize(s)) }

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
