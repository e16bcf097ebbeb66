package mock_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/mock"
)

// panicking returns a clock that panics, like a bug of the mock.
func panicking(v any) func() time.Time {
	return func() time.Time { panic(v) }
}

func TestPanicIsAnsweredAndReported(t *testing.T) {
	cases := []struct {
		reason string
		value  any
		want   string
	}{
		{"a text may hold parts of the request", "secret-7f", "string"},
		{"an error may, too", assert.AnError, "*errors.errorString"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			var got []*mock.PanicError
			b := newBench(t, mock.Config{Clock: panicking(c.value), Panicked: func(p *mock.PanicError) { got = append(got, p) }})
			w := b.ask("GET /v3/videos/v1", "")
			assert.Equal(t, 500, w.Code)
			assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
			assert.Contains(t, w.Body.String(), "bug of the mock")
			require.Len(t, got, 1)
			assert.Contains(t, got[0].Error(), c.want)
			assert.NotContains(t, got[0].Error()+w.Body.String(), "secret-7f")
			assert.Contains(t, string(got[0].Stack), "panicking")
		})
	}
}

func TestAbortedConnectionStaysAborted(t *testing.T) {
	b := newBench(t, mock.Config{Clock: panicking(http.ErrAbortHandler)})
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { b.ask("GET /v3/videos/v1", "") })
}
