package validate_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"
)

// referenceRouter returns the router of openapi3filter, the library that most Go projects
// validate with. Our checks are never more lenient.
var referenceRouter = sync.OnceValues(func() (routers.Router, error) {
	doc, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

// FuzzCheck holds, for any response to any request:
//   - checking neither panics nor hangs, and is the same whether what conforms is
//     proved or checked the long way;
//   - an exchange is checked or skipped, never both;
//   - a response that conforms is accepted by openapi3filter;
//   - no finding shows a field's value, or more than a line.
func FuzzCheck(f *testing.F) {
	for _, fixture := range fixtures {
		if fixture.document == "" {
			add(f, fixture.conforms)
			add(f, fixture.violates)
		}
	}
	for _, x := range bodies(new(mint)) {
		add(f, x)
	}
	v, plain := validator(f), validator(f, withoutFastPath())
	router, err := referenceRouter()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, method, url string, status int, contentType, retryAfter, content string) {
		const secret = "s3cr3t-c4n4ry"
		if strings.Contains(method+url+contentType+content, secret) {
			t.Skip()
		}
		x := &validate.Exchange{
			Request: validate.Request{Method: method, URL: url, Header: validate.Header{{Name: "Authorization", Value: secret}}},
			Response: validate.Response{Status: status, Body: []byte(content), Header: validate.Header{
				{Name: "Content-Type", Value: contentType}, {Name: "Retry-After", Value: retryAfter}, {Name: "Set-Cookie", Value: secret}}},
		}
		verdict := v.Check(x)
		assertSame(t, plain.Check(x), verdict, "proved or not")
		if verdict.Skipped != "" {
			require.Empty(t, verdict.Violations)
			return
		}
		for _, violation := range verdict.Violations {
			text := violation.Message + violation.Expected + violation.Actual + violation.PathTemplate + violation.Code + violation.InstanceLocation
			require.NotContains(t, text, secret)
			require.NotContains(t, text, "\n")
		}
		if verdict.Conforms() {
			require.NoError(t, checkByFilter(router, x), "we accept what openapi3filter refuses")
		}
	})
}

func add(f *testing.F, x *validate.Exchange) {
	contentType, retryAfter := "", ""
	for _, field := range x.Response.Header {
		switch strings.ToLower(field.Name) {
		case "content-type":
			contentType = field.Value
		case "retry-after":
			retryAfter = field.Value
		}
	}
	f.Add(x.Request.Method, x.Request.URL, x.Response.Status, contentType, retryAfter, string(x.Response.Body))
}

// checkByFilter returns what openapi3filter says of an exchange, nil where it
// cannot be asked: its own router is stricter about URLs than servers are.
func checkByFilter(router routers.Router, x *validate.Exchange) error {
	req, err := http.NewRequest(strings.ToUpper(x.Request.Method), x.Request.URL, nil)
	if err != nil {
		return nil
	}
	route, params, err := router.FindRoute(req)
	if err != nil {
		return nil
	}
	header := make(http.Header)
	for _, f := range x.Response.Header {
		header.Add(f.Name, f.Value)
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
		Status:                 x.Response.Status,
		Header:                 header,
		Body:                   io.NopCloser(bytes.NewReader(x.Response.Body)),
		Options:                &openapi3filter.Options{IncludeResponseStatus: true},
	})
}

// What the referenceRouter lets pass, and what we say of it.
func TestWhatTheYardstickMisses(t *testing.T) {
	v := validator(t)
	router, err := referenceRouter()
	require.NoError(t, err)
	cases := []struct {
		reason   string
		exchange *validate.Exchange
		want     string
	}{
		{"trailing data", response(404, envelope("video_not_found", "m")+"{}"), "body-unreadable"},
		{"a duplicate name", response(200, `{"data":{"id":"a","id":"b","status":"failed"}}`), "body-unreadable"},
		{"no Retry-After", response(429, envelope("rate_limit_exceeded", "m")), "retry-after-missing"},
		{"the doc URL of another code of the status", response(404, strings.Replace(envelope("video_not_found", "m"), "#video", "#voice", 1)), "doc-url /error/doc_url"},
		{"param where no field is concerned", response(404, withParam("video_not_found", "m", `"x"`)), "param-unexpected /error/param"},
		{"an error under 200", response(200, envelope("video_not_found", "m")), "error-in-success /error"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			require.NoError(t, checkByFilter(router, c.exchange))
			require.Equal(t, c.want, found(v.Check(c.exchange)))
		})
	}
}
