package apicontract_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// codesOf is the number of codes for each status, according to the API's documentation.
var codesOf = map[int]int{
	400: 10, 401: 1, 402: 3, 403: 4, 404: 8,
	409: 3, 413: 1, 429: 2, 500: 2, 504: 1,
}

func contract(t *testing.T) *validate.Contract {
	t.Helper()
	c, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	return c
}

func TestErrorTableHasTheDocumentedSize(t *testing.T) {
	counted := make(map[int]int)
	codes := contract(t).Codes()
	for _, code := range codes {
		require.Len(t, code.Statuses, 1, code.Name)
		counted[code.Statuses[0]]++
	}
	assert.Len(t, codes, 35)
	assert.Equal(t, codesOf, counted)
}

func TestEveryOperationDocumentsEveryErrorStatus(t *testing.T) {
	operations := contract(t).Operations()
	assert.Len(t, operations, 140)
	for _, op := range operations {
		for status := range codesOf {
			assert.Contains(t, op.Statuses, fmt.Sprint(status), op.ID)
		}
	}
}

func TestOperationsKeepTheirPublishedNames(t *testing.T) {
	found := make(map[string]string)
	for _, op := range contract(t).Operations() {
		found[op.ID] = op.Method + " " + op.PathTemplate
	}
	assert.Len(t, found, 140, "operationIds are unique")
	assert.Equal(t, "POST /v3/assets", found["uploadAsset"])
	assert.Equal(t, "POST /v3/videos", found["createVideo"])
	assert.Equal(t, "GET /v3/videos/{video_id}", found["getVideoV3"])
}

func TestDocumentReturnsACopy(t *testing.T) {
	apicontract.Document()[0] = '!'
	assert.NotEqual(t, byte('!'), apicontract.Document()[0])
}

// TestStandardValidatorAcceptsOnlyMatchingStatuses shows that the error table works without this
// module's engine: a standard OpenAPI validator, which ignores the extension, accepts each code
// with its own status and with none of the nine others, on every operation.
func TestStandardValidatorAcceptsOnlyMatchingStatuses(t *testing.T) {
	c := contract(t)
	router := router(t)
	for _, op := range c.Operations() {
		route := route(t, router, c, op)
		accepted := 0
		for _, code := range c.Codes() {
			for status := range codesOf {
				err := openapi3filter.ValidateResponse(context.Background(), response(route, code, status))
				if err == nil {
					accepted++
				}
				if right := status == code.Statuses[0]; right != (err == nil) {
					t.Errorf("%s: %s with %d: accepted is %t, want %t: %v", op.ID, code.Name, status, err == nil, right, err)
				}
			}
		}
		assert.Equal(t, 35, accepted, op.ID)
	}
}

func router(t *testing.T) routers.Router {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	require.NoError(t, doc.Validate(context.Background()))
	r, err := gorillamux.NewRouter(doc)
	require.NoError(t, err)
	return r
}

var parameter = regexp.MustCompile(`\{[^}]+\}`)

func route(t *testing.T, r routers.Router, c *validate.Contract, op validate.Operation) *openapi3filter.RequestValidationInput {
	t.Helper()
	url := c.Servers()[0] + parameter.ReplaceAllString(op.PathTemplate, "a1")
	req, err := http.NewRequest(op.Method, url, http.NoBody)
	require.NoError(t, err)
	found, params, err := r.FindRoute(req)
	require.NoError(t, err)
	require.Equal(t, op.ID, found.Operation.OperationID)
	return &openapi3filter.RequestValidationInput{Request: req, Route: found, PathParams: params}
}

// response is right except, perhaps, for its status.
func response(req *openapi3filter.RequestValidationInput, code validate.ErrorCode, status int) *openapi3filter.ResponseValidationInput {
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: req,
		Status:                 status,
		Header:                 http.Header{"Content-Type": {"application/json"}},
		Options:                &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if code.RetryAfter != validate.Forbidden {
		in.Header.Set("Retry-After", "30")
	}
	return in.SetBodyBytes(fmt.Appendf(nil, `{"error":{"code":%q,"message":"Why.","doc_url":%q}}`, code.Name, code.DocURL))
}
