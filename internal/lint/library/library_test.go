package library_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/lint"
	"github.com/apicontract/apicontract/internal/lint/library"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// problems lists the problems of a document: "line:column rule".
func problems(t *testing.T, text string) []string {
	t.Helper()
	doc, err := spec.Load(fstest.MapFS{"d.yaml": {Data: []byte(text)}}, "d.yaml")
	require.NoError(t, err)
	var all []string
	for _, p := range library.Problems(doc) {
		line, column := p.Position()
		all = append(all, fmt.Sprintf("%d:%d %s", line, column, p.Rule))
		assert.NotEmpty(t, p.Message)
		assert.NotEmpty(t, p.Fix)
		assert.False(t, strings.HasSuffix(p.Message, "."), p.Message)
		assert.True(t, strings.HasSuffix(p.Fix, "."), p.Fix)
		_, known := validate.LookupRule(validate.RuleID(p.Rule))
		assert.True(t, known, "%s is in the table of rules", p.Rule)
	}
	return all
}

const (
	head30 = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
	head31 = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
)

// get returns a document with one operation.
func get(head, operation string) string {
	return head + "paths:\n  /a:\n    get:\n      " + operation + "\n"
}

// schema returns a document with one schema.
func schema(head, text string) string {
	return get(head, "responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}}") +
		"components:\n  schemas:\n    S: " + text + "\n"
}

const ok = "responses: {'200': {description: d}}"

// cases have a document with the problem and one without it for each rule.
var cases = []struct {
	rule, document, without string
	at                      string
	reason                  string
}{
	{"document-version", get("openapi: 3.2.0\ninfo: {title: T, version: '1'}\n", ok), get(head31, ok), "1:1", "a later version"},
	{"document-encoding", "openapi: 3.0.3\ninfo: {title: \"caf\xe9\", version: '1'}\npaths: {}\n", "openapi: 3.0.3\ninfo: {title: \"café\", version: '1'}\npaths: {}\n", "2:19", "Latin-1"},
	{"document-characters", "openapi: 3.0.3\ninfo: {title: \"a\u2028b\", version: '1'}\npaths: {}\n", head30 + "paths: {}\n", "2:17", "a line separator"},
	{"document-several", head30 + "paths: {}\n---\nopenapi: 3.0.3\n", "---\n" + head30 + "paths: {}\n", "5:1", "two documents"},
	{"json-syntax", `{"openapi": "3.0.3", // version` + "\n" + `"info": {"title": "t", "version": "1"}, "paths": {}}`, "{openapi: 3.0.3, # version\ninfo: {title: t, version: '1'}, paths: {},}", "1:22", "a comment"},
	{"yaml-syntax", head30 + "paths: {[a]: {}}\n", head30 + "paths: {/a: {}}\n", "3:9", "a key that is a list"},
	{"key-duplicate", head30 + "paths: {}\npaths: {}\n", head30 + "paths: {}\n", "4:1", "twice"},
	{"error-table", head30 + "x-error-table: {envelope: {code: x}}\n" + "paths: {}\n", head30 + "paths: {}\n", "3:28", "no JSON Pointer"},
	{"member-type", "openapi: 3.0.3\ninfo: {title: T, version: 1.0}\npaths: {}\n", head30 + "paths: {}\n", "2:18", "a version that is a number"},
	{"member-type", get(head30, "responses: []"), get(head30, ok), "6:7", "responses that are a list"},
	{"member-type", get(head30, "tags: x\n      "+ok), get(head30, "tags: [x]\n      "+ok), "6:7", "tags that are no list"},
	{"member-type", get(head30, "deprecated: 'yes'\n      "+ok), get(head30, "deprecated: true\n      "+ok), "6:7", "a flag that is text"},
	{"member-missing", get(head30, "responses: {'200': {}}"), get(head30, ok), "6:19", "a response without description"},
	{"member-missing", "openapi: 3.0.3\npaths: {}\n", head30 + "paths: {}\n", "1:1", "no info"},
	{"member-missing", head30, head31 + "components: {}\n", "1:1", "paths are required in 3.0 alone"},
	{"member-missing", get(head30, "summary: s"), get(head31, ok), "5:5", "an operation of 3.0 without responses"},
	{"member-unknown", get(head30, "operationID: x\n      "+ok), get(head30, "x-operation: x\n      "+ok), "6:7", "a misspelt member"},
	{"member-unknown", get(head30, "$ref: '#/components/x'"), get(head30, ok), "6:7", "a reference in place of an operation"},
	{"member-version", head30 + "webhooks: {}\npaths: {}\n", head31 + "webhooks: {}\npaths: {}\n", "3:1", "webhooks in 3.0"},
	{"reference-unresolved", get(head30, "responses: {'200': {$ref: '#/components/responses/R'}}"), get(head30, ok), "6:27", "a response that is not there"},
	{"reference-unresolved", schema(head30, "{$ref: 'https://example.com/x.json'}"), schema(head30, "{}"), "9:9", "a URL"},
	{"reference-unresolved", schema(head31, "{$ref: '../x.json'}"), schema(head31, "{}"), "9:9", "out of the folder"},
	{"path-template", head30 + "paths: {'/a?b=c': {get: {" + ok + "}}}\n", get(head30, ok), "3:9", "a query"},
	{"path-template", head30 + "paths: {'/a#b': {get: {" + ok + "}}}\n", get(head30, ok), "3:9", "a fragment"},
	{"path-template", head30 + "paths: {a: {}}\n", head30 + "paths: {/a: {}}\n", "3:9", "no slash"},
	{"path-template", head30 + "paths:\n  /a/{b}: {get: {parameters: [{name: b, in: path, required: true, schema: {}}], " + ok + "}}\n  /a/{c}: {get: {parameters: [{name: c, in: path, required: true, schema: {}}], " + ok + "}}\n",
		head30 + "paths:\n  /a/{b}: {get: {parameters: [{name: b, in: path, required: true, schema: {}}], " + ok + "}}\n", "5:3", "two paths of one form"},
	{"path-template", head30 + "paths: {'/a/{b}': {get: {" + ok + "}}}\n", get(head30, ok), "3:20", "a parameter that is not documented"},
	{"path-template", get(head30, "parameters: [{name: b, in: path, required: true, schema: {}}]\n      "+ok), get(head30, ok), "6:20", "one that the path lacks"},
	{"parameter-invalid", get(head30, "parameters: [{name: b, in: body, schema: {}}]\n      "+ok), get(head30, "parameters: [{name: b, in: query, schema: {}}]\n      "+ok), "6:30", "Swagger's place of the body"},
	{"parameter-invalid", get(head30, "parameters: [{name: b, in: query}]\n      "+ok), get(head30, ok), "6:20", "no schema"},
	{"responses-missing", get(head31, "summary: s"), get(head31, ok), "5:5", "3.1 allows it"},
	{"response-key", get(head30, "responses: {'20x': {description: d}}"), get(head30, "responses: {2XX: {description: d}}"), "6:19", "no range"},
	{"operation-id-duplicate", get(head30, "operationId: x\n      "+ok) + "    put:\n      operationId: x\n      " + ok + "\n", get(head30, "operationId: x\n      "+ok), "9:7", "twice"},
	{"server-url", head30 + "servers: [{url: 'a b'}]\npaths: {}\n", head30 + "servers: [{url: /a}]\npaths: {}\n", "3:12", "a blank"},
	{"server-url", head30 + "servers: [{url: 'https://{h}.example'}]\npaths: {}\n", head30 + "servers: [{url: 'https://{h}.example', variables: {h: {default: a}}}]\npaths: {}\n", "3:12", "a variable without a default"},
	{"security-undefined", get(head30, "security: [{k: []}]\n      "+ok), get(head30, "security: []\n      "+ok), "6:19", "no such scheme"},
	{"schema-keyword-type", schema(head30, "{type: string, minLength: x}"), schema(head30, "{type: string, minLength: 1}"), "9:23", "text for a number"},
	{"schema-keyword-version", schema(head30, "{const: x}"), schema(head31, "{const: x}"), "9:9", "const in 3.0"},
	{"schema-keyword-version", schema(head31, "{type: string, nullable: true}"), schema(head30, "{type: string, nullable: true}"), "9:23", "nullable in 3.1"},
	{"schema-keyword-unknown", schema(head30, "{type: string, maxlength: 3}"), schema(head31, "{type: string, maxlength: 3}"), "9:23", "unknown keywords are annotations in 3.1"},
	{"schema-default", schema(head30, "{type: integer, default: x}"), schema(head30, "{type: integer, default: 1}"), "9:24", "another type"},
	{"schema-items-missing", schema(head30, "{type: array}"), schema(head31, "{type: array}"), "9:5", "3.1 needs none"},
	{"schema-recursion", schema(head30, "{allOf: [{$ref: '#/components/schemas/S'}]}"), schema(head30, "{properties: {a: {$ref: '#/components/schemas/S'}}}"), "", "without progress"},
	{"schema-dialect", head31 + "jsonSchemaDialect: https://example.com/d\npaths: {}\n", head31 + "jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema\npaths: {}\n", "3:1", "another dialect"},
	{"pattern-invalid", schema(head30, "{type: string, pattern: '('}"), schema(head30, "{type: string, pattern: '(?=a)'}"), "9:23", "no expression"},
	{"pattern-legacy", schema(head30, `{type: string, pattern: 'a\-b'}`), schema(head30, "{type: string, pattern: a-b}"), "9:23", "only without the flag u"},
	{"schema-keyword-type", schema(head31, "{type: object, required: [a, b, a]}"), schema(head30, "{type: object, required: [a, b]}"), "9:40", "a name that is required twice"},
	{"document-invalid", get(head30, "parameters: [{name: b, in: query, style: simple, schema: {}}]\n      "+ok), get(head30, "parameters: [{name: b, in: query, style: form, schema: {}}]\n      "+ok), "", "what only the library minds"},
}

func TestEachRule(t *testing.T) {
	tried := make(map[validate.RuleID]bool)
	for _, c := range cases {
		t.Run(c.rule+": "+c.reason, func(t *testing.T) {
			tried[validate.RuleID(c.rule)] = true
			got := problems(t, c.document)
			found := false
			for _, p := range got {
				found = found || strings.HasSuffix(p, " "+c.rule) && strings.HasPrefix(p, c.at)
			}
			assert.True(t, found, "want %s %s, got %q", c.at, c.rule, got)
			for _, p := range problems(t, c.without) {
				assert.False(t, strings.HasSuffix(p, " "+c.rule), "%s has the problem, too", c.without)
			}
		})
	}
	tried["error-table-mismatch"] = true // TestAddedTable
	for _, rule := range validate.Rules() {
		assert.Equal(t, rule.Document, tried[rule.ID], "rule %s needs a document with the problem and one without", rule.ID)
	}
}

// TestAllAtOnce checks that all problems are listed, in the order of the text.
func TestAllAtOnce(t *testing.T) {
	got := problems(t, "openapi: 3.0.3\ninfo: {title: T, version: 1}\npaths:\n  /a:\n    get: {foo: 1, responses: {'200': {bar: 2}}}\n")
	assert.Equal(t, []string{"2:18 member-type", "5:11 member-unknown", "5:31 member-missing", "5:39 member-unknown"}, got)
}

// TestOperations checks that only the root and the given operations are checked.
func TestOperations(t *testing.T) {
	text := head30 + "foo: 1\npaths:\n  /a: {get: {a: 1, " + ok + "}}\n  /b: {get: {b: 1, " + ok + "}}\ncomponents: {c: 1}\n"
	doc, err := spec.Load(fstest.MapFS{"d.yaml": {Data: []byte(text)}}, "d.yaml")
	require.NoError(t, err)
	var got []int
	for _, p := range lint.CheckOperations(doc, schemaengine.NewCompiler(doc, schemaengine.Options{}), []*spec.Operation{doc.Operation("GET", "/b")}) {
		line, _ := p.Position()
		got = append(got, line)
	}
	assert.Equal(t, []int{3, 6}, got)
}

// TestOperationsHaveSchemas checks that all schemas of the given operations are checked, even if no
// body reached them.
func TestOperationsHaveSchemas(t *testing.T) {
	response := func(schema string) string {
		return "responses: {'200': {description: d, content: {application/json: {schema: " + schema + "}}}}"
	}
	text := head30 + "paths:\n" +
		"  /a: {get: {operationId: x, " + response("{properties: {p: {type: array}}}") + "}}\n" +
		"  /b: {get: {operationId: x, " + response("{properties: {p: {$ref: '#/components/schemas/S'}}}") + "}}\n" +
		"  /c: {get: {operationId: y, " + response("{}") + "}}\n" +
		"  /d: {get: {operationId: y, " + response("{}") + "}}\n" +
		"components:\n  schemas:\n    S: {items: {type: integer, default: x}}\n    Unused: {type: array}\n"
	doc, err := spec.Load(fstest.MapFS{"d.yaml": {Data: []byte(text)}}, "d.yaml")
	require.NoError(t, err)
	for path, want := range map[string][]string{
		"/a": {"4:117 schema-items-missing", "5:14 operation-id-duplicate"},
		"/b": {"5:14 operation-id-duplicate", "10:32 schema-default"},
		"/d": {"7:14 operation-id-duplicate"},
	} {
		var got []string
		compiler := schemaengine.NewCompiler(doc, schemaengine.Options{})
		for _, p := range lint.CheckOperations(doc, compiler, []*spec.Operation{doc.Operation("GET", path)}) {
			line, column := p.Position()
			got = append(got, fmt.Sprintf("%d:%d %s", line, column, p.Rule))
		}
		assert.Equal(t, want, got, path)
	}
}

// FuzzDocument checks that no document causes a panic.
func FuzzDocument(f *testing.F) {
	for _, c := range cases {
		f.Add(c.document)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := spec.Load(fstest.MapFS{"d.yaml": {Data: []byte(text)}}, "d.yaml")
		if err != nil {
			return
		}
		for _, p := range lint.CheckDocument(doc) {
			line, _ := p.Position()
			require.Positive(t, line)
		}
	})
}

// TestPlaceOfTheLibrarysProblem checks that kin-openapi's problem has its real place in YAML and in
// JSON, even in a document of one line.
func TestPlaceOfTheLibrarysProblem(t *testing.T) {
	const (
		parameter = `{"name":"b","in":"query","style":"simple","schema":{}}`
		pointer   = "/paths/~1a/get/parameters/1"
	)
	oneLine := `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"parameters":[{"name":"c","in":"query","schema":{}},` + parameter + `],"responses":{"200":{"description":"d"}}}}}}`
	for _, c := range []struct {
		text, at, pointer, reason string
	}{
		{get(head30, "parameters:\n        - {name: c, in: query, schema: {}}\n        - name: b\n          in: query\n          style: simple\n          schema: {}\n      "+ok),
			"8:11", pointer, "YAML in blocks"},
		{get(head30, "parameters: [{name: c, in: query, schema: {}}, "+parameter+"]\n      "+ok), "6:54", pointer, "YAML in lines"},
		{oneLine, "1:129", pointer, "JSON on one line"},
		{strings.ReplaceAll(oneLine, parameter, "\n"+parameter+"\n"), "2:1", pointer, "JSON in lines"},
		{strings.ReplaceAll(oneLine, parameter, "\t\n\t"+parameter), "2:2", pointer, "JSON with tabs"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			doc, err := spec.Load(fstest.MapFS{"d.yaml": {Data: []byte(c.text)}}, "d.yaml")
			if strings.HasPrefix(c.text, "{") {
				doc, err = spec.Load(fstest.MapFS{"d.json": {Data: []byte(c.text)}}, "d.json")
			}
			require.NoError(t, err)
			found := library.Problems(doc)
			require.Len(t, found, 1)
			assert.Equal(t, lint.RuleDocumentInvalid, found[0].Rule)
			line, column := found[0].Position()
			assert.Equal(t, c.at+" "+c.pointer, fmt.Sprintf("%d:%d %s", line, column, found[0].Node.Location().Pointer))
		})
	}
}

// TestAddedTable checks that rows of an added table that do not fit the document are problems in
// the table's own file, and that the other rows are used.
func TestAddedTable(t *testing.T) {
	const document = head30 + "paths: {/a: {get: {responses: {'404': {description: d, content: {application/json: {schema: {properties: {code: {type: string}}}}}}}}}}\n"
	for _, c := range []struct {
		reason, table string
		want          []string
	}{
		{"all fits", "envelope: {code: /code}\ncodes: {gone: {status: 404}}\n", nil},
		{"a pointer that no response has", "envelope: {code: /code, message: /mesage}\ncodes: {gone: {status: 404}}\n", []string{"errors.yaml:1:25 error-table-mismatch /envelope/message"}},
		{"a status that no operation documents", "envelope: {code: /code}\ncodes: {gone: {status: 410}}\n", []string{"errors.yaml:2:16 error-table-mismatch /codes/gone/status"}},
		{"an operation that the document lacks", "envelope: {code: /code}\ncodes: {gone: {status: 404, operations: [getB]}}\n", []string{"errors.yaml:2:42 error-table-mismatch /codes/gone/operations/0"}},
		{"an unknown key", "envelope: {code: /code}\ncodes: {gone: {status: 404, retrys: wait}}\n", []string{"errors.yaml:2:29 error-table-mismatch /codes/gone/retrys"}},
		{"no codes", "x-error-table:\n  envelope: {code: /code}\n  codes: {}\n", []string{"errors.yaml:3:3 error-table-mismatch /x-error-table/codes"}},
		{"an overlay whose target selects nothing", "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: '$.paths.b', remove: true}]\n", []string{"errors.yaml:3:12 error-table-mismatch /actions/0/target"}},
		{"an overlay with a table", "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $\n  update: {x-error-table: {envelope: {code: /kode}, codes: {gone: {status: 404}}}}\n", []string{"errors.yaml:5:39 error-table-mismatch /actions/0/update/x-error-table/envelope/code"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			contract, err := validate.Parse("doc.yaml", []byte(document), validate.WithErrorTable("errors.yaml", []byte(c.table)))
			require.NoError(t, err)
			var got []string
			for _, p := range contract.Problems() {
				l := p.Location
				got = append(got, fmt.Sprintf("%s:%d:%d %s %s", l.File, l.Line, l.Column, p.Rule, l.Pointer))
			}
			assert.Equal(t, c.want, got)
		})
	}
}
