package redact_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/redact"
)

// The work is linear whatever the text repeats: a text of eight times the length takes about eight
// times as long, and not 64 times. The comparison within one run holds on a busy machine, too.
func TestTextIsLinear(t *testing.T) {
	for _, part := range []string{"a", "a:", "key=is ", "key:", "token ", "Bearer ", "bearer bearer", "//", "%3f", "/%3F", "a@", "a@b.", "@", "?", "key='", `key="\`, "(key=", "-----BEGIN KEY-----", "eyJaaaaaaa.", "key=a, b=", "A1", "0", "%25", "=", " ", "\\", "token=token=", "[", "key=[", "basic:a:", "basic/is/", "key:is:", "token is ", "=>", "key  "} {
		short, long := strings.Repeat(part, 5_000/len(part)), strings.Repeat(part, 40_000/len(part))
		assert.Less(t, fastest(long), 32*fastest(short)+time.Millisecond, "%q", part)
	}
}

// fastest returns the least time of five tries.
func fastest(text string) time.Duration {
	least := time.Hour
	for range 5 {
		start := time.Now()
		redact.Text(text)
		least = min(least, time.Since(start))
	}
	return least
}
