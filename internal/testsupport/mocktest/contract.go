// Package mocktest checks responses against a contract, for the tests of the mock's packages.
package mocktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A Contract is a contract with its document and its validator.
type Contract struct {
	*validate.Contract
	Document  *document.Document
	validator *validate.Validator
}

// Parse parses a contract that has no other files.
func Parse(tb testing.TB, name string, text []byte) *Contract {
	tb.Helper()
	contract, err := validate.Parse(name, text)
	require.NoError(tb, err)
	doc, err := document.Load(spec.SingleFile(name, text), name)
	require.NoError(tb, err)
	validator, err := validate.New(contract, validate.WithLevel(validate.OperationPreview, validate.LevelOff))
	require.NoError(tb, err)
	return &Contract{contract, doc, validator}
}

// ParseBuiltin parses the HeyGen contract.
func ParseBuiltin(tb testing.TB) *Contract {
	tb.Helper()
	return Parse(tb, apicontract.DocumentName, apicontract.Document())
}

// BrokenRules returns the rules that a response of an operation breaks.
func (c *Contract) BrokenRules(op validate.Operation, r response.Response) []validate.RuleID {
	x := &validate.Exchange{
		Request:  validate.Request{Method: op.Method, URL: c.Servers()[0] + strings.NewReplacer("{", "", "}", "").Replace(op.PathTemplate)},
		Response: validate.Response{Status: r.Status, Header: validate.Header{}, Body: r.Body},
	}
	for name, values := range r.Header {
		x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: values[0]})
	}
	verdict := c.validator.Check(x)
	rules := []validate.RuleID{}
	for _, v := range verdict.Violations {
		rules = append(rules, v.Rule)
	}
	if verdict.Skipped != "" {
		rules = append(rules, validate.RuleID("skipped "+string(verdict.Skipped)))
	}
	return rules
}
