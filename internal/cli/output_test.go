package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
)

// TestInterruptedRunReplacesNoReport checks that an interrupted run writes its findings to standard
// output, and replaces no report of a complete run.
func TestInterruptedRunReplacesNoReport(t *testing.T) {
	for _, c := range []struct {
		reason  string
		outputs func(path string) []string
		want    string
	}{
		{"text where all outputs are files", func(path string) []string { return []string{"-o", "json=" + path} }, "interrupted"},
		{"the output to standard output", func(path string) []string { return []string{"-o", "json", "-o", "text=" + path} }, `"message": "interrupted"`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report")
			require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			var out, errs bytes.Buffer
			args := append([]string{"check", filepath.Join("testdata", "common", "clean.har")}, c.outputs(path)...)
			assert.Equal(t, 3, cli.Main(ctx, args, strings.NewReader(""), &out, &errs))
			assert.Contains(t, out.String(), c.want)
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, "old", string(data))
			entries, err := os.ReadDir(filepath.Dir(path))
			require.NoError(t, err)
			assert.Len(t, entries, 1)
		})
	}
}
