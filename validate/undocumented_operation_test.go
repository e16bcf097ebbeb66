package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUndocumentedOperation(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.t.example/v1}]
paths:
  /m/{id}: {get: {responses: {"200": {description: d}, "404": &e {description: d, content: {application/json: {schema: {properties: {code: {type: string}, message: {type: string}}}}}}, "409": *e}}}
  /x/: {get: {responses: {"200": {description: d}}}}
  /: {get: {responses: {"200": {description: d}}}}
  /upload:
    servers: [{url: https://up.t.example/files}]
    put: {responses: {"200": {description: d}}}
  /log:
    get: {servers: [{url: "https://{r}.log.t.example", variables: {r: {default: eu, enum: [eu, us]}}}], responses: {"200": {description: d}}}
    post: {responses: {"200": {description: d}}}
x-error-table:
  envelope: {code: /code, message: /message}
  codes: {not_found: {status: 404}, other: {status: 409}}
`
	const none = "the contract documents no operation for this method and path"
	for _, c := range []struct{ reason, request, want string }{
		{"the base path alone", "GET https://api.t.example/v1", ""},
		{"and with a slash", "GET https://api.t.example/v1/", ""},
		{"a slash at the end", "GET https://api.t.example/v1/m/1/", "the contract documents the path /m/{id}, but the request's path has a slash at its end"},
		{"none", "GET https://api.t.example/v1/x", "the contract documents the path /x/, but the request's path has no slash at its end"},
		{"doubled", "GET https://api.t.example/v1//m/1", "the contract documents the path /m/{id}, but the request's path has doubled slashes"},
		{"of HEAD", "HEAD https://api.t.example/v1/m/1/", "the contract documents the path /m/{id}, but the request's path has a slash at its end"},
		{"dots", "GET https://api.t.example/v1/m/./1", "the contract documents the path /m/{id}, but the request's path has dot segments"},
		{"case", "GET https://api.t.example/v1/M/1", "the contract documents the path /m/{id}, but the request's path has letters in another case"},
		{"another path", "GET https://api.t.example/v1/y", none},
		{"another method", "POST https://api.t.example/v1/m/1", "the contract documents this path, but only with GET"},
		{"a path's own server", "PUT https://up.t.example/files/upload", ""},
		{"at the document's", "PUT https://api.t.example/v1/upload", "the contract documents this method and path at another server: https://up.t.example/files"},
		{"with the base path of its own", "PUT https://api.t.example/files/upload", "the contract documents this method and path at another server: https://up.t.example/files"},
		{"an operation's own server", "GET https://us.log.t.example/log", ""},
		{"at the document's", "GET https://api.t.example/v1/log", "the contract documents this method and path at another server: https://eu.log.t.example, https://us.log.t.example"},
		{"the document's at an operation's", "POST https://us.log.t.example/log", "the contract documents this path, but only with GET"},
		{"a path of the document there", "GET https://us.log.t.example/m/1", none},
		{"an unknown host", "GET https://other.example/v1/m/1/", "skipped other-host"},
	} {
		method, url, _ := strings.Cut(c.request, " ")
		x := exchange(method, "", 200, "")
		x.Request.URL = url
		result := parse(t, document).Check(x)
		got := ""
		switch {
		case result.Skipped != "":
			got = "skipped " + string(result.Skipped)
		case len(result.Violations) > 0:
			require.Len(t, result.Violations, 1)
			got = result.Violations[0].Message
		}
		assert.Equal(t, c.want, got, "%s: %s", c.reason, c.request)
	}

	x := exchange("GET", "", 404, `{"code":"other","message":"m"}`, "Content-Type: application/json")
	x.Request.URL = "https://api.t.example/v1/m/1/"
	assert.Equal(t, "code-status /code, operation-undocumented", found(parse(t, document).Check(x)), "the envelope is that of the path that was meant")
	x.Request.URL = "https://api.t.example/v1/y"
	assert.Equal(t, "operation-undocumented", found(parse(t, document).Check(x)), "nothing was meant")
}
