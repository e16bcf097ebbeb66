package contracttest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/apicontract/apicontract/contracttest"
)

// TestManyExchangesAtOnce sends 1,000 requests at the same time through a checking transport, a
// checking handler and the mock behind it. A third of the bodies is left unread. Each exchange is
// checked twice, and no goroutine is left. The race detector checks the rest.
func TestManyExchangesAtOnce(t *testing.T) {
	const exchanges = 1000
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	owner := newRecorder(t)
	mock := contracttest.NewServer(owner, contracttest.ServerConfig{NoAuth: true})
	server, client := newRecorder(t), newRecorder(t)
	gateway := httptest.NewServer(contracttest.NewHandler(server, mock, contracttest.Config{}))
	base := &http.Transport{MaxIdleConnsPerHost: 50, MaxConnsPerHost: 50}
	transport := contracttest.NewTransport(client, contracttest.Config{Transport: base})

	var group sync.WaitGroup
	begin := make(chan struct{})
	for i := range exchanges {
		group.Go(func() {
			<-begin
			prefer := []string{"", "error=video_not_found", "error=rate_limit_exceeded"}[i%3]
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s/v3/videos/v%d", gateway.URL, i), nil)
			if !assert.NoError(t, err) {
				return
			}
			req.Header.Set("Prefer", prefer)
			resp, err := (&http.Client{Transport: transport}).Do(req)
			if !assert.NoError(t, err) {
				return
			}
			if i%3 > 0 {
				_, err = io.Copy(io.Discard, resp.Body)
				assert.NoError(t, err)
			}
			assert.NoError(t, resp.Body.Close())
		})
	}
	close(begin)
	group.Wait()
	base.CloseIdleConnections()
	gateway.Close()
	client.end()
	server.end()
	for _, r := range []*recorder{server, client} {
		require.Empty(t, r.errors)
		assert.Contains(t, r.logged(), "1000 entries = 1000 checked + 0 skipped")
	}
	assert.Equal(t, exchanges, mock.CountRequests("getVideoV3"))
	owner.end()
	assert.Empty(t, owner.errors)
}
