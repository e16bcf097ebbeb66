package contracttest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// wrong responds with an error of the built-in contract.
func wrong(status int, code, more string) http.HandlerFunc {
	return write(status, "application/json", `{"error":{"code":"`+code+`","message":"It is called`+"`x`"+`.","doc_url":"https://developers.heygen.com/docs/error-codes#`+
		strings.ReplaceAll(code, "_", "-")+`"`+more+`}}`)
}

// TestRunRequiresSuccesses checks that a server that rejects valid requests fails the run, with a
// fix, even if its errors are correct.
func TestRunRequiresSuccesses(t *testing.T) {
	const leave = `validate.WithExclude("getVideoV3") in Config.Options excludes the operation`
	cases := []struct {
		reason, only string
		handler      http.HandlerFunc
		want         string
	}{
		{"credentials", "getVideoV3", wrong(401, "unauthorized", ""),
			"getVideoV3: no request succeeded: a valid request got 401 unauthorized; set Config.Header to valid credentials, or " + leave},
		{"rights", "getVideoV3", wrong(403, "forbidden", ""), "got 403 forbidden; set Config.Header to valid credentials, or "},
		{"an ID", "getVideoV3", wrong(404, "video_not_found", ""), `got 404 video_not_found; set Config.Values["video_id"] to an existing value, or ` + leave},
		{"two IDs", "getVideoAgentResource", wrong(404, "resource_not_found", ""), `set Config.Values["session_id"] and Config.Values["resource_id"] to existing values, or `},
		{"an ID in the content", "createVideo", wrong(404, "avatar_not_found", `,"param":"scenes[0].avatar_id"`), `set Config.Values["avatar_id"] to an existing value, or `},
		{"no ID at all", "listVideos", wrong(404, "resource_not_found", ""), "check that the server has the path, or "},
		{"a member", "createVideo", wrong(400, "invalid_parameter", `,"param":"title"`), `got 400 invalid_parameter; set Config.Values["title"] to a valid value, or `},
		{"the cause is unknown", "createVideo", wrong(400, "invalid_parameter", ""), "set Config.Values for the rejected value, or "},
		{"an invalid member", "createVideo", wrong(400, "invalid_parameter", `,"param":"\u001b[2J"`), "set Config.Values["},
		{"credit", "getVideoV3", wrong(402, "insufficient_credit", ""), "a valid request got 402 insufficient_credit; " + leave},
		{"a success that cannot be checked", "getVideoV3", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for range validate.DefaultMaxBody/(1<<20) + 1 {
				_, _ = w.Write(make([]byte, 1<<20))
			}
		}, "no request succeeded: some of the response could not be checked: body-too-large; " + leave},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			f := tryRun(t, Config{Handler: c.handler, Options: []validate.Option{validate.WithInclude(c.only)}})
			assert.True(t, f.failed)
			assert.Contains(t, f.allErrors(), c.want)
			assert.NotContains(t, f.allErrors(), "\x1b")
		})
	}
}

// several is a contract whose operations have several successes, or none.
const several = `
openapi: 3.0.3
info: {title: Several, version: "1"}
security: [{key: []}]
paths:
  /jobs:
    post:
      operationId: addJob
      responses:
        "200": &ok {description: ok, content: {application/json: {schema: {type: object, required: [id]}}}}
        "202": *ok
        "401": &no {description: no, content: {application/json: {schema: {type: object, required: [error]}}}}
  /any:
    get:
      operationId: getAny
      responses: {default: {description: any}}
  /impossible:
    get:
      operationId: getImpossible
      parameters: [{name: n, in: query, required: true, schema: {type: integer, minimum: 3, maximum: 2}}]
      responses: {"200": *ok, "401": *no}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
`

func severalContract(t *testing.T) *validate.Contract {
	t.Helper()
	c, err := validate.Parse("several.yaml", []byte(several))
	require.NoError(t, err)
	return c
}

// TestRunAcceptsAnySuccess checks that one of several documented successes is enough.
func TestRunAcceptsAnySuccess(t *testing.T) {
	only := func(name string) []validate.Option { return []validate.Option{validate.WithInclude(name)} }
	accepted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Key") == "" {
			write(401, "application/json", `{"error":""}`)(w, r)
			return
		}
		write(202, "application/json", `{"id":1}`)(w, r)
	})
	f := tryRun(t, Config{Contract: severalContract(t), Handler: accepted, Options: only("addJob")})
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.allLogs(), "2 of 3 documented outcomes exercised")
	assert.Equal(t, "not provoked: a valid request got 202; Prefer: code=200 got 202", f.find("Fake/addJob/200").skipped)

	refused := write(401, "application/json", `{"error":""}`)
	f = tryRun(t, Config{Contract: severalContract(t), Handler: refused, Options: only("addJob")})
	assert.NotEmpty(t, f.find("Fake/addJob/200").skipped, "the other one may still occur")
	require.Len(t, f.find("Fake/addJob/202").errors, 1)

	f = newFake(t)
	f.only = "Fake/addJob/200"
	runFake(f, Config{Contract: severalContract(t), Handler: refused, Options: only("addJob")})
	assert.Contains(t, f.allErrors(), "addJob: no request succeeded: a valid request got 401", "and does not if it is left out")

	f = newFake(t)
	f.only = "Fake/addJob/401"
	runFake(f, Config{Contract: severalContract(t), Handler: refused, Options: only("addJob")})
	assert.False(t, f.failed, "no success was asked for: %s", f.allErrors())

	f = tryRun(t, Config{Contract: severalContract(t), Handler: refused, Options: only("getAny")})
	assert.Contains(t, f.find("Fake/getAny/default").errors[0], "getAny: no request succeeded: a valid request got 401", "a default response may be an error")
	f = tryRun(t, Config{Contract: severalContract(t), Handler: accepted, Options: only("getAny")})
	assert.False(t, f.failed, f.allErrors())
}

// TestRunSkipsImpossibleSuccesses covers a success for which no request can be built, and one that
// is not allowed.
func TestRunSkipsImpossibleSuccesses(t *testing.T) {
	f := tryRun(t, Config{Contract: severalContract(t), Handler: write(200, "application/json", `{"id":1}`)})
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.find("Fake/getImpossible/200").skipped, "not provoked: ")

	elsewhere := roundTripper(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: http.NoBody, Request: r}, nil
	})
	f = tryRun(t, Config{Contract: severalContract(t), BaseURL: "https://jobs.example.com", Transport: elsewhere, Options: []validate.Option{validate.WithExclude("getImpossible")}})
	assert.False(t, f.failed, f.allErrors())
	assert.Contains(t, f.find("Fake/addJob/200").skipped, "add it to Config.Allow")
}
