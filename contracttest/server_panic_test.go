package contracttest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
)

func TestPanicOfTheMockFailsTheTest(t *testing.T) {
	tb := newRecorder(t)
	server := contracttest.NewServer(tb, contracttest.ServerConfig{Clock: func() time.Time { panic("request value") }})
	resp, err := http.Get(server.URL + "/v3/videos/v1")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, 500, resp.StatusCode)
	assert.Contains(t, tb.all(), "made the mock panic (string), which is a bug of the mock")
	tb.end()
}
