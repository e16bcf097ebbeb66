package contracttest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
)

// late makes exchanges after their test has ended, when failing it would panic.
func late(t *testing.T) {
	t.Helper()
	var rt http.RoundTripper
	var open *http.Response
	t.Run("inner", func(t *testing.T) {
		rt = contracttest.NewTransport(t, contracttest.Config{AllowUnread: true, Transport: answer(404, envelope("voice_not_found"))})
		fetch(t, rt, videoURL)
		req, err := http.NewRequest(http.MethodGet, videoURL, nil)
		require.NoError(t, err)
		open, err = rt.RoundTrip(req)
		require.NoError(t, err)
	})
	content, err := io.ReadAll(open.Body)
	require.NoError(t, err)
	require.NoError(t, open.Body.Close())
	assert.Equal(t, envelope("voice_not_found"), string(content), "responses of earlier requests can still be read")

	fetch(t, rt, videoURL)                   // conforms
	fetch(t, rt, host+"/v3/videos/v1/extra") // a warning
	rt.(*contracttest.Transport).CloseIdleConnections()
}

// lateAndWrong makes an exchange that breaks the contract.
func lateAndWrong(t *testing.T) {
	t.Helper()
	var rt http.RoundTripper
	status := 404
	t.Run("inner", func(t *testing.T) {
		rt = contracttest.NewTransport(t, contracttest.Config{Transport: stub(func(req *http.Request) (*http.Response, error) {
			return response(req, status, envelope("voice_not_found")), nil
		})})
		fetch(t, rt, videoURL)
	})
	status = 400
	fetch(t, rt, videoURL)
}

func TestLateExchanges(t *testing.T) {
	output, passed := again(t, "late")
	assert.True(t, passed, output)
	assert.NotContains(t, output, "had ended")
	assert.Regexp(t, `late_test\.go:\d+: contracttest: TestThatFails/inner: `, output, "the line is the test's own")
	assert.Contains(t, output, "contracttest: 1 response body was neither read to its end nor closed")

	output, passed = again(t, "late and wrong")
	assert.True(t, passed, "a test that has ended cannot fail, but the violation is printed")
	assert.Contains(t, output, "contracttest: after TestThatFails/inner had ended:\nerror[code-status]")
}

// lateAndAsking sends a request that cannot be fulfilled to a mock server that has outlived its
// test.
func lateAndAsking(t *testing.T) {
	t.Helper()
	var server *contracttest.Server
	t.Run("inner", func(t *testing.T) { server = contracttest.NewServer(t, contracttest.ServerConfig{}) })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v3/videos", nil)
	r.Header.Set("Prefer", "error=none_such")
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	server.Fail("", "none_such", 1)
	assert.Equal(t, http.StatusNotImplemented, w.Code)
}

func TestLateServer(t *testing.T) {
	output, passed := again(t, "late and asking")
	assert.True(t, passed, "it does not panic: %s", output)
	assert.Contains(t, output, "after TestThatFails/inner had ended: contracttest: ")
}
