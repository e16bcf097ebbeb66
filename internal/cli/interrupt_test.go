package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
)

// runInterrupted runs a command until a function has cancelled it, and checks that it ends
// within a second.
func runInterrupted(t *testing.T, args []string, in io.Reader, interrupt func(cancel func())) (code int, out, errs string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var end time.Time
	go interrupt(func() {
		end = time.Now().Add(time.Second)
		cancel()
	})
	var o, e bytes.Buffer
	code = cli.Main(ctx, args, in, &o, &e)
	assert.True(t, time.Now().Before(end), "it ends within a second")
	return code, o.String(), e.String()
}

// An idle pipe is left, and the entries before it are reported, but no report file is replaced.
func TestInterruptedPipe(t *testing.T) {
	example, err := os.ReadFile(filepath.Join("..", "..", "examples", "heygen.har"))
	require.NoError(t, err)
	report := filepath.Join(t.TempDir(), "report.json")
	require.NoError(t, os.WriteFile(report, []byte("an earlier one"), 0o600))
	in, w := io.Pipe()
	defer w.Close()
	code, out, errs := runInterrupted(t, []string{"check", "-o", "json=" + report, "-"}, in, func(cancel func()) {
		_, _ = w.Write(example[:len(example)/2])
		cancel()
	})
	assert.Equal(t, 3, code)
	assert.Contains(t, out, "error[", "the text summary, although only a file was asked for")
	assert.Regexp(t, `- \(har, .*\): [1-9]\d* entries = `, out)
	assert.Contains(t, out, "\n  not read to its end: interrupted\n")
	assert.Equal(t, "apicontract: -: interrupted\n", errs)
	kept, err := os.ReadFile(report)
	require.NoError(t, err)
	assert.Equal(t, "an earlier one", string(kept))
	left, err := os.ReadDir(filepath.Dir(report))
	require.NoError(t, err)
	assert.Len(t, left, 1, "no temporary file is left")
}

// A pipe without a writer does not hold a command up, wherever it stands.
func TestInterruptedPipeWithoutAWriter(t *testing.T) {
	t.Chdir(t.TempDir())
	if exec.Command("mkfifo", "pipe").Run() != nil {
		t.Skip("no pipes here")
	}
	for _, args := range [][]string{{"check", "pipe"}, {"merge", "pipe"}, {"coverage", "pipe"}, {"render", "pipe"}} {
		code, _, errs := runInterrupted(t, args, nil, func(cancel func()) { cancel() })
		assert.Equal(t, 3, code, args)
		assert.Regexp(t, `^apicontract: (pipe: )?interrupted\n$`, errs, args) // the interrupt may come before the pipe is opened
	}
	for _, args := range [][]string{{"check", "--spec", "pipe", "a.har"}, {"lint", "--spec", "pipe"}, {"check", "--error-table", "pipe", "a.har"}} {
		var out, errs bytes.Buffer
		assert.Equal(t, 2, cli.Main(t.Context(), args, nil, &out, &errs), args)
		assert.Contains(t, errs.String(), "not a regular file", args)
	}
}
