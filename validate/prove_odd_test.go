package validate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// odd is a document with one error response: %s are the version and the schema. The
// tables are added to it, so that they may name what the schema lacks.
const odd = `
openapi: %s
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /x:
    get:
      responses:
        "200": {description: d, content: {application/json: {schema: {type: object}}}}
        "400":
          description: d
          content:
            application/json:
              schema: %s
`

const standard = `
  envelope: {error: /error, code: /error/code, message: /error/message, param: /error/param}
  codes: {nf: {retry: change, param: forbidden}}
`

// errorSchema is an envelope with the schema of its message, and further ones.
func errorSchema(code, message, more string) string {
	return fmt.Sprintf(`{type: object, additionalProperties: false, required: [error], properties: {error: {type: object, required: [code], properties: {code: %s, message: %s%s}}}}`, code, message, more)
}

// Error tables and schemas of kinds that our own document has none of: proved,
// remembered or checked the long way, the verdict is the same.
func TestProofOfOddTables(t *testing.T) {
	const nf = "{type: string, enum: [nf]}"
	plain := errorSchema(nf, "{type: string}", "")
	for _, c := range []struct{ reason, version, table, schema, contents string }{
		{"a code in an array", "3.0.3", "\n  envelope: {error: /errors/0, code: /errors/0/code}\n  codes: {nf: {retry: change, status: 400}}\n", "{type: object}", `{"errors":[{"code":"nf"}]} {"errors":[{"code":"x"}]} {"errors":[]} {"errors":{"0":{"code":"x"}}}`},
		{"a param in an array", "3.0.3", "\n  envelope: {error: /error, code: /error/code, message: /error/message, param: /error/details/0/field}\n  codes: {nf: {retry: change, param: forbidden}}\n",
			errorSchema(nf, "{type: string}", ", details: {type: array, items: {type: object}}"), `{"error":{"code":"nf","message":"m","details":[{"field":"f"}]}} {"error":{"code":"nf","message":"m","details":[]}}`},
		{"a param that may be null", "3.0.3", standard, errorSchema(nf, "{type: string}", ", param: {type: string, nullable: true}"), `{"error":{"code":"nf","message":"m","param":null}} {"error":{"code":"nf","message":"","param":null}} {"error":{"code":"nf","message":"m"}}`},
		{"a message by reference", "3.1.0", standard, errorSchema(nf, "{allOf: [{type: string, maxLength: 3}]}", ""), `{"error":{"code":"nf","message":"too long"}} {"error":{"code":"zz","message":"too long"}} {"error":{"code":"nf","message":"ok"}}`},
		{"a message that must not be", "3.0.3", standard, errorSchema(nf, "{type: string, not: {enum: [bad]}}", ""), `{"error":{"code":"nf","message":"bad"}} {"error":{"code":"zz","message":"bad"}}`},
		{"a message by a pattern", "3.0.3", standard, errorSchema(nf, "{type: string, pattern: '^(?!bad)'}", ""), `{"error":{"code":"nf","message":"bad"}} {"error":{"code":"zz","message":"bad"}}`},
		{"a message that is a number", "3.0.3", standard, errorSchema(nf, "{type: integer}", ""), `{"error":{"code":"nf","message":"bad"}} {"error":{"code":"nf","message":1}}`},
		{"a message of one branch", "3.1.0", standard, errorSchema(nf, "{anyOf: [{type: string, minLength: 4}, {type: 'null'}]}", ""), `{"error":{"code":"nf","message":"bad"}} {"error":{"code":"nf","message":"longer"}}`},
		{"a code that is bounded twice", "3.0.3", strings.Replace(standard, "nf:", "b: {retry: change, status: 400}, nf:", 1), errorSchema("{type: string, enum: [nf, b], allOf: [{enum: [nf]}]}", "{type: string}", ""), `{"error":{"code":"b","message":"m"}} {"error":{"code":"nf","message":"m"}}`},
		{"a member without a name", "3.0.3", "\n  envelope: {error: /error, code: /error/code}\n  codes: {nf: {retry: change}}\n", errorSchema(nf, "{type: string}", ", '': {type: integer}"), `{"error":{"code":"zz","message":"m","":"abc"}} {"error":{"code":"nf","":1}}`},
		{"a shape that a closed envelope may have", "3.0.3", standard + "  legacyFormats: [{name: v2, schema: {type: object, required: [error]}}]\n", plain, `{"error":{"code":"nf","message":"m"}} {"error":{"code":"zz","message":"m"}}`},
		{"a shape of anything", "3.0.3", standard + "  legacyFormats: [{name: odd, schema: {properties: {error: {type: object, required: [data]}}}}]\n", plain, `{"error":{"code":"nf","message":"m","data":1}} {"error":{"code":"nf","message":"m"}}`},
		{"a code that is a URL", "3.0.3", "\n  envelope: {error: /error, code: /error/code}\n  codes: {'https://e.example/p?type=nf': {retry: change}}\n", errorSchema("{type: string, enum: ['https://e.example/p?type=nf']}", "{type: string}", ""), `{"error":{"code":"https://e.example/p?type=nf"}}`},
		{"an error that need not be", "3.0.3", standard, `{type: object, properties: {error: {type: object, required: [code], properties: {code: ` + nf + `, message: {type: string}}}}}`, `{} {"error":{"code":""}} {"a":1} {"a":1,"b":2} {"error":{}} {"error":{"a":1}} {"error":{"code":1}}`},
		{"an error that may be null", "3.0.3", standard, `{type: object, properties: {error: {type: object, nullable: true, required: [code], properties: {code: ` + nf + `}}}}`, `{} {"error":null} {"a":1}`},
		{"an error of any type", "3.0.3", standard, `{required: [error], properties: {error: {required: [code], properties: {code: ` + nf + `}}}}`, `[] 7 "x" {"error":7} {"error":[]} true`},
		{"a code that is the link", "3.0.3", "\n  envelope: {code: /type, message: /title, docUrl: /type}\n  codes: {nf: {docUrl: nf}}\n", `{type: object, required: [type], properties: {type: ` + nf + `, title: {type: string}}}`, `{"type":"aa","title":"t"} {"type":"bb","title":"t"} {"type":"nf"}`},
		{"a message that is param", "3.0.3", "\n  envelope: {code: /type, message: /title, param: /title}\n  codes: {nf: {}}\n", `{type: object, required: [type], properties: {type: ` + nf + `, title: {type: string}}}`, `{"type":"aa","title":"t"} {"type":"aa","title":""} {"type":"nf"}`},
		{"names that are missing, and values behind", "3.0.3", "\n  envelope: {code: /type}\n  codes: {nf: {}}\n", `{type: object, required: [type, y], properties: {type: ` + nf + `, x: {type: object, required: [q]}, y: {type: object, required: [q]}}}`, `{"type":"nf","x":{"a":1},"y":{"type":1,"x":1}} {"type":"nf","x":{"a":1,"y":2}}`},
		{"a param of another type that the message names", "3.0.3", strings.Replace(standard, "param: forbidden", "message: {param: true}", 1), errorSchema(nf, "{type: string}", ", param: {type: integer}"), `{"error":{"code":"nf","message":"m","param":"x"}} {"error":{"code":"nf","message":"x","param":"x"}} {"error":{"code":"nf","message":"y","param":"x"}}`},
		{"a param that is not declared", "3.0.3", "\n  envelope: {error: /error, code: /error/code, message: /error/message, param: /error/param}\n  codes: {nf: {message: {param: true}}}\n", `{type: object, required: [error], properties: {error: {type: object, additionalProperties: false, required: [code], properties: {code: {type: string, enum: [nf]}, message: {type: string}}}}}`, `{"error":{"code":"nf","message":"No.","param":"a"}} {"error":{"code":"nf","message":"a","param":"a"}} {"error":{"code":"nf","message":"None.","param":"a"}}`},
		{"a code at the top", "3.0.3", "\n  envelope: {code: /type}\n  codes: {nf: {retry: change}}\n", "{type: object, properties: {type: {type: string, enum: [nf]}}}", `{"type":"nf"} {"type":"zz"} {} {"type":1}`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			contract, err := validate.Parse("doc.yaml", fmt.Appendf(nil, odd, c.version, c.schema),
				validate.WithErrorTable("table.yaml", []byte("x-error-table:"+c.table)))
			require.NoError(t, err)
			fast, err := validate.New(contract)
			require.NoError(t, err)
			slow, err := validate.New(contract, withoutFastPath())
			require.NoError(t, err)
			for content := range strings.FieldsSeq(strings.ReplaceAll(c.contents, "too long", "too\u00a0long")) {
				content = strings.ReplaceAll(content, "\u00a0", " ")
				for _, status := range []int{200, 400, 500} {
					x := exchange("GET", "/x", status, content, "Content-Type: application/json")
					want := slow.Check(x)
					for range 2 { // the second may be from memory
						got := fast.Check(x)
						assert.ElementsMatch(t, want.Violations, got.Violations, "%d %s", status, content)
						assert.Equal(t, want.Code, got.Code, "%d %s", status, content)
					}
				}
			}
		})
	}
}

// An enum of no strings has none to guess.
func TestEnumWithoutStrings(t *testing.T) {
	for _, schema := range []string{"{enum: [1, 2]}", "{enum: [null, true]}", "{type: string, enum: [1]}"} {
		v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths: {/x: {get: {responses: {"200": {description: d, content: {application/json: {schema: {type: object, properties: {a: `+schema+`}}}}}}}}}
`)
		assert.Equal(t, "body-schema /a", found(v.Check(exchange("GET", "/x", 200, `{"a":"x"}`, "Content-Type: application/json"))), schema)
	}
}

// A success that documents no content is not read, but for an error in it: one that
// is no UTF-8 is one, too.
func TestErrorInSuccessThatIsNoUTF8(t *testing.T) {
	v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
x-error-table:
  envelope: {error: /error, code: /error/code, message: /error/message}
  codes: {nf: {status: 404}}
paths: {/x: {get: {responses: {"200": {description: d}, "404": {description: d, content: {application/json: {schema: {properties: {error: {properties: {code: {}, message: {}}}}}}}}}}}}
`)
	for _, message := range []string{"m", "m\xff"} {
		x := exchange("GET", "/x", 200, `{"error":{"code":"nf","message":"`+message+`"}}`, "Content-Type: application/json")
		assert.Equal(t, "error-in-success /error", found(v.Check(x)), "%q", message)
	}
}
