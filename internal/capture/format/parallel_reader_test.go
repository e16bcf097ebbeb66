package format

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLastIndex(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		b := make([]byte, rnd.IntN(100_000))
		for i := range b {
			b[i] = "ab"[rnd.IntN(16)/15]
		}
		text := []byte(strings.Repeat("b", 1+rnd.IntN(4)))
		require.Equal(t, bytes.LastIndex(b, text), lastIndex(b, text), "%d bytes, %s", len(b), text)
	}
	assert.Equal(t, 0, lastIndex([]byte("{"+strings.Repeat(" ", 70_000)), []byte("{")))
	assert.Equal(t, 4095, lastIndex([]byte(strings.Repeat(" ", 4095)+"{}"+strings.Repeat(" ", 4095)), []byte("{}")), "on the edge")
}

// TestShortRunsBecomeRare covers a capture of millions of tiny damaged entries. It took minutes
// when every 32 of them began another Run, which reads megabytes ahead.
func TestShortRunsBecomeRare(t *testing.T) {
	p := NewParallelReader(Checker{}, nil)
	assert.Equal(t, WarmUp, p.wait)
	for range 3 {
		p.adaptWait(segmentSize - 1)
	}
	assert.Equal(t, 8*WarmUp, p.wait, "a Run that ended early doubles the wait")
	for range 30 {
		p.adaptWait(0)
	}
	assert.Equal(t, maxWait, p.wait, "the wait is bounded")
	p.adaptWait(segmentSize)
	assert.Equal(t, WarmUp, p.wait, "a Run that got through a segment resets it")
}

// TestUnreadKeepsTheOrder checks that unread texts are read again once, in order, before the rest
// of the source.
func TestUnreadKeepsTheOrder(t *testing.T) {
	w := NewWindow(t.Context(), strings.NewReader("rest"))
	w.unread(7, []byte("one "), nil, []byte("two "))
	w.unread(3, []byte("zero "))
	assert.Equal(t, int64(3), w.Offset())
	var got []byte
	for w.More() {
		got = append(got, w.Buf[w.Pos:w.End]...)
		w.Pos = w.End
	}
	assert.Equal(t, "zero one two rest", string(got))
	assert.Empty(t, w.pending)
}
