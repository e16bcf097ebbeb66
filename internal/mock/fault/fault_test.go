package fault

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/testsupport/mocktest"
	"github.com/apicontract/apicontract/validate"
)

// A faultContract is a contract with the context of its faults.
type faultContract struct {
	*mocktest.Contract
	context Context
}

func parseContract(tb testing.TB, name string, text []byte) *faultContract {
	tb.Helper()
	return newContract(tb, mocktest.Parse(tb, name, text))
}

func parseBuiltin(tb testing.TB) *faultContract {
	tb.Helper()
	return newContract(tb, mocktest.ParseBuiltin(tb))
}

func newContract(tb testing.TB, contract *mocktest.Contract) *faultContract {
	tb.Helper()
	c, err := NewContext(contract.Document, contract.LookupCode)
	require.NoError(tb, err)
	return &faultContract{contract, c}
}

// contextOf returns the context of an operation.
func (contract *faultContract) contextOf(op validate.Operation) Context {
	c := contract.context
	c.Statuses = op.Statuses
	return c
}

// conformingResponses returns conforming responses of a code: each optional member
// is present in one of them and missing in another.
func (contract *faultContract) conformingResponses(code validate.ErrorCode, status int) []response.Response {
	var all []response.Response
	for _, full := range []bool{false, true} {
		value := map[string]any{}
		if contract.context.Envelope.Error != nil {
			jsonvalue.SetMember(value, contract.context.Envelope.Error, map[string]any{})
		}
		message := "There were 5 of 10 at https://example.com/a."
		if full && code.Param == validate.Optional && contract.context.Envelope.Param != nil {
			jsonvalue.SetMember(value, contract.context.Envelope.Param, "script")
			message = "script: " + message
		}
		jsonvalue.SetMember(value, contract.context.Envelope.Code, code.Name)
		jsonvalue.SetMember(value, contract.context.Envelope.Message, message)
		jsonvalue.SetMember(value, contract.context.Envelope.DocURL, code.DocURL)
		a := response.Response{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: jsonvalue.Encode(value)}
		if code.RetryAfter == validate.Required || full && code.RetryAfter == validate.Optional {
			a.Header.Set("Retry-After", "3")
		}
		all = append(all, a)
	}
	return all
}

// applies reports, independently of the package, whether a fault applies to a code.
func (contract *faultContract) applies(f Fault, code validate.ErrorCode) bool {
	switch f {
	case NoRetryAfter:
		return code.RetryAfter == validate.Required
	case NoDocURL:
		return contract.context.Envelope.DocURL != nil && code.DocURL != ""
	case NullParam:
		return contract.context.Envelope.Param != nil
	}
	return true
}

// TestEachContractFaultBreaksItsRule checks that each contract fault of a conforming response is
// found under the rule in All, and under no other.
func TestEachContractFaultBreaksItsRule(t *testing.T) {
	contract := parseBuiltin(t)
	op := contract.Operations()[0]
	done := make(map[Fault]int)
	for _, code := range contract.Codes() {
		if len(code.Operations) > 0 {
			continue // the code belongs to other operations, so code-misplaced would be found, too
		}
		for i, right := range contract.conformingResponses(code, code.Statuses[0]) {
			require.Empty(t, contract.BrokenRules(op, right), "%s, response %d: the response before the fault", code.Name, i)
			for _, info := range All() {
				before := fmt.Sprint(right)
				a := right
				applied := info.Fault.Apply(&a, contract.contextOf(op))
				assert.Equal(t, before, fmt.Sprint(right), "%s changed the response that another may share", info.Fault)
				if !assert.Equal(t, contract.applies(info.Fault, code), applied, "%s to %s", info.Fault, code.Name) || !applied {
					assert.Equal(t, right, a, "%s does not apply and leaves %s", info.Fault, code.Name)
					continue
				}
				want := []validate.RuleID{}
				if info.Rule != "" {
					want = append(want, info.Rule)
					done[info.Fault]++
				}
				assert.Equal(t, want, contract.BrokenRules(op, a), "%s to %s, response %d: %d %s", info.Fault, code.Name, i, a.Status, a.Body)
			}
		}
	}
	for _, info := range All() {
		assert.Equal(t, info.Rule != "", done[info.Fault] > 0, "%s was done to %d answers", info.Fault, done[info.Fault])
	}
}

func TestFaultsOfASuccess(t *testing.T) {
	contract := parseBuiltin(t)
	i := slices.IndexFunc(contract.Operations(), func(op validate.Operation) bool { return op.ID == "getVideoV3" })
	op := contract.Operations()[i]
	right := response.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}},
		Body: []byte(`{"data":{"id":"v1","title":"T","status":"processing","created_at":1785571200}}`)}
	require.Empty(t, contract.BrokenRules(op, right))
	for _, info := range All() {
		a := right
		applied := info.Fault.Apply(&a, contract.contextOf(op))
		want := []validate.RuleID{}
		if info.Success != "" {
			want = append(want, info.Success)
		}
		transport := info.Rule == ""
		assert.Equal(t, transport || info.Success != "", applied, "%s", info.Fault)
		assert.Equal(t, want, contract.BrokenRules(op, a), "%s: %d %s", info.Fault, a.Status, a.Body)
	}
}

func TestLookup(t *testing.T) {
	for _, info := range All() {
		got, ok := Lookup(string(info.Fault))
		assert.True(t, ok)
		assert.Equal(t, info, got)
		assert.NotEmpty(t, info.Summary)
		for _, rule := range []validate.RuleID{info.Rule, info.Success} {
			if _, known := validate.LookupRule(rule); rule != "" {
				assert.True(t, known, "%s names the rule %q", info.Fault, rule)
			}
		}
	}
	_, ok := Lookup("")
	assert.False(t, ok, "the empty fault has no description")
}
