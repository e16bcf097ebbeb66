package measure

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBytes(t *testing.T) {
	for _, tc := range []struct {
		reason, text string
		want         Bytes
		shown        string
	}{
		{"the unit of the issue", "2GB", 2e9, "2GB"},
		{"letters in any case", "100mb", 1e8, "100MB"},
		{"a fraction", "1.5KB", 1500, "1.5KB"},
		{"no unit is bytes", "500", 500, "500B"},
		{"no number", "many", 0, "0B"},
		{"nothing to write", "-1MB", 0, "0B"},
		{"not a number that counts", "NaNMB", 0, "0B"},
	} {
		var b Bytes
		err := b.Set(tc.text)
		assert.Equal(t, tc.want == 0, err != nil, tc.reason)
		assert.Equal(t, tc.want, b, tc.reason)
		assert.Equal(t, tc.shown, b.String(), tc.reason)
	}
}
