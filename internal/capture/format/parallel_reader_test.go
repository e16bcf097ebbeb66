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
