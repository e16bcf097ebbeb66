package contracttest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
)

// TestMinChecked checks that an unchecked response is reported, even if another one was checked.
func TestMinChecked(t *testing.T) {
	const line = "1 of 2 responses of the contract could not be checked: body-not-recorded 1"
	for _, c := range []struct {
		share  float64
		errors []string
		reason string
	}{
		{0, nil, "by default, something has to be checked"},
		{0.5, nil, "half is enough"},
		{0.51, []string{"contracttest: only 50 % of the responses of the contract could be checked, 1 of 2, and Config.MinChecked requires 51 %; not checked: body-not-recorded 1; look for a client that closes bodies unread, or a server that breaks off, or lower Config.MinChecked"}, "half is too little"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			cfg := contracttest.Config{MinChecked: c.share, AllowUnread: true, Transport: answer(404, envelope("video_not_found"))}
			r := use(t, cfg, func(rt http.RoundTripper) {
				for _, read := range []bool{true, false} {
					req, err := http.NewRequest(http.MethodGet, videoURL, nil)
					require.NoError(t, err)
					resp, err := rt.RoundTrip(req)
					require.NoError(t, err)
					if read {
						_, _ = io.ReadAll(resp.Body)
					}
					require.NoError(t, resp.Body.Close())
				}
			})
			assert.Equal(t, c.errors, r.errors)
			assert.Contains(t, strings.Join(r.logs, "\n"), line)
		})
	}
}

func TestMinCheckedIsAShare(t *testing.T) {
	for _, wrong := range []float64{-0.1, 1.1, 50} {
		r := use(t, contracttest.Config{MinChecked: wrong}, func(http.RoundTripper) {})
		assert.Contains(t, r.all(), "want a share from 0 to 1")
	}
}
