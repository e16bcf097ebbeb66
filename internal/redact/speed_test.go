package redact_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/redact"
)

// The work is linear whatever the text repeats.
func TestTextIsLinear(t *testing.T) {
	for _, part := range []string{"a", "a:", "key=is ", "key:", "token ", "Bearer ", "bearer bearer", "//", "%3f", "/%3F", "a@", "a@b.", "@", "?", "key='", `key="\`, "(key=", "-----BEGIN KEY-----", "eyJaaaaaaa.", "key=a, b=", "A1", "0", "%25", "=", " ", "\\", "token=token=", "[", "key=[", "basic:a:", "basic/is/", "key:is:", "token is ", "=>", "key  "} {
		start := time.Now()
		redact.Text(strings.Repeat(part, 50_000/len(part)))
		assert.Less(t, time.Since(start), 3*time.Second, "%q", part)
	}
}
