package contracttest_test

import (
	"testing"

	"github.com/apicontract/apicontract/contracttest"
)

func TestRunMockPassesCompletely(t *testing.T) {
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	contracttest.Run(t, contracttest.Config{Handler: server, MinCoverage: 1})
}
