package validate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// withHeaders is a document whose one response has the given headers.
func withHeaders(version, headers string) string {
	return fmt.Sprintf(`
openapi: %s
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
components:
  schemas:
    Count: {type: integer, minimum: 1}
    Page: {type: object, required: [a], properties: {a: {type: integer}, b: {type: string}}}
  headers:
    Count: {schema: {$ref: '#/components/schemas/Count'}}
paths:
  /x: {get: {responses: {"200": {description: d, headers: {%s}, content: {application/json: {schema: {type: object}}}}}}}
`, version, headers)
}

func TestHeaders(t *testing.T) {
	const array = "X-A: {schema: {type: array, items: {type: integer}, maxItems: 2}}"
	const object = "X-A: {schema: {$ref: '#/components/schemas/Page'}}"
	const exploded = "X-A: {explode: true, schema: {$ref: '#/components/schemas/Page'}}"
	const json = "X-A: {content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}"
	for _, c := range []struct {
		reason, headers string
		lines           []string // of the response
		want            string
	}{
		{"an integer", "X-A: {schema: {type: integer}}", []string{"X-A: 12"}, "conforms"},
		{"no integer", "X-A: {schema: {type: integer}}", []string{"x-a: twelve"}, "header-schema"},
		{"an empty value is no integer", "X-A: {schema: {type: integer}}", []string{"X-A: "}, "header-schema"},
		{"white space around it", "X-A: {schema: {type: integer}}", []string{"X-A:  12 "}, "conforms"},
		{"lines of one value", "X-A: {schema: {type: integer}}", []string{"X-A: 1", "X-A: 2"}, "header-schema"},
		{"a reference to the header", "X-A: {$ref: '#/components/headers/Count'}", []string{"X-A: 0"}, "header-schema"},
		{"the type of a reference", "X-A: {schema: {$ref: '#/components/schemas/Count'}}", []string{"X-A: 2"}, "conforms"},
		{"the type of allOf", "X-A: {schema: {allOf: [{$ref: '#/components/schemas/Count'}]}}", []string{"X-A: 2"}, "conforms"},
		{"a wrong one of allOf", "X-A: {schema: {allOf: [{$ref: '#/components/schemas/Count'}, {maximum: 5}]}}", []string{"X-A: 7"}, "header-schema"},
		{"the types of oneOf", "X-A: {schema: {oneOf: [{type: integer}, {type: boolean}]}}", []string{"X-A: true"}, "conforms"},
		{"none of oneOf", "X-A: {schema: {oneOf: [{type: integer}, {type: boolean}]}}", []string{"X-A: yes"}, "header-schema"},
		{"a number or a word", "X-A: {schema: {anyOf: [{type: integer}, {type: string, enum: [unlimited]}]}}", []string{"X-A: unlimited"}, "conforms"},
		{"a string of digits", "X-A: {schema: {type: string, minLength: 3}}", []string{"X-A: 123"}, "conforms"},
		{"numbers without a type", "X-A: {schema: {enum: [1, 2]}}", []string{"X-A: 3"}, "header-schema"},
		{"a boolean", "X-A: {schema: {type: boolean}}", []string{"X-A: True"}, "header-schema"},
		{"null", "X-A: {schema: {type: integer, nullable: true}}", []string{"X-A: "}, "conforms"},
		{"a date with a comma in it", "X-A: {schema: {type: string, pattern: '^Wed, '}}", []string{"X-A: Wed, 21 Oct 2026 07:28:00 GMT"}, "conforms"},
		{"a value that cannot be checked", "X-A: {schema: {type: string, pattern: '('}}", []string{"X-A: a"}, "unchecked pattern"},
		{"no schema", "X-A: {description: d}", []string{"X-A: a"}, "conforms"},
		{"required", "X-A: {required: true, schema: {type: string}}", nil, "header-schema"},
		{"required without a schema", "X-A: {required: true}", nil, "header-schema"},
		{"not required", "X-A: {schema: {type: integer}}", nil, "conforms"},
		{"Content-Type has no schema", "Content-Type: {schema: {enum: [never]}}", nil, "conforms"},

		{"an array", array, []string{"X-A: 1, 2"}, "conforms"},
		{"a wrong item", array, []string{"X-A: 1,x"}, "header-schema"},
		{"too many items", array, []string{"X-A: 1,2,3"}, "header-schema"},
		{"items in several lines", array, []string{"X-A: 1", "X-A: 2"}, "conforms"},
		{"too many of them", array, []string{"X-A: 1, 2", "X-A: 3"}, "header-schema"},
		{"an empty array", array, []string{"X-A: "}, "conforms"},
		{"an empty array where an item is required", "X-A: {schema: {type: array, minItems: 1, items: {type: integer}}}", []string{"X-A: "}, "header-schema"},
		{"an empty item", "X-A: {schema: {type: array, minItems: 1, items: {type: string}}}", []string{"X-A: "}, "conforms"},
		{"an array of allOf", "X-A: {schema: {allOf: [{type: array, items: {$ref: '#/components/schemas/Count'}}]}}", []string{"X-A: 1,0"}, "header-schema"},
		{"an array or a word", "X-A: {schema: {oneOf: [{type: array, items: {type: integer}}, {type: string, enum: [all]}]}}", []string{"X-A: all"}, "conforms"},
		{"a wrong array or word", "X-A: {schema: {oneOf: [{type: array, items: {type: integer}}, {type: string, enum: [all]}]}}", []string{"X-A: 1,x"}, "header-schema"},

		{"an object", object, []string{"X-A: a,1,b,x"}, "conforms"},
		{"with spaces", object, []string{"X-A: a, 1, b, x"}, "conforms"},
		{"a wrong member", object, []string{"X-A: a,x"}, "header-schema"},
		{"a missing member", object, []string{"X-A: b,x"}, "header-schema"},
		{"a name without a value", object, []string{"X-A: a,1,b"}, "header-schema"},
		{"an empty object", object, []string{"X-A: "}, "header-schema"},
		{"in two lines", object, []string{"X-A: a,1", "X-A: b,x"}, "conforms"},
		{"with explode", exploded, []string{"X-A: a=1,b=x"}, "conforms"},
		{"a wrong member with explode", exploded, []string{"X-A: a=x"}, "header-schema"},
		{"no explode where it is documented", exploded, []string{"X-A: a,1"}, "header-schema"},
		{"explode where it is not documented", object, []string{"X-A: a=1"}, "header-schema"},
		{"any object", "X-A: {schema: {type: object}}", []string{"X-A: a,1"}, "conforms"},

		{"JSON", json, []string{`X-A: {"a":1}`}, "conforms"},
		{"JSON that breaks its schema", json, []string{`X-A: {"a":"x"}`}, "header-schema"},
		{"no JSON", json, []string{`X-A: zzz`}, "header-schema"},
		{"JSON that a proxy divided", json, []string{`X-A: {"a":1`, `X-A: "b":"x"}`}, "conforms"},
		{"a suffix of JSON", strings.Replace(json, "application/json", "application/hal+json", 1), []string{`X-A: {}`}, "header-schema"},
		{"JSON of any schema", "X-A: {content: {application/json: {schema: {}}}}", []string{`X-A: {`}, "header-schema"},
		{"JSON without a schema", "X-A: {content: {application/json: {}}}", []string{`X-A: {`}, "conforms"},
		{"text", "X-A: {content: {text/plain: {schema: {type: integer}}}}", []string{`X-A: x`}, "header-schema"},
		{"XML", "X-A: {content: {application/xml: {schema: {type: object}}}}", []string{`X-A: <a/>`}, "unchecked media-type"},
		{"required JSON", "X-A: {required: true, content: {application/json: {schema: {}}}}", nil, "header-schema"},

		{"a cookie", "Set-Cookie: {schema: {type: string, pattern: '^sid='}}", []string{"Set-Cookie: sid=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT"}, "conforms"},
		{"a wrong cookie", "Set-Cookie: {schema: {type: string, pattern: '^sid='}}", []string{"Set-Cookie: x=1"}, "header-schema"},
		{"one of two cookies", "Set-Cookie: {schema: {type: string, pattern: '^sid=[^,]*$'}}", []string{"Set-Cookie: x=1", "Set-Cookie: sid=1"}, "conforms"},
		{"neither of two cookies", "Set-Cookie: {schema: {type: string, pattern: '^sid='}}", []string{"Set-Cookie: x=1", "Set-Cookie: y=sid=1"}, "header-schema"},
		{"an array of cookies", "Set-Cookie: {schema: {type: array, maxItems: 2, items: {type: string, pattern: '^.=', maxLength: 10}}}", []string{"Set-Cookie: x=1, 2", "Set-Cookie: y=1"}, "conforms"},
		{"a wrong one of an array", "Set-Cookie: {schema: {type: array, maxItems: 2, items: {type: string, pattern: '^.='}}}", []string{"Set-Cookie: x=1, 2", "Set-Cookie: yy"}, "header-schema"},
		{"cookies as an object", "Set-Cookie: {schema: {type: object, required: [a]}}", []string{"Set-Cookie: a=1"}, "unchecked media-type"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			x := exchange("GET", "/x", 200, "{}", append(c.lines, "Content-Type: application/json")...)
			for _, options := range [][]validate.Option{nil, {withoutFastPath()}} {
				assert.Equal(t, c.want, outcome(parseWith(t, withHeaders("3.0.3", c.headers), options...).Check(x)), c.reason)
			}
		})
	}
}

func TestMessagesOfHeaders(t *testing.T) {
	for _, c := range []struct{ headers, line, message, expected string }{
		{"X-A: {schema: {$ref: '#/components/schemas/Page'}}", "X-A: a,s3cr3t", "the response header X-A: `a` is of type string, not integer", "integer"},
		{"X-A: {schema: {$ref: '#/components/schemas/Page'}}", "X-A: s3cr3t", "the response header X-A is not a list of names and values", "name,value,name,value"},
		{"X-A: {explode: true, schema: {$ref: '#/components/schemas/Page'}}", "X-A: s3cr3t", "the response header X-A is not a list of names and values", "name=value,name=value"},
		{"X-A: {content: {application/json: {schema: {}}}}", "X-A: s3cr3t", "the response header X-A is not JSON", "one JSON text"},
		{"X-A: {schema: {type: array, items: {type: integer}}}", "X-A: 1,s3cr3t", "the response header X-A: item `[1]` is of type string, not integer", "integer"},
		{"X-B: {required: true}", "X-A: s3cr3t", "the required response header X-B is missing", "the header X-B"},
	} {
		v := parse(t, withHeaders("3.0.3", c.headers))
		result := v.Check(exchange("GET", "/x", 200, "{}", c.line, "Content-Type: application/json"))
		if assert.Len(t, result.Violations, 1, c.message) {
			assert.Equal(t, c.message, result.Violations[0].Message)
			assert.Equal(t, c.expected, result.Violations[0].Expected)
			assert.NotContains(t, result.Violations[0].Actual, "s3cr3t")
		}
	}
}
