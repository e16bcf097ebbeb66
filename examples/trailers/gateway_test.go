package trailers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/examples/trailers"
)

const token = "team-token"

// newGateway returns a gateway in front of a server that acts as the HeyGen API.
func newGateway(t *testing.T, heygen *contracttest.Server) http.Handler {
	t.Helper()
	server, err := url.Parse(heygen.URL)
	require.NoError(t, err)
	return trailers.NewGateway(server, "test-key", token)
}

// look asks a gateway for a video, and checks the response against the contract.
func look(t *testing.T, gateway http.Handler, token string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v3/videos/vd_1", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	contracttest.NewHandler(t, gateway, contracttest.Config{}).ServeHTTP(w, r)
	return w.Result()
}

func TestGatewayForwards(t *testing.T) {
	gateway := newGateway(t, contracttest.NewServer(t, contracttest.ServerConfig{}))
	assert.Equal(t, http.StatusOK, look(t, gateway, token).StatusCode)
}

func TestGatewayPassesErrorsOn(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{})
	heygen.Fail("getVideoV3", "rate_limit_exceeded", 1)
	resp := look(t, newGateway(t, heygen), token)
	contracttest.AssertErrorCode(t, resp, "rate_limit_exceeded")
	assert.NotEmpty(t, resp.Header.Get("Retry-After"))
}

func TestGatewaySendsItsOwnErrors(t *testing.T) {
	heygen := contracttest.NewServer(t, contracttest.ServerConfig{Fault: contracttest.FaultReset})
	contracttest.AssertErrorCode(t, look(t, newGateway(t, heygen), "guessed"), "unauthorized")
	contracttest.AssertErrorCode(t, look(t, newGateway(t, heygen), token), "gateway_timeout")
}
