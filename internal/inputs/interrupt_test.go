package inputs

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadUntil(t *testing.T) {
	text := strings.Repeat("0123456789", 50_000)
	for reason, r := range map[string]io.Reader{
		"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text[:1000])), "the last bytes with EOF": iotest.DataErrReader(strings.NewReader(text)),
	} {
		got, err := io.ReadAll(ReadUntil(t.Context(), r))
		require.NoError(t, err, reason)
		assert.True(t, strings.HasPrefix(text, string(got)) && len(got) > 999, reason)
	}
	broken := errors.New("broken")
	_, err := io.ReadAll(ReadUntil(t.Context(), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
}

// A read ends with the context although its source never yields anything, and what came
// before is not lost.
func TestReadUntilEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		in, out := io.Pipe()
		go func() { _, _ = out.Write([]byte("before")) }()
		got, err := io.ReadAll(ReadUntil(ctx, in))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, "before", string(got))
		require.NoError(t, out.Close()) // so that the goroutine ends
	})
}

// Opening a pipe without a writer does not wait.
func TestOpenPipe(t *testing.T) {
	t.Chdir(t.TempDir())
	if exec.Command("mkfifo", "pipe", "fed").Run() != nil {
		t.Skip("no pipes here")
	}
	ctx, cancel := context.WithCancel(t.Context())
	r, err := Source{Name: "pipe"}.Open(ctx)
	require.NoError(t, err)
	cancel()
	_, err = r.Read(make([]byte, 9))
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, r.Close())

	r, err = Source{Name: "fed"}.Open(t.Context())
	require.NoError(t, err)
	go func() { _ = os.WriteFile("fed", []byte("text"), 0o600) }()
	got, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Equal(t, "text", string(got))
	require.NoError(t, r.Close())
}

func TestOpenRegularFileEnds(t *testing.T) {
	tree(t, "a.har")
	ctx, cancel := context.WithCancel(t.Context())
	r, err := Source{Name: "a.har"}.Open(ctx)
	require.NoError(t, err)
	cancel()
	_, err = r.Read(make([]byte, 9))
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, r.Close())
}
