// Package parcels_test has the tests that a contract of one's own allows. They need
// no server: the mock plays the API.
package parcels_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// contract reads a document of this folder.
func contract(t *testing.T, file string) *validate.Contract {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	c, err := validate.Parse(file, text)
	require.NoError(t, err)
	return c
}

// All that the documents say can come about: every success, and every code of
// every status. With the BaseURL of a real server, the same drives that.
func TestEveryOutcome(t *testing.T) {
	for _, file := range []string{"openapi.yaml", "problem.yaml"} {
		t.Run(file, func(t *testing.T) {
			c := contract(t, file)
			server := contracttest.NewServer(t, contracttest.ServerConfig{Contract: c})
			contracttest.Run(t, contracttest.Config{Contract: c, BaseURL: server.URL, MinCoverage: 1})
		})
	}
}

// A client's exchanges are held to the contract by its transport.
func TestParcelIsSentOnce(t *testing.T) {
	c := contract(t, "openapi.yaml")
	server := contracttest.NewServer(t, contracttest.ServerConfig{Contract: c})
	client := &http.Client{Transport: contracttest.NewTransport(t, contracttest.Config{Contract: c})}
	server.Fail("createParcel", "internal_error", 1)

	var ids []string
	for range 3 { // the first fails, the third gets the answer of the second again
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

// A server that drifts fails the test of its client, though the client itself may
// be content. Here that is expected, and so it is written down instead.
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
				Contract: c, ReportDir: t.TempDir(), // what is wrong on purpose is no coverage
			})}
			ask(t, client, http.MethodGet, server.URL+"/parcels/pc_1", "")
			require.Len(t, failed.said, 1)
			assert.True(t, strings.HasPrefix(failed.said[0], fmt.Sprintf("error[%s]", rule)), failed.said[0])
		})
	}
}

// failures is a test that does not fail, but keeps what it would have failed with.
type failures struct {
	testing.TB

	said []string
}

func (f *failures) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}

// An answer is what the API says, a parcel, a page or an error.
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
	_ = json.NewDecoder(resp.Body).Decode(&a) // what is not JSON is the transport's to report
	return a
}
