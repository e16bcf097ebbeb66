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
