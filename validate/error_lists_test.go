package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

const listDocument = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
x-error-table:
  envelope: {code: /errors/*/code, message: /errors/*/title}
  codes:
    bad_name: {status: [400, 422]}
    bad_age: {status: 422, statusByOperation: {putX: 400}}
paths:
  /x:
    get: {responses: {"200": {description: d, content: {application/json: {schema: {type: object}}}}, "400": {$ref: "#/components/responses/L"}, "422": {$ref: "#/components/responses/L"}}}
    put: {operationId: putX, responses: {"400": {$ref: "#/components/responses/L"}, "422": {$ref: "#/components/responses/L"}}}
components:
  responses:
    L: {description: d, content: {application/json: {schema: {type: object, required: [errors], properties: {errors: {type: array, items: {type: object, required: [code], properties: {code: {type: string}, title: {type: string}}}}}}}}}
`

// Every error of a list has its own code and its own findings.
func TestListsOfErrors(t *testing.T) {
	v := parse(t, listDocument)
	for _, c := range []struct {
		reason, method string
		status         int
		body, want     string
		codes          []string
	}{
		{"all right", "GET", 422, `{"errors":[{"code":"bad_name","title":"a"},{"code":"bad_age","title":"b"}]}`, "conforms", nil},
		{"the other status of a code", "GET", 400, `{"errors":[{"code":"bad_name","title":"a"}]}`, "conforms", nil},
		{"the second is unknown", "GET", 422, `{"errors":[{"code":"bad_name","title":"a"},{"code":"x","title":"b"}]}`, "code-unknown /errors/1/code", []string{"x"}},
		{"the second has no message", "GET", 422, `{"errors":[{"code":"bad_name","title":"a"},{"code":"bad_age","title":""}]}`, "message-empty /errors/1/title", []string{"bad_age"}},
		{"the second has the wrong status", "GET", 400, `{"errors":[{"code":"bad_name","title":"a"},{"code":"bad_age","title":"b"}]}`, "code-status /errors/1/code", []string{"bad_age"}},
		{"which is right on another operation", "PUT", 400, `{"errors":[{"code":"bad_age","title":"b"}]}`, "conforms", nil},
		{"and the usual one is wrong there", "PUT", 422, `{"errors":[{"code":"bad_age","title":"b"}]}`, "code-status /errors/0/code", []string{"bad_age"}},
		{"a code of the wrong type", "GET", 422, `{"errors":[{"code":"bad_name","title":"a"},{"code":7,"title":"b"}]}`, "body-schema /errors/1/code", []string{"bad_name"}},
		{"an empty list", "GET", 422, `{"errors":[]}`, "envelope-missing", []string{""}},
		{"no list", "GET", 422, `{"errors":{"code":"bad_name"}}`, "envelope-missing", []string{""}},
		{"in a success", "GET", 200, `{"errors":[{"code":"bad_name","title":"a"}]}`, "error-in-success /errors/0", []string{"bad_name"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			result := v.Check(exchange(c.method, "/x", c.status, c.body, "Content-Type: application/json"))
			assert.Equal(t, c.want, found(result))
			var codes []string
			for _, violation := range result.Violations {
				codes = append(codes, violation.Code)
			}
			assert.Equal(t, c.codes, codes)
		})
	}
}

func TestMistakesInTables(t *testing.T) {
	const rest = `
paths: {/x: {get: {operationId: getX, responses: {"404": {description: d, content: {application/json: {schema: {type: object, properties: {error: {type: object, properties: {code: {type: string}}}, errors: {type: array, items: {properties: {code: {type: string}, title: {type: string}}}}}}}}}}}}}
`
	for _, c := range []struct{ reason, table, want string }{
		{"a pointer that no schema has", "x-error-table: {envelope: {code: /error/kode}, codes: {a: {status: 404}}}", "no error response's schema has a member at /error/kode, where `code` is to stand; write /error/code, or correct the schemas"},
		{"an error object that no schema has", "x-error-table: {envelope: {error: /eror, code: /error/code}, codes: {a: {status: 404}}}", "no error response's schema has a member at /eror, where `error` is to stand; write /error, or correct the schemas"},
		{"a list's item that no schema has", "x-error-table: {envelope: {code: /errors/*/kode}, codes: {a: {status: 404}}}", "write /errors/*/code, or correct the schemas"},
		{"two lists", "x-error-table: {envelope: {code: /errors/*/code, message: /errors/0/*}, codes: {a: {status: 404}}}", "the pointers of the envelope lead through one list"},
		{"a list for the message alone", "x-error-table: {envelope: {code: /error/code, message: /errors/*/title}, codes: {a: {status: 404}}}", "`message` leads to every item of a list, and `code` does not"},
		{"a status that no operation documents", "x-error-table: {envelope: {code: /error/code}, codes: {a: {status: 410}}}", "a: no operation documents the status 410; they document 404"},
		{"a status that one operation lacks", "x-error-table: {envelope: {code: /error/code}, codes: {a: {status: 404, statusByOperation: {getX: 410}}}}", "a: getX documents no status 410"},
		{"an operation that is not there", "x-error-table: {envelope: {code: /error/code}, codes: {a: {status: 404, statusByOperation: {getY: 404}}}}", "no operation of the document is called \"getY\"; write `getX`"},
		{"no codes", "x-error-table: {envelope: {code: /error/code}, codes: {}}", "`codes` is empty"},
		{"a slip in the extension's name", "x-error-tabel: {envelope: {code: /error/code}, codes: {a: {status: 404}}}", "is not read as its error table; write `x-error-table`"},
		{"no x-", "error_table: {envelope: {code: /error/code}, codes: {a: {status: 404}}}", "write `x-error-table`"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, err := validate.Parse("doc.yaml", []byte("openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"+c.table+rest))
			require.ErrorContains(t, err, c.want)
			assert.Contains(t, err.Error(), "doc.yaml:3:")
		})
	}
}

// Types of problems that are relative references are resolved against the request's URL.
func TestRelativeTypes(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
x-error-table:
  envelope: {error: '', code: /type}
  codes:
    https://api.heygen.com/problems/gone: {status: 404}
    /problems/busy: {status: 409}
paths:
  /x/{id}: {get: {responses: {"404": {$ref: "#/components/responses/P"}, "409": {$ref: "#/components/responses/P"}}}}
components:
  responses:
    P: {description: d, content: {application/problem+json: {schema: {type: object, properties: {type: {type: string}, status: {type: integer}}}}}}
`
	v := parse(t, document)
	for _, c := range []struct {
		reason string
		status int
		body   string
		want   string
	}{
		{"absolute", 404, `{"type":"https://api.heygen.com/problems/gone"}`, "conforms"},
		{"relative, absolute in the table", 404, `{"type":"/problems/gone"}`, "conforms"},
		{"relative to the path", 404, `{"type":"../problems/gone"}`, "conforms"},
		{"relative in both", 409, `{"type":"/problems/busy"}`, "conforms"},
		{"absolute, relative in the table", 409, `{"type":"https://api.heygen.com/problems/busy"}`, "conforms"},
		{"under the wrong status", 409, `{"type":"/problems/gone"}`, "code-status /type"},
		{"unknown", 404, `{"type":"/problems/none"}`, "code-unknown /type"},
		{"absent", 409, `{"status":409}`, "conforms"},
		{"about:blank", 404, `{"type":"about:blank","status":404.0}`, "conforms"},
		{"another status", 404, `{"type":"/problems/gone","status":409}`, "problem-status /status"},
	} {
		for range 2 { // the second from memory
			assert.Equal(t, c.want, found(v.Check(exchange("GET", "/x/1", c.status, c.body, "Content-Type: application/problem+json"))), c.reason)
		}
	}
}
