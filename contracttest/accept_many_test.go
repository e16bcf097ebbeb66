package contracttest_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// TestThousandExchangesThroughAll makes a thousand exchanges at the same time, through the
// generated client, transport, handler and mock. Each must get its own response, all four must
// count all of them, and no goroutine may be left.
func TestThousandExchangesThroughAll(t *testing.T) {
	const n = 1050 // half successes, and 15 of each error
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	test := newRecorder(t)
	heygen := contracttest.NewServer(test, contracttest.ServerConfig{})
	cfg := contracttest.Config{FailOn: validate.LevelWarning}
	client, server := bothBy(t, cfg, heygen, protocols["HTTP/1.1"], func(c *http.Client, url string) {
		one, err := api.NewClientWithResponses(url, api.WithAPIKey("key"), api.WithHTTPClient(c))
		require.NoError(t, err)
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { oneOfMany(t, one, i) })
		}
		all.Wait()
	})
	test.end()
	assert.Empty(t, test.all())

	account := fmt.Sprintf("%d entries = %d checked + 0 skipped", n, n)
	for name, r := range map[string]*recorder{"transport": client, "handler": server} {
		assert.Empty(t, r.all(), name)
		assert.Contains(t, r.logged(), account, name)
	}
	var har bytes.Buffer
	require.NoError(t, heygen.HAR(&har))
	report, code := check(t, har.Bytes())
	assert.Equal(t, 1, code, "codes of other operations are notes")
	assert.Zero(t, report.Summary.Violations.Error+report.Summary.Violations.Warning)
	assert.Equal(t, n, report.Summary.Entries, "the recording")
	assert.Equal(t, n, report.Summary.Conforming)
	seen := map[string]int{}
	for _, row := range report.Coverage {
		seen[row.Code] += row.Count
	}
	for _, code := range api.Codes() {
		assert.Equal(t, 15, seen[string(code)], code)
	}
	assert.Equal(t, n/2, seen[""])
}

// oneOfMany makes the exchange with a number: its own success, or one of the errors.
func oneOfMany(t *testing.T, client *api.ClientWithResponses, i int) {
	t.Helper()
	if i%2 == 0 {
		id := fmt.Sprintf("vd_%d", i)
		video, err := api.Value(client.GetVideoV3WithResponse(t.Context(), id))
		if assert.NoError(t, err) && assert.NotNil(t, video.Data) {
			assert.Equal(t, id, video.Data.ID)
		}
		return
	}
	want := api.Codes()[i/2%len(api.Codes())]
	_, err := client.ListVideosWithResponse(t.Context(), nil, func(_ context.Context, req *http.Request) error {
		req.Header.Set("Prefer", "error="+string(want))
		return nil
	})
	assert.ErrorIs(t, err, want)
}
