package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoProgressWithoutATerminal(t *testing.T) {
	var stderr bytes.Buffer
	p := newProgressBar(&stderr)
	require.Nil(t, p, "a pipe is no terminal")
	r := strings.NewReader("text")
	assert.Same(t, r, p.countBytes("a.har", r), "nothing is counted without a display")
	p.removeBar()
	assert.Empty(t, stderr.String())
}

func TestProgressCounts(t *testing.T) {
	p := &progressBar{start: time.Now().Add(-2 * time.Second), timer: time.NewTimer(time.Hour)}
	n, err := io.Copy(io.Discard, p.countBytes("a\x1b[2J.har", strings.NewReader(strings.Repeat("x", 3<<20))))
	require.NoError(t, err)
	assert.EqualValues(t, 3<<20, n)
	assert.Regexp(t, `^ a\\x1b\[2J\.har 3\.0 MiB, 1\.\d MiB/s$`, p.barText())
}

func TestProgressStopsInEitherOrder(t *testing.T) {
	var stderr bytes.Buffer
	early := &progressBar{start: time.Now(), timer: time.NewTimer(time.Hour)}
	early.removeBar()
	early.showBar(&stderr)
	assert.Nil(t, early.container, "a run that is over shows nothing any more")

	late := &progressBar{start: time.Now(), timer: time.NewTimer(time.Hour)}
	late.countBytes("a.har", strings.NewReader(""))
	late.showBar(&stderr)
	late.removeBar()
	assert.Empty(t, stderr.String(), "mpb writes nothing if the output is not a terminal")
}
