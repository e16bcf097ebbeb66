package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// call is an exchange with a retired call.
func call(method, url, started string, status int, body string) *validate.Exchange {
	return &validate.Exchange{
		Request: validate.Request{Method: method, URL: url},
		Response: validate.Response{Status: status, Body: []byte(body),
			Header: validate.Header{{Name: "Content-Type", Value: "application/json"}}},
		Started: started,
	}
}

// The calls of v1 and v2 that public programs send.
func TestRetiredCallsOfTheBuiltInContract(t *testing.T) {
	const (
		api    = "https://api.heygen.com"
		before = "2026-10-31T23:59:59.999Z"
		after  = "2026-11-01T00:00:00.000Z"
		since  = "the call is retired since 2026-11-01, which is before this call"
		from   = "the call is retired from 2026-11-01 on"
	)
	for _, c := range []struct {
		reason           string
		x                *validate.Exchange
		path             string
		message, isFound string
	}{
		{"a video of v2", call("POST", api+"/v2/video/generate", after, 200, `{"error":null,"data":{"video_id":"a"}}`),
			"/v2/video/generate", since + "; POST /v3/videos replaces it", "POST /v2/video/generate"},
		{"the last moment before the day", call("POST", api+"/v2/video/generate", before, 200, `{}`),
			"/v2/video/generate", from + ", which is after this call; POST /v3/videos replaces it", "POST /v2/video/generate"},
		{"the day before, in another zone", call("POST", api+"/v2/video/generate", "2026-11-01T01:00:00+02:00", 200, `{}`),
			"/v2/video/generate", from + ", which is after this call; POST /v3/videos replaces it", "POST /v2/video/generate"},
		{"no time is known", call("POST", api+"/v2/video/generate", "", 200, `{}`),
			"/v2/video/generate", from + "; POST /v3/videos replaces it", "POST /v2/video/generate"},
		{"a time that is none", call("POST", api+"/v2/video/generate", "yesterday", 200, `{}`),
			"/v2/video/generate", from + "; POST /v3/videos replaces it", "POST /v2/video/generate"},
		{"a query", call("GET", api+"/v1/video_status.get?video_id=a", after, 200, `{"code":100,"data":{}}`),
			"/v1/video_status.get", since + "; GET /v3/videos/{video_id} replaces it", "GET /v1/video_status.get"},
		{"an error of v2", call("POST", api+"/v2/video/generate", after, 400, `{"data":null,"error":{"code":"internal_error","message":"No."}}`),
			"/v2/video/generate", since + "; POST /v3/videos replaces it", "POST /v2/video/generate, answered with an error in the format of v2"},
		{"an error of v1", call("GET", api+"/v1/video_status.get", after, 404, `{"code":400543,"message":"No.","data":null}`),
			"/v1/video_status.get", since + "; GET /v3/videos/{video_id} replaces it", "GET /v1/video_status.get, answered with an error in the format of v1"},
		{"another host", call("POST", "https://UPLOAD.heygen.com:443/v1/asset", after, 200, `{}`),
			"/v1/asset", since + "; POST /v3/assets replaces it", "POST /v1/asset"},
		{"a wildcard in a segment, and nothing replaces it", call("POST", api+"/v1/streaming.new", after, 200, `{}`),
			"/v1/streaming.new", since + " (v3 has no operation for it; realtime avatars are another product)", "POST /v1/streaming.new"},
		{"a name in the path", call("GET", api+"/v2/avatar/av_1/details", after, 200, `{}`),
			"/v2/avatar/{avatar_id}/details", since + "; GET /v3/avatars/looks replaces it (It has default_voice_id)", "GET /v2/avatar/{avatar_id}/details"},
		{"a literal segment beside a name", call("GET", api+"/v2/video_translate/target_languages", after, 200, `{}`),
			"/v2/video_translate/target_languages", since + "; GET /v3/video-translations/languages replaces it", "GET /v2/video_translate/target_languages"},
		{"HEAD is GET without content", call("HEAD", api+"/v2/voices", after, 200, ""),
			"/v2/voices", since + "; GET /v3/voices replaces it", "HEAD /v2/voices"},
		{"a call that the table does not name; identifiers are folded", call("GET", api+"/v1/things/1234567890/x", after, 200, `{}`),
			"/v1/things/*/x", since + " (Which operation replaces it is not known)", "GET /v1/things/*/x"},
		{"a path of v3 that has another name now", call("GET", api+"/v3/user/me", after, 200, `{}`),
			"/v3/user/me", "the call is retired; GET /v3/users/me replaces it", "GET /v3/user/me"},
		{"HTML of a gateway", call("GET", api+"/v2/voices", after, 404, "<html>"),
			"/v2/voices", since + "; GET /v3/voices replaces it", "GET /v2/voices"},
	} {
		v := validator(t).Check(c.x)
		require.Equal(t, "operation-retired", found(v), c.reason)
		violation := v.Violations[0]
		assert.Equal(t, c.path, violation.PathTemplate, c.reason)
		assert.Equal(t, c.message, violation.Message, c.reason)
		assert.Equal(t, c.isFound, violation.Actual, c.reason)
		assert.Contains(t, violation.DocumentLocation.Pointer, "/x-error-table/retired/", c.reason)
		assert.True(t, v.Contract, c.reason)
	}
}

func TestCallsThatAreNotRetired(t *testing.T) {
	for _, c := range []struct {
		reason string
		x      *validate.Exchange
		want   string
	}{
		{"another API on another host", call("POST", "https://api.liveavatar.com/v1/sessions", "", 200, `{}`), "skipped other-host"},
		{"another path of a host that the table names", call("GET", "https://upload.heygen.com/v1/asset", "", 200, `{}`), "skipped other-host"},
		{"the token endpoint of OAuth, of which no retirement is known", call("POST", "https://api.heygen.com/v1/oauth/token", "", 400, `{"error":"invalid_grant"}`), "operation-undocumented"},
		{"an operation of the document", call("GET", "https://api.heygen.com/v3/videos/v1", "", 200, video), "conforms"},
		{"a path that the table does not have", call("GET", "https://api.heygen.com/v4/videos", "", 200, `{}`), "operation-undocumented"},
	} {
		assert.Equal(t, c.want, found(validator(t).Check(c.x)), c.reason)
	}
}

const withRetired = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.example.com/v3}]
paths:
  /things: {get: {responses: {"200": {description: ok}}}}
x-error-table:
  retired:
    - date: 2020-02-29
      hosts: [old.example.com]
      calls:
        - GET /v1/things/{id}
        - {call: /v2/things/**, successor: GET /things}
`

// A table of any API, which says nothing of errors.
func TestRetiredCallsOfAnyDocument(t *testing.T) {
	retired := "operation-retired"
	for _, c := range []struct {
		reason, method, url, want string
		options                   []validate.Option
	}{
		{"outside the base path of the server", "GET", "https://api.example.com/v1/things/1", retired, nil},
		{"any method", "PURGE", "https://api.example.com/v2/things", retired, nil},
		{"any depth", "GET", "https://api.example.com/v2/things/a/b", retired, nil},
		{"the host that the table names", "GET", "https://old.example.com/v1/things/1", retired, nil},
		{"another method", "POST", "https://api.example.com/v1/things/1", "operation-undocumented", nil},
		{"an operation goes before the table", "GET", "https://api.example.com/v3/things", "conforms", nil},
		{"a server that an option adds", "GET", "http://localhost:8080/v1/things/1", retired, []validate.Option{validate.WithBaseURL("http://localhost:8080")}},
		{"its base path may come first", "GET", "http://localhost:8080/mock/v1/things/1", retired, []validate.Option{validate.WithBaseURL("http://localhost:8080/mock")}},
		{"any host", "GET", "http://anywhere/v1/things/1", retired, []validate.Option{validate.WithAnyHost()}},
		{"the rule is off", "GET", "https://api.example.com/v1/things/1", "operation-undocumented", []validate.Option{validate.WithLevel(validate.OperationRetired, validate.LevelOff)}},
		{"it is excluded", "GET", "https://api.example.com/v1/things/1", "skipped excluded", []validate.Option{validate.WithExclude("/v1/**")}},
		{"a preflight", "OPTIONS", "https://api.example.com/v2/things", "skipped cors-preflight", nil},
	} {
		v := parseWith(t, withRetired, c.options...)
		x := call(c.method, c.url, "", 200, "")
		if c.method == "OPTIONS" {
			x.Request.Header = validate.Header{{Name: "Access-Control-Request-Method", Value: "GET"}}
		}
		assert.Equal(t, c.want, found(v.Check(x)), c.reason)
	}
}

func TestRetiredCallsAreCounted(t *testing.T) {
	v := validator(t, validate.WithLevel(validate.OperationRetired, validate.LevelNote))
	c := validate.NewCollector(v)
	for _, x := range []*validate.Exchange{
		call("GET", "https://api.heygen.com/v2/voices", "", 200, `{}`),
		call("GET", "https://api.heygen.com/v3/videos/v1", "", 200, video),
		call("POST", "https://upload.heygen.com/v1/asset", "", 200, `{}`),
	} {
		result := v.Check(x)
		c.Add(&result)
	}
	s := c.Report().Summary
	assert.Equal(t, 3, s.Matched)
	assert.Equal(t, 2, s.Retired)
	assert.Equal(t, 3, s.Checked)
	assert.Equal(t, 1, s.Conforming, "a retired call does not conform, whatever the level of the rule")
}

// Calls before and after the day are two findings, so that no message stands for both.
func TestRetiredCallsAroundTheDay(t *testing.T) {
	v := validator(t)
	c := validate.NewCollector(v)
	for _, started := range []string{"2026-10-31T10:00:00Z", "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z", ""} {
		result := v.Check(call("GET", "https://api.heygen.com/v2/voices", started, 200, `{}`))
		c.Add(&result)
	}
	counts := make(map[string]int)
	for _, f := range c.Report().Findings {
		counts[f.Message] += f.Count
	}
	const replaces = "; GET /v3/voices replaces it"
	assert.Equal(t, map[string]int{
		"the call is retired from 2026-11-01 on, which is after this call" + replaces: 1,
		"the call is retired since 2026-11-01, which is before this call" + replaces:  2,
		"the call is retired from 2026-11-01 on" + replaces:                           1,
	}, counts)
}

func TestDeprecationHeaders(t *testing.T) {
	for _, c := range []struct {
		reason, header, value, message string
	}{
		{"a date of structured fields", "Deprecation", "@1775001600", "is deprecated since 2026-04-01"},
		{"with parameters", "deprecation", " @1775001600;a=1", "is deprecated since 2026-04-01"},
		{"the form of a draft", "Deprecation", "true", "is deprecated"},
		{"an HTTP-date, the form of another draft", "Deprecation", "Wed, 01 Apr 2026 00:00:00 GMT", "is deprecated since 2026-04-01"},
		{"a number out of range", "Deprecation", "@99999999999999999999", "is deprecated"},
		{"a number without a mark", "Deprecation", "1775001600", "is deprecated"},
		{"an HTTP-date", "Sunset", "Sat, 31 Oct 2026 23:59:59 GMT", "goes away on 2026-10-31"},
		{"the day alone", "Sunset", "2026-10-31", "goes away"},
		{"nothing of the value is shown", "Sunset", "secret", "goes away"},
	} {
		x := exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: application/json", c.header+": "+c.value)
		v := validator(t).Check(x)
		require.Equal(t, "response-deprecated", found(v), c.reason)
		assert.Equal(t, "the response says that the operation "+c.message, v.Violations[0].Message, c.reason)
		assert.True(t, v.Conforms(), "a note")
		assert.Equal(t, "conforms", found(validator(t, validate.WithLevel(validate.ResponseDeprecated, validate.LevelOff)).Check(x)), c.reason)
	}
	both := exchange("GET", "/v2/voices", 200, `{}`, "Deprecation: true", "Sunset: Sat, 31 Oct 2026 00:00:00 GMT")
	v := validator(t).Check(both)
	assert.Equal(t, "operation-retired, response-deprecated", found(v))
	assert.Equal(t, "the response says that the operation is deprecated and goes away on 2026-10-31", v.Violations[0].Message)
}

const withRetiredOperation = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.example.com/api}]
paths:
  /v1/things/{id}:
    get:
      operationId: getOldThing
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object, required: [id]}}}}
        "400": {description: no, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
  /v2/things/{id}:
    get:
      operationId: getThing
      responses:
        "400": {description: no, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
components:
  schemas:
    Error: {type: object, properties: {error: {type: object, properties: {code: {type: string}, doc_url: {type: string}}}}}
x-error-table:
  envelope: {error: /error, code: /error/code, docUrl: /error/doc_url}
  codes: {wrong: {status: 400, docUrl: "https://e.example/wrong"}}
  retired: {calls: [{call: "GET /api/v1/things/{id}", successor: "GET /v2/things/{id}"}]}
`

// A document may describe a retired call: its response is checked by its schema.
func TestRetiredOperations(t *testing.T) {
	for _, c := range []struct {
		reason, path string
		status       int
		body, want   string
	}{
		{"a response that conforms", "/api/v1/things/1", 200, `{"id":1}`, "operation-retired"},
		{"one that does not", "/api/v1/things/1", 200, `{}`, "body-schema, operation-retired"},
		{"a status that the document lacks", "/api/v1/things/1", 418, `{"error":{"code":"odd"}}`, "operation-retired, status-undocumented"},
		{"an error, by the table of today", "/api/v2/things/1", 400, `{"error":{"code":"old_code"}}`, "code-unknown /error/code"},
		{"the same, of a retired operation", "/api/v1/things/1", 400, `{"error":{"code":"old_code"}}`, "operation-retired"},
	} {
		v := parseWith(t, withRetiredOperation)
		for range 2 { // the second may be cached
			result := v.Check(call("GET", "https://api.example.com"+c.path, "", c.status, c.body))
			assert.Equal(t, c.want, found(result), c.reason)
			assert.False(t, result.Conforms(), c.reason)
		}
	}
	v := parseWith(t, withRetiredOperation)
	violation := v.Check(call("GET", "https://api.example.com/api/v1/things/1", "", 200, `{"id":1}`)).Violations[0]
	assert.Equal(t, "getOldThing", violation.Operation)
	assert.Equal(t, "the call is retired; GET /v2/things/{id} replaces it", violation.Message)
	off := parseWith(t, withRetiredOperation, validate.WithLevel(validate.OperationRetired, validate.LevelOff))
	assert.Equal(t, "conforms", found(off.Check(call("GET", "https://api.example.com/api/v1/things/1", "", 200, `{"id":1}`))))
}

func TestNoOperationOfTheBuiltInContractIsRetired(t *testing.T) {
	for _, op := range contract(t).Operations() {
		x := call(op.Method, "https://api.heygen.com"+op.PathTemplate, "", 204, "")
		assert.NotContains(t, found(validator(t).Check(x)), "operation-retired", op.ID)
	}
}
