package trailers_test

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// Every success and every error that the gateway's two operations document: what
// does not come about by itself, the mock behind it is asked for, for the gateway
// passes the Prefer field on.
func TestGatewayConformsToTheContract(t *testing.T) {
	contracttest.Run(t, contracttest.Config{
		Handler:     newGateway(t, contracttest.NewServer(t, contracttest.ServerConfig{})),
		Header:      http.Header{"Authorization": {"Bearer " + token}},
		Options:     []validate.Option{validate.WithInclude("createVideo", "getVideoV3")},
		MinCoverage: 1,
	})
}
