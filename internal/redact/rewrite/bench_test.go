package rewrite_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/redact/rewrite"
)

func BenchmarkRewrite(b *testing.B) {
	text, err := os.ReadFile("../../../examples/heygen.har")
	require.NoError(b, err)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_, err := rewrite.Rewrite(b.Context(), io.Discard, bytes.NewReader(text), options)
		require.NoError(b, err)
	}
}
