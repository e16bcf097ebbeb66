package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

func TestServersAndAnyHost(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: "https://{env}.t.example/v1", variables: {env: {default: api, enum: [api, stg]}}}]
paths: {/a: {get: {responses: {"200": {description: d}}}}}
`
	for _, c := range []struct {
		reason, url, want, wantAnyHost string
	}{
		{"a value of the enum", "https://stg.t.example/v1/a", "conforms", "conforms"},
		{"another", "https://dev.t.example/v1/a", "skipped other-host", "conforms"},
		{"another base path", "https://dev.t.example/v2/a", "skipped other-host", "skipped other-host"},
	} {
		x := exchange("GET", "", 200, "")
		x.Request.URL = c.url
		assert.Equal(t, c.want, found(parse(t, document).Check(x)), c.reason)
		assert.Equal(t, c.wantAnyHost, found(parseWith(t, document, validate.WithAnyHost()).Check(x)), "any host: %s", c.reason)
	}
}

// A document without absolute servers accepts any host, until a base URL names one.
func TestRelativeServers(t *testing.T) {
	for _, c := range []struct {
		reason, servers, options, url, want string
	}{
		{"no servers", "", "", "https://a.example/m", "conforms"},
		{"no servers, a base URL", "", "https://a.example", "https://a.example/m", "conforms"},
		{"another host", "", "https://a.example", "https://b.example/m", "skipped other-host"},
		{"the base URL's path", "", "https://a.example/v2", "https://a.example/v2/m", "conforms"},
		{"a relative server", "servers: [{url: /v1}]", "", "https://a.example/v1/m", "conforms"},
		{"without its base path", "servers: [{url: /v1}]", "", "https://a.example/m", "skipped other-host"},
		{"a base URL replaces it", "servers: [{url: /v1}]", "https://a.example", "https://a.example/m", "conforms"},
		{"on another host", "servers: [{url: /v1}]", "https://a.example", "https://b.example/v1/m", "skipped other-host"},
		{"an absolute one beside it", "servers: [{url: /v1}, {url: https://b.example}]", "https://a.example", "https://b.example/m", "conforms"},
		{"a relative server of an operation", "", "", "https://a.example/up/o", "conforms"},
		{"at the base URL's host", "", "https://a.example/v2", "https://a.example/up/o", "conforms"},
		{"at another host", "", "https://a.example/v2", "https://b.example/up/o", "skipped other-host"},
		{"a relative server of an operation beside absolute ones", "servers: [{url: https://c.example/v1}]", "", "https://c.example/up/o", "conforms"},
		{"on another host", "servers: [{url: https://c.example/v1}]", "", "https://a.example/up/o", "skipped other-host"},
		{"behind the base URL", "", "https://a.example/v2", "https://a.example/v2/o", "conforms"},
	} {
		document := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n" + c.servers + `
paths:
  /m: {get: {responses: {"200": {description: d}}}}
  /o: {get: {servers: [{url: /up}], responses: {"200": {description: d}}}}
`
		var options []validate.Option
		if c.options != "" {
			options = append(options, validate.WithBaseURL(c.options))
		}
		x := exchange("GET", "", 200, "")
		x.Request.URL = c.url
		v := parseWith(t, document, options...)
		assert.Equal(t, c.want, found(v.Check(x)), c.reason)
	}
}
