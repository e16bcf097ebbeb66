package trailers_test

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// TestGatewayConformsToTheContract covers every success and every error that the gateway's two
// operations document. Errors that do not occur otherwise are requested from the mock behind it,
// because the gateway forwards the Prefer header.
func TestGatewayConformsToTheContract(t *testing.T) {
	contracttest.Run(t, contracttest.Config{
		Handler:     newGateway(t, contracttest.NewServer(t, contracttest.ServerConfig{})),
		Header:      http.Header{"Authorization": {"Bearer " + token}},
		Options:     []validate.Option{validate.WithInclude("createVideo", "getVideoV3")},
		MinCoverage: 1,
	})
}
