package contentcoding_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/contentcoding"
)

func TestDecode(t *testing.T) {
	zipped := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write([]byte(text))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.String()
	}
	for _, c := range []struct {
		reason, content, coding, want string
		ok                            bool
	}{
		{"a coding", zipped("{}"), "gzip", "{}", true},
		{"none", "{}", "", "{}", true},
		{"it was removed, the header was not", "{}", "gzip", "{}", true},
		{"an unknown coding", "{}", "rot13", "", false},
		{"cut off", zipped(strings.Repeat("x", 99))[:20], "gzip", "", false},
		{"more than the limit", zipped(strings.Repeat("x", 1000)), "gzip", strings.Repeat("x", 101), true},
	} {
		got, ok := contentcoding.DecodeBody([]byte(c.content), []string{c.coding}, 100)
		assert.Equal(t, c.ok, ok, c.reason)
		assert.Equal(t, c.want, string(got), c.reason)
	}
}
