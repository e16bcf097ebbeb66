// Package parcels_test shows the tests for a contract of your own. They need no server, because the
// mock acts as the API.
package parcels_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// contract reads a document of this directory.
func contract(t *testing.T, file string) *validate.Contract {
	t.Helper()
	return contracttest.LoadContract(t, file)
}

// TestEveryOutcome checks that everything that the documents describe can occur: every success, and
// every code of every status. With a BaseURL, it tests a real server.
func TestEveryOutcome(t *testing.T) {
	for _, file := range []string{"openapi.yaml", "problem.yaml"} {
		t.Run(file, func(t *testing.T) {
			c := contract(t, file)
			server := contracttest.NewServer(t, contracttest.ServerConfig{Contract: c})
			contracttest.Run(t, contracttest.RunConfig{Contract: c, BaseURL: server.URL, MinCoverage: 1})
		})
	}
}

// TestParcelIsSentOnce uses a transport that checks the client's exchanges against the contract.
func TestParcelIsSentOnce(t *testing.T) {
	c := contract(t, "openapi.yaml")
	server := contracttest.NewServer(t, contracttest.ServerConfig{Contract: c})
	client := &http.Client{Transport: contracttest.NewTransport(t, contracttest.Config{Contract: c})}
	server.Fail("createParcel", "internal_error", 1)

	var ids []string
	for range 3 { // the first one fails, the third one gets the second response again
		resp := ask(t, client, http.MethodPost, server.URL+"/parcels", `{"recipient":"Ada Ekberg","weight_grams":800}`)
		ids = append(ids, resp.ID+resp.Error.Code)
	}
	assert.Equal(t, "internal_error", ids[0])
	assert.Equal(t, ids[1], ids[2])
}

func TestPagesAreReadToTheEnd(t *testing.T) {
	c := contract(t, "openapi.yaml")
	server := contracttest.NewServer(t, contracttest.ServerConfig{Contract: c, Items: 7})
	client := &http.Client{Transport: contracttest.NewTransport(t, contracttest.Config{Contract: c})}

	seen := make(map[string]bool)
	for cursor := ""; ; {
		page := ask(t, client, http.MethodGet, server.URL+"/parcels?limit=3&cursor="+cursor, "")
		for _, p := range page.Data {
			seen[p.ID] = true
		}
		if !page.HasMore {
			break
		}
		cursor = page.NextCursor
	}
	assert.Len(t, seen, 7)
}

// TestDriftIsCaught shows that a server that drifts fails the test of its client, even if the
// client still works. Here that is expected, so the failures are recorded instead.
func TestDriftIsCaught(t *testing.T) {
	c := contract(t, "openapi.yaml")
	for fault, rule := range map[contracttest.Fault]validate.RuleID{
		contracttest.FaultNoRetryAfter: validate.RetryAfterMissing,
		contracttest.FaultNoDocURL:     validate.DocURL,
		contracttest.FaultWrongStatus:  validate.CodeStatus,
		contracttest.FaultUnknownCode:  validate.CodeUnknown,
		contracttest.FaultV2Shape:      validate.EnvelopeMissing,
		contracttest.FaultHTML502:      validate.StatusUndocumented,
	} {
		t.Run(string(fault), func(t *testing.T) {
			server := contracttest.NewServer(t, contracttest.ServerConfig{Contract: c, Rules: []contracttest.Rule{
				{Operation: "getParcel", Error: "rate_limit_exceeded", Fault: fault},
			}})
			failed := &failures{TB: t}
			client := &http.Client{Transport: contracttest.NewTransport(failed, contracttest.Config{
				Contract: c, ReportDir: t.TempDir(), // errors on purpose should not count as coverage
			})}
			ask(t, client, http.MethodGet, server.URL+"/parcels/pc_1", "")
			require.Len(t, failed.said, 1)
			assert.True(t, strings.HasPrefix(failed.said[0], fmt.Sprintf("error[%s]", rule)), failed.said[0])
		})
	}
}

// failures is a test that does not fail, but records its failures.
type failures struct {
	testing.TB

	said []string
}

func (f *failures) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}

// An answer is a response of the API: a parcel, a page or an error.
type answer struct {
	ID         string   `json:"id"`
	Data       []answer `json:"data"`
	HasMore    bool     `json:"has_more"`
	NextCursor string   `json:"next_cursor"`
	Error      struct {
		Code string `json:"code"`
	} `json:"error"`
}

func ask(t *testing.T, client *http.Client, method, url, content string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(content))
	require.NoError(t, err)
	req.Header.Set("X-Api-Key", "any")
	req.Header.Set("Idempotency-Key", t.Name())
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	var a answer
	_ = json.NewDecoder(resp.Body).Decode(&a) // the transport reports a body that is not JSON
	return a
}
