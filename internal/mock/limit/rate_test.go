package limit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseRate(t *testing.T) {
	cases := map[string]Rate{
		"10/s":    {10, time.Second},
		"100/1m":  {100, time.Minute},
		"5/30s":   {5, 30 * time.Second},
		"1/1h30m": {1, 90 * time.Minute},
		"2/ms":    {2, time.Millisecond},
	}
	for text, want := range cases {
		got, err := ParseRate(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		again, err := ParseRate(got.String())
		require.NoError(t, err)
		assert.Equal(t, want, again, "%s writes %s", text, got)
	}
	for _, text := range []string{"", "10", "10/", "/s", "0/s", "-1/s", "x/s", "1.5/s", "10/x", "10/0s", "10/-1s", "10/s/s", "10 / s", "1/8761h", "99999999999999999999/s"} {
		_, err := ParseRate(text)
		require.ErrorContains(t, err, "10/s or 100/1m", text)
	}
	assert.Empty(t, Rate{}.String())
}
