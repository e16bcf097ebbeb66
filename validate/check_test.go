package validate_test

import (
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsSkipped(t *testing.T) {
	with := func(x *validate.Exchange, change func(*validate.Exchange)) *validate.Exchange {
		change(x)
		return x
	}
	ok := func() *validate.Exchange { return response(200, video) }
	cases := []struct {
		reason   string
		exchange *validate.Exchange
		want     string
	}{
		{"another host", with(ok(), func(x *validate.Exchange) { x.Request.URL = "https://cdn.example.com/v3/videos/v1" }), "skipped other-host"},
		{"another port", with(ok(), func(x *validate.Exchange) { x.Request.URL = "https://api.heygen.com:8443/v3/videos/v1" }), "skipped other-host"},
		{"another host that never answered", with(ok(), func(x *validate.Exchange) {
			x.Request.URL, x.Skip = "https://cdn.example.com/", validate.SkipNoResponse
		}), "skipped other-host"},
		{"default port, user information, case, final dot", with(ok(), func(x *validate.Exchange) { x.Request.URL = "HTTP://me@API.heygen.com.:80/v3/videos/v1?x=1#y" }), "conforms"},
		{"no host at all", with(ok(), func(x *validate.Exchange) { x.Request.URL = "/v3/videos/v1" }), "skipped other-host"},
		{"a data URL", with(ok(), func(x *validate.Exchange) { x.Request.URL = "data:text/plain,x" }), "skipped not-http"},
		{"an extension", with(ok(), func(x *validate.Exchange) { x.Request.URL = "chrome-extension://abc/x.js" }), "skipped not-http"},
		{"a WebSocket URL", with(ok(), func(x *validate.Exchange) { x.Request.URL = "wss://api.heygen.com/v3/videos/v1" }), "skipped websocket"},
		{"switching protocols", with(ok(), func(x *validate.Exchange) { x.Response.Status = 101 }), "skipped websocket"},
		{"an interim response", with(ok(), func(x *validate.Exchange) { x.Response.Status = 103 }), "skipped interim"},
		{"no status", with(ok(), func(x *validate.Exchange) { x.Response.Status = 0 }), "skipped no-response"},
		{"a negative status", with(ok(), func(x *validate.Exchange) { x.Response.Status = -999 }), "skipped no-response"},
		{"an impossible status", with(ok(), func(x *validate.Exchange) { x.Response.Status = 20000 }), "skipped malformed-entry"},
		{"the zero exchange", &validate.Exchange{}, "skipped other-host"},
		{"malformed goes first", with(ok(), func(x *validate.Exchange) { x.Skip = validate.SkipMalformed }), "skipped malformed-entry"},
		{"not modified", response(304, ""), "skipped not-modified"},
		{"a preflight, by the request", with(exchange("OPTIONS", "/v3/videos/v1", 204, ""), func(x *validate.Exchange) {
			x.Request.Header = validate.Header{{Name: "access-control-request-method", Value: "GET"}}
		}), "skipped cors-preflight"},
		{"a preflight, by the response", exchange("OPTIONS", "/v3/videos/v1", 204, "", "Access-Control-Allow-Methods: GET"), "skipped cors-preflight"},
		{"OPTIONS that is no preflight", exchange("OPTIONS", "/v3/videos/v1", 204, ""), "operation-undocumented"},
		{"content not recorded", with(ok(), func(x *validate.Exchange) { x.Response.BodyMissing = validate.UncheckedNotRecorded }), "unchecked body-not-recorded"},
		{"content too large", with(ok(), func(x *validate.Exchange) { x.Response.BodyMissing = validate.UncheckedTooLarge }), "unchecked body-too-large"},
		{"content not recorded, but the status is a finding", with(response(503, ""), func(x *validate.Exchange) { x.Response.BodyMissing = validate.UncheckedNotRecorded }), "status-undocumented"},
		{"content not recorded, but the operation is a finding", with(exchange("GET", "/nope", 200, ""), func(x *validate.Exchange) { x.Response.BodyMissing = validate.UncheckedNotRecorded }), "operation-undocumented"},
	}
	v := validator(t)
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			assert.Equal(t, c.want, found(v.Check(c.exchange)))
		})
	}
}

// HEAD is checked as GET, without content.
func TestHead(t *testing.T) {
	v := validator(t)
	assert.Equal(t, "conforms", found(v.Check(exchange("HEAD", "/v3/videos/v1", 404, ""))))
	assert.Equal(t, "conforms", found(v.Check(exchange("head", "/v3/videos/v1", 200, ""))))
	assert.Equal(t, "status-undocumented", found(v.Check(exchange("HEAD", "/v3/videos/v1", 503, ""))))
	assert.Equal(t, "operation-undocumented", found(v.Check(exchange("HEAD", "/v3/films", 200, ""))))
}

func TestUndocumentedOperationNamesTheMethodsOfThePath(t *testing.T) {
	verdict := validator(t).Check(exchange("PUT", "/v3/videos/v1?key=secret", 200, "{}"))
	require.Len(t, verdict.Violations, 1)
	violation := verdict.Violations[0]
	assert.Equal(t, "the contract documents this path, but only with DELETE, GET", violation.Message)
	assert.Equal(t, "PUT /v3/videos/v1", violation.Actual)
	assert.Equal(t, "/v3/videos/v1", violation.PathTemplate)
	assert.Empty(t, violation.Operation)
}

func TestBaseURL(t *testing.T) {
	v := validator(t, validate.WithBaseURL("http://localhost:8080/mock"))
	at := func(url string) string {
		x := response(404, envelope("video_not_found", "m"))
		x.Request.URL = url
		return found(v.Check(x))
	}
	assert.Equal(t, "conforms", at("http://LOCALHOST:8080/mock/v3/videos/v1"))
	assert.Equal(t, "conforms", at("https://api.heygen.com/v3/videos/v1"), "the document's servers stay")
	assert.Equal(t, "operation-undocumented", at("http://localhost:8080/v3/videos/v1"), "the base path is part of the URL")
	assert.Equal(t, "skipped other-host", at("http://localhost:8081/mock/v3/videos/v1"))
}

func TestIncludeAndExclude(t *testing.T) {
	videos := exchange("GET", "/v3/videos/v1", 404, envelope("video_not_found", "m"), "Content-Type: application/json")
	unknown := exchange("GET", "/v9/films/f1", 404, "", "Content-Type: application/json")
	cases := []struct {
		reason           string
		include, exclude []string
		videos, unknown  string
	}{
		{"a path template", []string{"/v3/videos/{video_id}"}, nil, "conforms", "skipped excluded"},
		{"a glob over paths", []string{"/v3/**"}, nil, "conforms", "skipped excluded"},
		{"an operationId", []string{"getVideo*"}, nil, "conforms", "skipped excluded"},
		{"a method and a path", []string{"GET /v3/videos/*"}, nil, "conforms", "skipped excluded"},
		{"another method", []string{"POST /v3/videos/*"}, nil, "skipped excluded", "skipped excluded"},
		{"a method and an undocumented path", []string{"GET /v9/**"}, nil, "skipped excluded", "operation-undocumented"},
		{"an undocumented path", []string{"/v9/**"}, nil, "skipped excluded", "operation-undocumented"},
		{"exclude outweighs include", []string{"/v3/**"}, []string{"getVideoV3"}, "skipped excluded", "skipped excluded"},
		{"exclude alone", nil, []string{"/v9/*/*"}, "conforms", "skipped excluded"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			v := validator(t, validate.WithInclude(c.include...), validate.WithExclude(c.exclude...))
			assert.Equal(t, c.videos, found(v.Check(videos)))
			assert.Equal(t, c.unknown, found(v.Check(unknown)))
		})
	}
}

func TestBadOptions(t *testing.T) {
	cases := []struct {
		reason string
		option validate.Option
		want   string
	}{
		{"no such rule", validate.WithLevel("code-stat", validate.LevelNote), `unknown rule "code-stat"`},
		{"no such level", validate.WithLevel(validate.DocURL, "fatal"), `unknown level "fatal"`},
		{"a base URL without a scheme", validate.WithBaseURL("localhost:8080"), `base URL "localhost:8080"`},
		{"a base URL with a query", validate.WithBaseURL("http://localhost/?a=b"), "without query"},
		{"a pattern that is no glob", validate.WithInclude("/v3/[a"), `bad pattern "/v3/[a"`},
		{"an empty pattern", validate.WithExclude(""), `bad pattern ""`},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			_, err := validate.New(contract(t), c.option)
			require.ErrorContains(t, err, c.want)
		})
	}
}
