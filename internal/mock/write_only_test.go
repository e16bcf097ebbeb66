package mock_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock"
)

// TestWriteOnlyMembersAreNeverSent asks for bodies whose document has a writeOnly member in several
// places, also in examples and in the request, which the response otherwise repeats.
func TestWriteOnlyMembersAreNeverSent(t *testing.T) {
	const secret = `secret: {type: string, writeOnly: true, example: canary}`
	cases := []struct{ reason, media string }{
		{"a member", `schema: {type: object, properties: {a: {type: string}, ` + secret + `}}`},
		{"a required member", `schema: {type: object, required: [a, secret], properties: {a: {type: string}, ` + secret + `}}`},
		{"the example of the schema", `schema: {type: object, properties: {a: {type: string}, ` + secret + `}, example: {a: x, secret: canary}}`},
		{"the example of the response", `schema: {type: object, properties: {a: {type: string}, ` + secret + `}}
            example: {a: x, secret: canary}`},
		{"a required member in the example of the response", `schema: {type: object, required: [a, secret], properties: {a: {type: string}, ` + secret + `}}
            example: {a: x, secret: canary}`},
		{"in allOf", `schema: {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {` + secret + `}}]}`},
		{"in oneOf", `schema: {oneOf: [{type: object, required: [a], properties: {a: {type: string}, ` + secret + `}}]}`},
		{"in the items of a list", `schema: {type: array, minItems: 1, items: {type: object, properties: {` + secret + `}}}`},
		{"in a member of an example", `schema: {type: object, properties: {in: {type: object, properties: {` + secret + `}}}}
            example: {in: {secret: canary}}`},
		{"in the values of a map", `schema: {type: object, minProperties: 1, additionalProperties: {type: object, properties: {` + secret + `}}}
            example: {x: {secret: canary}}`},
	}
	for _, version := range []string{"3.0.3", "3.1.0"} {
		for _, c := range cases {
			b := parsed(t, fmt.Sprintf(`
openapi: %s
info: {title: T, version: "1"}
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        "200":
          description: ok
          content:
           application/json:
            %s
`, version, c.media), mock.Config{State: true})
			for _, prefer := range []string{"", "Prefer: dynamic=true"} {
				w := b.ask("POST /a", `{"a":"y","secret":"canary"}`, prefer)
				assert.Equal(t, 200, w.Code)
				assert.NotContains(t, w.Body.String(), `"secret"`, "%s %s %s", version, c.reason, prefer)
				assert.NotContains(t, w.Body.String(), "canary", "%s %s %s", version, c.reason, prefer)
			}
		}
	}
}
