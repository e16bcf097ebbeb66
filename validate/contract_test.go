package validate_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The engine knows nothing of HeyGen: another envelope is a matter of data.

const problemDetails = `
openapi: 3.1.0
info: {title: Problems, version: "1"}
servers: [{url: "https://{region}.example.com/api", variables: {region: {default: eu}}}]
x-error-table:
  envelope: {code: /type, message: /title}
  codes:
    https://example.com/out-of-credit: {retry: account, retryAfter: forbidden, message: {numbers: 1}}
    https://example.com/slow-down: {status: 429, retry: wait, retryAfter: required}
paths:
  /orders/{id}:pay:
    post:
      operationId: pay
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: paid
          content: {application/json: {schema: {type: object, required: [type], properties: {type: {const: receipt}}}}}
        "402":
          description: no money
          content:
            application/problem+json:
              schema:
                type: object
                required: [type, title]
                properties:
                  type: {enum: ["https://example.com/out-of-credit"]}
                  title: {type: [string, "null"]}
        4XX: {$ref: "#/components/responses/Problem"}
        default: {$ref: "#/components/responses/Problem"}
components:
  responses:
    Problem:
      description: any other
      content:
        application/problem+json:
          schema: {allOf: [{type: object, properties: {type: {type: string}}}]}
`

func TestAnotherEnvelope(t *testing.T) {
	v := parse(t, problemDetails)
	problem := func(status int, content string, fields ...string) string {
		x := exchange("POST", "", status, content, append(fields, "Content-Type: application/problem+json")...)
		x.Request.URL = "http://EU.example.com/api/orders/a%2Fb:pay"
		return found(v.Check(x))
	}
	cases := []struct {
		reason  string
		status  int
		content string
		fields  []string
		want    string
	}{
		{"right", 402, `{"type":"https://example.com/out-of-credit","title":"You lack 5"}`, nil, "conforms"},
		{"a promise broken", 402, `{"type":"https://example.com/out-of-credit","title":"You lack some"}`, nil, "message-incomplete /title"},
		{"under another documented status", 429, `{"type":"https://example.com/out-of-credit","title":"1"}`, nil, "code-status /type"},
		{"a status that only the extension gives", 429, `{"type":"https://example.com/slow-down","title":"x"}`, []string{"Retry-After: 1"}, "conforms"},
		{"and its field", 429, `{"type":"https://example.com/slow-down","title":"x"}`, nil, "retry-after-missing"},
		{"that status' code by default", 503, `{"type":"https://example.com/slow-down","title":"x"}`, nil, "code-status /type"},
		{"unknown", 404, `{"type":"https://example.com/none","title":"x"}`, nil, "code-unknown /type"},
		{"a type that says no more than the status", 404, `{"type":"about:blank","title":"x"}`, nil, "conforms"},
		{"no title", 402, `{"type":"https://example.com/out-of-credit","title":null}`, nil, "message-empty /title"},
		{"no type, which is about:blank", 500, `{"title":"x"}`, nil, "conforms"},
		{"an array", 500, `[]`, nil, "envelope-missing"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			assert.Equal(t, c.want, problem(c.status, c.content, c.fields...))
		})
	}
}

func TestSuccessWithTheCodesOwnMember(t *testing.T) {
	v := parse(t, problemDetails)
	x := exchange("POST", "", 200, `{"type":"receipt"}`, "Content-Type: application/json")
	x.Request.URL = "https://us.example.com/api/orders/1:pay"
	assert.Equal(t, "conforms", found(v.Check(x)))
	x.Response.Body = []byte(`{"type":"invoice"}`)
	assert.Equal(t, "body-schema /type", found(v.Check(x)))
}

func TestADocumentWithoutATable(t *testing.T) {
	v := parse(t, `
openapi: 3.0.0
info: {title: T, version: "1"}
paths:
  /things:
    get:
      responses:
        "200": {description: ok}
        "404":
          description: none
          content: {application/json: {schema: {type: object, required: [error]}}}
`)
	at := func(url string, status int, content string) string {
		x := exchange("GET", "", status, content, "Content-Type: application/json")
		x.Request.URL = url
		return found(v.Check(x))
	}
	assert.Equal(t, "body-undocumented", at("https://any.example/things", 200, `{"error":{"code":"x"}}`))
	assert.Equal(t, "conforms", at("https://any.example/things", 404, `{"error":1}`))
	assert.Equal(t, "body-schema", at("https://any.example/things", 404, `{}`))
	assert.Equal(t, "body-unreadable", at("https://any.example/things", 404, ``))
	assert.Equal(t, "status-undocumented", at("https://any.example/things", 500, ``))
	assert.Equal(t, "skipped other-host", at("https://any.example/else", 200, ``), "a relative server has no host of its own")
	assert.Nil(t, v.Contract().Codes())
}

func TestReferencesToOtherFiles(t *testing.T) {
	files := fstest.MapFS{
		"api/openapi.yaml": {Data: []byte(`
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /things:
    get:
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: "../shared/schemas.yaml#/Thing"}}}
`)},
		"shared/schemas.yaml": {Data: []byte("Thing:\n  type: object\n  properties:\n    id: {$ref: '#/ID'}\nID:\n  type: string\n")},
	}
	c, err := validate.Load(files, "api/openapi.yaml")
	require.NoError(t, err)
	v, err := validate.New(c)
	require.NoError(t, err)
	verdict := v.Check(exchange("GET", "/things", 200, `{"id":1}`, "Content-Type: application/json"))
	require.Equal(t, "body-schema /id", found(verdict))
	assert.Equal(t, validate.DocumentLocation{File: "shared/schemas.yaml", Line: 6, Column: 3, Pointer: "/ID/type"},
		verdict.Violations[0].DocumentLocation)
}

func TestDocumentErrors(t *testing.T) {
	const head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
	const op = `paths:
  /a:
    get:
      responses:
        "404":
          description: d
          content:
            application/json:
              schema:
                type: object
                properties:
                  code: {type: string, enum: [gone]}
                  doc: {type: string, enum: [https://x/gone]}
`
	table := func(text string) string { return head + "x-error-table:\n" + text + op }
	const envelope = "  envelope: {code: /code, docUrl: /doc}\n"
	cases := []struct {
		reason, document, want string
	}{
		{"not YAML", head + "paths: [", "doc.yaml:3:1: "},
		{"not a mapping", "- a\n", "doc.yaml:1:1: not an OpenAPI 3 document"},
		{"Swagger 2", "swagger: '2.0'\n", "doc.yaml:1:1: a Swagger 2.0 document: convert it to OpenAPI 3"},
		{"empty", "", "doc.yaml:1:1: the file is empty"},
		{"a misspelt field", table(envelope + "  codes:\n    gone: {retryafter: required}\n"), `doc.yaml:6:12: unknown field "retryafter"`},
		{"a misspelt promise", table(envelope + "  codes:\n    gone: {message: {number: 2}}\n"), `doc.yaml:6:22: unknown field "number"`},
		{"an unknown retry class", table(envelope + "  codes:\n    gone: {retry: never}\n"), `doc.yaml:6:12: gone: unknown retry class "never"`},
		{"an unknown presence", table(envelope + "  codes:\n    gone: {param: maybe}\n"), `doc.yaml:6:12: gone: unknown param "maybe"`},
		{"a param that has no place", table(envelope + "  codes:\n    gone: {param: forbidden}\n"), "doc.yaml:6:12: gone: the envelope does not say where `param` stands"},
		{"a link that has no place", table("  envelope: {code: /code}\n  codes:\n    gone: {docUrl: https://x/gone}\n"), "doc.yaml:6:12: gone: the envelope does not say where `docUrl` stands"},
		{"a promise that has no place", table("  envelope: {code: /code}\n  codes:\n    gone: {message: {numbers: 1}}\n"), "doc.yaml:6:12: gone: the envelope does not say where `message` stands"},
		{"a promise of a param that has no place", table("  envelope: {code: /code, message: /m}\n  codes:\n    gone: {message: {param: true}}\n"), "doc.yaml:6:12: gone: the envelope does not say where `param` stands"},
		{"no code pointer", table("  envelope: {message: /m}\n  codes: {}\n"), "doc.yaml:4:3: the envelope needs `code`"},
		{"no JSON Pointer", table("  envelope: {code: error.code}\n  codes: {}\n"), `"error.code" is not a JSON Pointer`},
		{"codes that are a list", table(envelope + "  codes: [gone]\n"), "doc.yaml:5:3: `codes` needs an object"},
		{"a code that no response lists", table(envelope + "  codes:\n    lost: {retry: change}\n"), `doc.yaml:6:5: no response's schema lists the code "lost"`},
		{"a doc URL that no response allows", table(envelope + "  codes:\n    gone: {docUrl: https://x/lost}\n"), `doc.yaml:6:12: no response's schema allows the docUrl of "gone"`},
		{"a key that had another name", table(envelope + "  shapes: [{name: v1, schema: {}}]\n  codes: {}\n"), "the field \"shapes\" is called \"legacyFormats\" now"},
		{"an action, which fixes replaced", table(envelope + "  codes:\n    gone: {action: Ask.}\n"), "the field \"action\" is called \"fixes\" now"},
		{"a shape that is no schema", table(envelope + "  legacyFormats: [{name: v1, schema: 7}]\n  codes: {}\n"), `the legacy format "v1" needs a Schema Object`},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			_, err := validate.Parse("doc.yaml", []byte(c.document))
			require.ErrorContains(t, err, c.want)
			e, ok := errors.AsType[*validate.DocumentError](err)
			require.True(t, ok)
			assert.Equal(t, "doc.yaml", e.File)
			assert.Positive(t, e.Line)
			assert.Positive(t, e.Column)
		})
	}
}

// All mistakes in an error table are listed at once, in the order of the text.
func TestMistakesInAnErrorTable(t *testing.T) {
	const document = `openapi: 3.0.3
info: {title: T, version: '1'}
x-error-table:
  envelop: {}
  legacyFormats: {name: v1}
  envelope: {code: /code, mesage: /m, param: error.param}
  codes:
    gone: {status: 200, retry: never, retryafter: required, param: optional}
    lost: {message: {numbers: x, url: 1}, docUrl: 7}
    odd: [404]
    away: {status: 410}
paths:
  /a: {get: {responses: {'404': {description: d, content: {application/json: {schema: {properties: {code: {enum: [gone, away]}}}}}}}}}
`
	_, err := validate.Parse("doc.yaml", []byte(document))
	e, ok := errors.AsType[*validate.DocumentError](err)
	require.True(t, ok)
	want := []string{
		"doc.yaml:4:3: unknown field \"envelop\": want one of envelope, legacyFormats, codes, undocumented, idempotency, preview, retired; write `envelope`",
		"doc.yaml:5:3: `legacyFormats` needs an array of objects; write a list",
		"doc.yaml:6:27: unknown field \"mesage\": want one of error, code, message, param, docUrl; write `message`",
		`doc.yaml:6:39: "error.param" is not a JSON Pointer: it begins with a slash; write "/error/param"`,
		"doc.yaml:8:12: gone: 200 is no status code of an error; write a status from 300 to 599",
		`doc.yaml:8:25: gone: unknown retry class "never"; write wait, poll, same-key, transient, later, account or change`,
		"doc.yaml:8:39: unknown field \"retryafter\": want one of status, retry, retryAfter, param, message, docUrl, meaning, statusByOperation, operations, causes, fixes, fields, headers, calls, links, basis; write `retryAfter`",
		`doc.yaml:9:5: no response's schema lists the code "lost"; add it to the enum of its status, or give it a ` + "`status` here",
		"doc.yaml:9:22: lost: `numbers` has to be a whole number; write a whole number",
		"doc.yaml:9:34: lost: `url` has to be true or false; write true or false",
		"doc.yaml:9:43: lost: `docUrl` has to be a string, not number; put it in quotes, or remove it",
		"doc.yaml:10:5: want an object with status, retry, retryAfter, param, message, docUrl, meaning, statusByOperation, operations, causes, fixes, fields, headers, calls, links, basis; write an object",
		"doc.yaml:11:12: away: no operation documents the status 410; they document 404; correct it, or add the status to the responses of an operation",
		`doc.yaml:11:12: the responses list the code "away" under status 404; correct one of the two`,
	}
	assert.Equal(t, want, strings.Split(err.Error(), "\n"))
	assert.Len(t, e.Problems, len(want))
	assert.Equal(t, validate.DocumentLocation{File: "doc.yaml", Line: 4, Column: 3, Pointer: "/x-error-table/envelop"}, e.Problems[0].Location)
	assert.Equal(t, validate.LevelError, e.Problems[0].Level)
	assert.Equal(t, 4, e.Line)
}

func TestManyMistakesInAnErrorTable(t *testing.T) {
	var document strings.Builder
	document.WriteString("openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\nx-error-table:\n  codes:\n")
	for i := range 1000 {
		fmt.Fprintf(&document, "    c%d: {status: 404, retry: x}\n", i)
	}
	document.WriteString("  envelope: {code: code}\n")
	_, err := validate.Parse("doc.yaml", []byte(document.String()))
	e, ok := errors.AsType[*validate.DocumentError](err)
	require.True(t, ok)
	require.Len(t, e.Problems, 100)
	assert.Equal(t, 901, e.Omitted, "one each, and the envelope's")
	for i, p := range e.Problems {
		assert.Equal(t, 6+i, p.Location.Line, "the first of the text, though the envelope is read before the codes")
	}
	assert.True(t, strings.HasSuffix(err.Error(), "\ndoc.yaml: 901 further mistakes in the error table are not listed"))
}

func TestADocumentThatIsNotThere(t *testing.T) {
	_, err := validate.Load(fstest.MapFS{}, "no.yaml")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, "no.yaml")
}

func TestAContractIsNotChangedThroughItsAnswers(t *testing.T) {
	c := contract(t)
	c.Codes()[0].Name = "changed"
	c.Servers()[0] = "changed"
	c.Operations()[0].ID = "changed"
	assert.NotEqual(t, "changed", c.Codes()[0].Name)
	assert.NotEqual(t, "changed", c.Servers()[0])
	assert.NotEqual(t, "changed", c.Operations()[0].ID)
	assert.Equal(t, "openapi.yaml", c.Source())
}
