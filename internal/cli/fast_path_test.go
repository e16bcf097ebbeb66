package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReportWithoutFastPath checks that the fast path does not change a byte of a report.
func TestReportWithoutFastPath(t *testing.T) {
	captures, err := filepath.Glob("testdata/common/*.har")
	require.NoError(t, err)
	captures = append(captures, "../../examples/heygen.har")
	for _, capture := range captures {
		for _, spec := range []string{"", "testdata/common/api.yaml"} {
			run := func(extra ...string) string {
				var out bytes.Buffer
				args := append([]string{"check", "-o", "json", "--spec", spec, capture}, extra...)
				Main(context.Background(), args, strings.NewReader(""), &out, &bytes.Buffer{})
				return out.String()
			}
			assert.Equal(t, run("--no-fast-path"), run(), "%s by %q", capture, spec)
		}
	}
}
