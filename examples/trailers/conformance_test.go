package trailers_test

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/contracttest"
)

// TestGatewayConformsToTheContract covers every success and every error that the gateway's two
// operations document. Errors that do not occur otherwise are requested from the mock behind it,
// because the gateway forwards the Prefer header. No request without the token and no invalid one
// may succeed.
func TestGatewayConformsToTheContract(t *testing.T) {
	contracttest.Run(t, contracttest.RunConfig{
		Handler:     newGateway(t, contracttest.NewServer(t, contracttest.ServerConfig{})),
		Header:      http.Header{"Authorization": {"Bearer " + token}},
		Include:     []string{"createVideo", "getVideoV3"},
		Strict:      true,
		MinCoverage: 1,
	})
}
