package validate_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/require"
)

const host = "https://api.heygen.com"

// heygen compiles the built-in contract once for all tests.
var heygen = sync.OnceValues(func() (*validate.Contract, error) {
	return validate.Parse(apicontract.DocumentName, apicontract.Document())
})

func contract(tb testing.TB) *validate.Contract {
	tb.Helper()
	c, err := heygen()
	require.NoError(tb, err)
	return c
}

func validator(tb testing.TB, options ...validate.Option) *validate.Validator {
	tb.Helper()
	v, err := validate.New(contract(tb), options...)
	require.NoError(tb, err)
	return v
}

// withoutFastPath returns the option that sends every exchange the slow way.
func withoutFastPath() validate.Option { return enginehook.WithoutFastPath.(validate.Option) }

// parse compiles a document that a test writes in place.
func parse(tb testing.TB, document string) *validate.Validator {
	tb.Helper()
	return parseWith(tb, document)
}

// parseWith is parse with options.
func parseWith(tb testing.TB, document string, options ...validate.Option) *validate.Validator {
	tb.Helper()
	c, err := validate.Parse("doc.yaml", []byte(document))
	require.NoError(tb, err)
	v, err := validate.New(c, options...)
	require.NoError(tb, err)
	return v
}

// response builds an exchange with one operation whose errors and successes the
// contract documents. The content is JSON; fields follow as "Name: value".
func response(status int, content string, fields ...string) *validate.Exchange {
	return exchange("GET", "/v3/videos/v1", status, content, append(fields, "Content-Type: application/json")...)
}

func exchange(method, path string, status int, content string, fields ...string) *validate.Exchange {
	x := &validate.Exchange{
		Request:  validate.Request{Method: method, URL: host + path, Header: validate.Header{}},
		Response: validate.Response{Status: status, Body: []byte(content), Header: validate.Header{}},
	}
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ": ")
		x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: value})
	}
	return x
}

// envelope writes a right error body for a code, with the given message.
func envelope(code, message string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q,"doc_url":%q}}`, code, message, docURL(code))
}

func docURL(code string) string {
	return "https://developers.heygen.com/docs/error-codes#" + strings.ReplaceAll(code, "_", "-")
}

// found writes a verdict in one line: "skipped other-host", or each rule with
// its place, sorted; "unchecked body-not-recorded" if the body was not read; "conforms" if
// there is nothing to say.
func found(v validate.Result) string {
	if v.Skipped != "" {
		return "skipped " + string(v.Skipped)
	}
	if len(v.Violations) == 0 && len(v.Unchecked) > 0 && strings.HasPrefix(string(v.Unchecked[0]), "body-") {
		return "unchecked " + string(v.Unchecked[0])
	}
	if len(v.Violations) == 0 {
		return "conforms"
	}
	words := make([]string, len(v.Violations))
	for i, f := range v.Violations {
		words[i] = strings.TrimSpace(string(f.Rule) + " " + f.InstanceLocation)
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}
