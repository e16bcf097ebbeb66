package spec_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

// extended is a document to which tests add an extension.
const extended = `openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    get: {operationId: listThings, responses: {'404': {$ref: '#/components/responses/E'}}}
    post:
      operationId: createThing
      requestBody: {content: {application/json: {schema: {type: object, properties: {request_id: {type: string}}}}}}
      responses: {'409': {$ref: '#/components/responses/E'}}
  /things/{id}/close:
    post: {responses: {'404': {$ref: '#/components/responses/E'}}}
components:
  responses:
    E: {description: d, content: {application/json: {schema: {properties: {code: {enum: [gone, busy]}, param: {type: string}, docs: {type: string}}}}}}
x-error-table:
`

func load(t *testing.T, extension string) *spec.Document {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile("doc.yaml", []byte(extended+extension)), "doc.yaml")
	require.NoError(t, err)
	return doc
}

func TestFactsOfACode(t *testing.T) {
	doc := load(t, `  envelope: {code: /code, param: /param, docUrl: /docs}
  codes:
    gone:
      status: 404
      retry: change
      param: forbidden
      basis: {retry: reading, param: openapi}
      causes: It was deleted.
      fixes:
        - Check the ID.
        - {text: Ask the owner., basis: live}
      fields: [id, {name: thing_id, basis: openapi}]
      headers: [X-Api-Key]
      calls: [GET /things]
      links: [https://e.example/a, {url: https://e.example/b, title: b, basis: page}]
    busy: {retry: poll, retryAfter: {presence: optional, form: date}, basis: reading, causes: [It runs., {text: It waits., basis: page}]}
`)
	table, err := doc.ErrorTable()
	require.NoError(t, err)
	gone := table.Code("gone")
	assert.Equal(t, map[string]string{"retry": "reading", "param": "openapi"}, gone.Basis)
	assert.Equal(t, []spec.Fact{{Text: "It was deleted."}}, gone.Causes, "one string is a list of one")
	assert.Equal(t, []spec.Fact{{Text: "Check the ID."}, {Text: "Ask the owner.", Basis: "live"}}, gone.Fixes)
	assert.Equal(t, []spec.Fact{{Text: "id"}, {Text: "thing_id", Basis: "openapi"}}, gone.Fields)
	assert.Equal(t, []spec.Fact{{Text: "X-Api-Key"}}, gone.Headers)
	assert.Equal(t, []spec.Fact{{Text: "GET /things"}}, gone.Calls)
	assert.Equal(t, []spec.Link{{URL: "https://e.example/a"}, {URL: "https://e.example/b", Title: "b", Basis: "page"}}, gone.Links)

	busy := table.Code("busy")
	assert.Equal(t, spec.RetryAfter{Presence: "optional", Form: "date"}, busy.RetryAfter)
	assert.Equal(t, map[string]string{"retry": "reading", "retryAfter": "reading"}, busy.Basis, "one word for the whole row")
	assert.Equal(t, []spec.Fact{{"It runs.", "reading"}, {"It waits.", "page"}}, busy.Causes)
}

func TestIdempotency(t *testing.T) {
	doc := load(t, `  idempotency:
    operations: [POST /things/*/close]
    keys: {operation: createThing, member: /request_id, basis: openapi}
`)
	table, err := doc.ErrorTable()
	require.NoError(t, err)
	assert.Nil(t, table, "an extension that is about calls alone")
	calls, err := doc.Calls()
	require.NoError(t, err)
	require.Len(t, calls.Idempotent, 1)
	assert.Equal(t, "POST /things/{id}/close", calls.Idempotent[0].Operation.Name())
	require.Len(t, calls.Keys, 1)
	assert.Equal(t, "createThing", calls.Keys[0].Operation.Name())
	assert.Equal(t, []string{"request_id"}, calls.Keys[0].Member)
	assert.Equal(t, "openapi", calls.Keys[0].Basis)
}

func TestRetiredCalls(t *testing.T) {
	doc := load(t, `  retired:
    date: 2026-11-01
    hosts: Old.example.com
    link: https://e.example/retired
    basis: page
    calls:
      - POST /v1/things
      - {call: "/v1/things/{id}.get", successor: GET /things, note: With an ID., basis: reading}
      - {call: /v1/files/**, except: ["/v1/files/{id}/keep", /v1/files/own/**]}
`)
	calls, err := doc.Calls()
	require.NoError(t, err)
	require.Len(t, calls.Retired, 3)
	first, second := calls.Retired[0], calls.Retired[1]
	assert.Equal(t, []string{"old.example.com"}, first.Hosts)
	assert.Equal(t, "POST", first.Method)
	assert.Equal(t, "2026-11-01", first.Date.Format(time.DateOnly))
	assert.Equal(t, "https://e.example/retired", second.Link)
	assert.Equal(t, []string{"page", "reading"}, []string{first.Basis, second.Basis})
	assert.Equal(t, "GET /things", second.Successor)
	assert.Equal(t, "With an ID.", second.Note)
	assert.Equal(t, []bool{false, false, true}, []bool{first.HasWildcard(), second.HasWildcard(), calls.Retired[2].HasWildcard()})
	for _, c := range []struct {
		path    string
		call    int
		matches bool
	}{
		{"/v1/things", 0, true}, {"/v1/things/", 0, false}, {"/v1/thingsx", 0, false},
		{"/v1/things/7.get", 1, true}, {"/v1/things/7/8.get", 1, false}, {"/v1/things/7", 1, false},
		{"/v1/files", 2, true}, {"/v1/files/a/b", 2, true}, {"/v2/files/a", 2, false}, {"/v1/files/7/keep", 2, false}, {"/v1/files/own", 2, false}, {"/v1/files/7/keep/a", 2, true},
	} {
		assert.Equal(t, c.matches, calls.Retired[c.call].MatchesPath(c.path), c.path)
	}
}

func TestMistakesInTheExtension(t *testing.T) {
	const codes = "  envelope: {code: /code}\n  codes:\n"
	for _, c := range []struct{ reason, extension, want, fix string }{
		{"a form that Retry-After does not have", codes + "    gone: {status: 404, retryAfter: {presence: required, form: minutes}}\n", `gone: unknown form "minutes"`, "Write seconds or date; without it, both are right."},
		{"a form without a presence", codes + "    gone: {status: 404, retryAfter: {form: seconds}}\n", "gone: `retryAfter` needs `presence`", "Add `presence`: required, optional or forbidden."},
		{"a misspelt form", codes + "    gone: {status: 404, retryAfter: {presence: required, forms: seconds}}\n", `unknown field "forms": want one of presence, form`, "Write `form`."},
		{"an unknown basis", codes + "    gone: {status: 404, basis: guess}\n", `gone: unknown basis "guess"`, "Write page, openapi, live or reading."},
		{"an unknown basis of a value", codes + "    gone: {status: 404, basis: {status: guess}}\n", `gone: unknown basis "guess"`, "Write page, openapi, live or reading."},
		{"the basis of a value that the row lacks", codes + "    gone: {status: 404, basis: {retry: page}}\n", "gone: `basis` is about `retry`, which the row does not have", "Remove it."},
		{"the basis of no value", codes + "    gone: {status: 404, basis: {fixes: page}}\n", `unknown field "fixes": want one of status, retry, retryAfter, param, message, docUrl, meaning`, "Remove it."},
		{"causes of the wrong type", codes + "    gone: {status: 404, causes: 7}\n", "gone: `causes` has to be a string or a list of them, not number", "Write a string or a list of them."},
		{"a cause without a text", codes + "    gone: {status: 404, causes: [{basis: page}]}\n", "gone: `text` is missing", "Add it."},
		{"a cause of the wrong type", codes + "    gone: {status: 404, causes: [7]}\n", "want an object with text, basis", "Write an object."},
		{"a field with a text in place of a name", codes + "    gone: {status: 404, fields: [{name: id, text: id}]}\n", `unknown field "text": want one of name, basis`, "Remove it."},
		{"a link without a URL", codes + "    gone: {status: 404, links: [{title: x}]}\n", "gone: `url` is missing", "Add it."},
		{"a call without a method", codes + "    gone: {status: 404, calls: [/things]}\n", `gone: "/things" is not a call`, "Write a method and a path, such as GET /videos/{video_id}."},
		{"a call that the document lacks", codes + "    gone: {status: 404, calls: [GET /thing]}\n", `gone: the document has no operation "GET /thing"`, "Write `GET /things`."},
		{"undocumented codes in a list", codes + "    gone: {status: 404}\n  undocumented: [odd]\n", "`undocumented` needs an object", "Write an object, as in {not_found: {status: 404}}."},
		{"an undocumented code that is documented", codes + "    gone: {status: 404}\n  undocumented: {gone: {}}\n", "gone: the code is in `codes` as well as in `undocumented`", "Keep one of the two."},
		{"an undocumented code of a success", codes + "    gone: {status: 404}\n  undocumented: {odd: {status: 200}}\n", "odd: 200 is no status code of an error", "Write a status from 300 to 599."},
		{"an undocumented code without a status code", codes + "    gone: {status: 404}\n  undocumented: {odd: {status: [404, {}]}}\n", "odd: object is no status code of an error", "Write a status from 300 to 599."},
		{"a misspelt member of one", codes + "    gone: {status: 404}\n  undocumented: {odd: {statuses: [404]}}\n", "unknown field \"statuses\"", "Write `status`."},
		{"an operation of a code that the document lacks", codes + "    gone: {status: 404, operations: [listThing]}\n", "no operation of the document is called \"listThing\"", "Write `listThings`."},
		{"a header that no operation has", codes + "    gone: {status: 404, operations: [{header: X-Key}]}\n", "no operation of the document has the request header \"X-Key\"", "Correct the name of the header."},
		{"idempotency of the wrong type", "  idempotency: []\n", "want an object with operations, keys", "Write an object."},
		{"an operation that the document lacks", "  idempotency: {operations: [createThings]}\n", `no operation of the document is called "createThings"`, "Write `createThing`."},
		{"a path that the document lacks", "  idempotency: {operations: [/thing]}\n", `no operation of the document is called "/thing"`, "Write `/things`."},
		{"a pattern that is none", "  idempotency: {operations: ['[']}\n", "bad pattern", "Write an operationId, a path, or a method and a path."},
		{"an operation without a name", "  idempotency: {operations: [{basis: page}]}\n", "idempotency: `operation` is missing", "Add it."},
		{"a preview that the document lacks", "  preview: [createThings]\n", `no operation of the document is called "createThings"`, "Write `createThing`."},
		{"a preview without an operation", "  preview: [{basis: page}]\n", "preview: `operation` is missing", "Add it."},
		{"previews of the wrong type", "  preview: 1\n", "`preview` has to be an operation or a list of them, not number", "Write an operation or a list of them."},
		{"a retired call without a slash", "  retired: {calls: [GET things]}\n", `retired: "GET things" is not a call`, "Write a method and a path, such as GET /v1/videos/{video_id}, or a path alone."},
		{"a method in lower case", "  retired: {calls: [get /old]}\n", `retired: "get /old" is not a call`, "Write a method and a path, such as GET /v1/videos/{video_id}, or a path alone."},
		{"a glob that is none", "  retired: {calls: ['/old/[']}\n", `retired: "/old/[" is not a call`, "Write a method and a path, such as GET /v1/videos/{video_id}, or a path alone."},
		{"no calls", "  retired: {date: 2026-11-01}\n", "retired: `calls` is missing", "Add it."},
		{"a call without a name", "  retired: {calls: [{note: x}]}\n", "retired: `call` is missing", "Add it."},
		{"a date that is none", "  retired: {date: 2026-11-31, calls: [/old]}\n", `"2026-11-31" is not a day`, "Write a day, such as 2026-11-01."},
		{"a time in place of a date", "  retired: {date: '2026-11-01T00:00:00Z', calls: [/old]}\n", `"2026-11-01T00:00:00Z" is not a day`, "Write a day, such as 2026-11-01."},
		{"a successor that the document lacks", "  retired: {calls: [{call: /old, successor: GET /thing}]}\n", `retired: the document has no operation "GET /thing"`, "Write `GET /things`."},
		{"a URL in place of a host", "  retired: {hosts: ['https://old.example.com'], calls: [/old]}\n", `retired: "https://old.example.com" is not a host`, "Write a host, such as upload.example.com."},
		{"a misspelt key of a retired call", "  retired: {calls: [{call: /old, succesor: GET /things}]}\n", `unknown field "succesor": want one of call, successor, except, note, basis`, "Write `successor`."},
		{"an exception that is no path", "  retired: {calls: [{call: /old/**, except: oauth}]}\n", `retired: "oauth" is not a path`, "Write a path, such as /v1/oauth/**."},
		{"retired calls of the wrong type", "  retired: 7\n", "retired: `retired` has to be an object or a list of them, not number", "Write an object or a list of them."},
		{"a key without a member", "  idempotency: {keys: [{operation: createThing}]}\n", "idempotency: `member` is missing", "Add it."},
		{"a key that is no pointer", "  idempotency: {keys: [{operation: createThing, member: request_id}]}\n", `"request_id" is not a JSON Pointer`, `Write "/request_id".`},
		{"a key that no request has", "  idempotency: {keys: [{operation: createThing, member: /requestId}]}\n", "no schema of a request for createThing has a member at /requestId", "Correct the pointer, or the schema."},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, err := load(t, c.extension).Calls()
			mistakes, ok := errors.AsType[*spec.TableError](err)
			require.True(t, ok, "%v", err)
			require.Len(t, mistakes.Mistakes, 1, "%v", mistakes)
			assert.Contains(t, mistakes.Mistakes[0].Message, c.want)
			assert.Equal(t, c.fix, mistakes.Mistakes[0].Fix)
			line, _ := mistakes.Mistakes[0].Position()
			assert.Greater(t, line, 15, "in the extension")
		})
	}
}

func TestUndocumentedCodes(t *testing.T) {
	doc := load(t, `  envelope: {code: /code}
  codes: {gone: {}, busy: {}}
  undocumented:
    not_found: {status: 404, meaning: Nothing is there., basis: openapi}
    odd: {status: [503, 409, 503]}
    any: {}
`)
	table, err := doc.ErrorTable()
	require.NoError(t, err)
	require.Len(t, table.UndocumentedCodes, 3)
	found := table.Undocumented("not_found")
	assert.Equal(t, []int{404}, found.Statuses)
	assert.Equal(t, "Nothing is there.", found.Meaning)
	assert.Equal(t, "openapi", found.Basis)
	assert.Equal(t, []int{409, 503}, table.Undocumented("odd").Statuses)
	assert.Empty(t, table.Undocumented("any").Statuses)
	assert.Nil(t, table.Undocumented("gone"))
}
