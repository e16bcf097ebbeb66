package validate_test

import (
	"cmp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// What a document gets wrong outside of its schemas is a problem with a place. What depends
// on it is unchecked or skipped, and everything else is checked.
func TestDocumentKinds(t *testing.T) {
	const (
		unusable  = "skipped operation-unusable"
		keyword   = "unchecked keyword"
		reference = "unchecked reference"
		missing   = "operation-undocumented"
		content   = "{description: d, content: {application/json: {schema: {type: string}}}}"
	)
	for _, c := range []struct {
		path, want30, want31 string // want31 empty: want30; both empty: conforms
		problem, reason      string
	}{
		{path: "/x: {get: {responses: {'200': " + content + "}}}", want30: bad, reason: "nothing is wrong with the document"},
		{path: "/x: {get: {responses: {200: " + content + "}}}", want30: bad, reason: "a status that is a number"},
		{path: "/x: {get: {responses: {2xx: " + content + "}}}", want30: bad, reason: "a range in lower case"},
		{path: "/x: {get: {responses: {Default: " + content + "}}}", want30: bad, reason: "default in upper case"},
		{path: "/x: {get: {responses: {OK: " + content + "}}}", want30: "status-undocumented", problem: `response-key: "OK" is no status code`, reason: "a word"},
		{path: "/x: {get: {foo: 1, responses: {'200': " + content + "}}}", want30: bad, problem: "member-unknown: `foo`", reason: "an unknown member"},

		{path: "/x: {$ref: 'https://example.com/x.yaml'}", want30: unusable, problem: "reference-unresolved: https://example.com/x.yaml", reason: "a path behind a URL"},
		{path: "/x: {$ref: '#/components/pathItems/No'}", want30: unusable, problem: "reference-unresolved", reason: "a path behind nothing"},
		{path: "/x: []", want30: unusable, problem: "member-type: `/x` must be an object, not an array", reason: "a path that is a list"},
		{path: "/x: ", want30: missing, problem: "member-type: `/x` must be an object, not null", reason: "a path without anything"},
		{path: "/x: {$ref: '#/components/pathItems/P'}", want30: bad, reason: "a path behind a reference"},

		{path: "/x: {get: []}", want30: unusable, problem: "member-type: `get` must be an object, not an array", reason: "an operation that is a list"},
		{path: "/x: {get: }", want30: unusable, want31: "conforms", problem: "member-type: `get` must be an object, not null", reason: "an operation without anything"},
		{path: "/x: {get: {$ref: 'https://example.com/x.yaml'}}", want30: unusable, problem: "member-unknown: OpenAPI has no reference in place of an operation", reason: "an operation behind a URL"},
		{path: "/x: {get: {$ref: '#/components/x-get'}}", want30: bad, problem: "it is followed all the same", reason: "an operation behind a reference"},
		{path: "/x: {GET: {responses: {'200': " + content + "}}}", want30: missing, problem: "member-unknown: `GET`", reason: "a method in upper case"},

		{path: "/x: {get: {summary: s}}", want30: unusable, want31: "conforms", reason: "no responses"},
		{path: "/x: {get: {responses: []}}", want30: unusable, problem: "member-type: `responses`", reason: "responses that are a list"},
		{path: "/x: {get: {responses: {$ref: 'https://example.com/x.yaml'}}}", want30: unusable, problem: "reference-unresolved", reason: "responses behind a URL"},
		{path: "/x: {get: {responses: {$ref: '#/components/x-responses'}}}", want30: bad, problem: "in place of the responses; it is followed all the same", reason: "responses behind a reference"},

		{path: "/x: {get: {responses: {'200': {$ref: 'https://example.com/x.yaml'}}}}", want30: reference, problem: "reference-unresolved", reason: "a response behind a URL"},
		{path: "/x: {get: {responses: {'200': ok}}}", want30: keyword, problem: "member-type: `200` must be an object, not a string", reason: "a response that is a text"},
		{path: "/x: {get: {responses: {'200': []}}}", want30: keyword, problem: "member-type: `200`", reason: "a response that is a list"},
		{path: "/x: {get: {responses: {'200': }}}", want30: "body-undocumented", problem: "member-type: `200` must be an object, not null", reason: "a response without anything documents no body"},
		{path: "/x: {get: {responses: {'200': {description: d, schema: {type: string}}}}}", want30: "body-undocumented", problem: "member-unknown: `schema`", reason: "a schema where Swagger 2 had it"},
		{path: "/x: {get: {responses: {'404': [], '200': " + content + "}}}", want30: bad, problem: "member-type: `404`", reason: "another response that is a list"},

		{path: "/x: {get: {responses: {'200': {description: d, content: []}}}}", want30: keyword, problem: "member-type: `content`", reason: "content that is a list"},
		{path: "/x: {get: {responses: {'200': {description: d, content: application/json}}}}", want30: keyword, problem: "member-type: `content`", reason: "content that is a text"},
		{path: "/x: {get: {responses: {'200': {description: d, content: {application/json: x}}}}}", want30: keyword, problem: "member-type: `application/json`", reason: "a media type that is a text"},
		{path: "/x: {get: {responses: {'200': {description: d, content: {application/json: }}}}}", problem: "member-type: `application/json` must be an object, not null", reason: "a media type without a schema"},
		{path: "/x: {get: {responses: {'200': {description: d, content: {application/json: {$ref: '#/components/mediaTypes/No'}}}}}}", want30: reference, problem: "in place of a media type", reason: "a media type behind nothing"},
		{path: "/x: {get: {responses: {'200': {description: d, content: {application/json: {$ref: '#/components/x-media'}}}}}}", want30: bad, problem: "it is followed all the same", reason: "a media type behind a reference"},
		{path: "/x: {get: {responses: {'200': {description: d, content: {application/json: {schema: }}}}}}", want30: keyword, problem: "schema-keyword-type: a schema is an object, not null", reason: "a schema that is null"},

		{path: "/x: {get: {responses: {'200': {description: d, headers: [X-A], content: {application/json: {}}}}}}", want30: keyword, problem: "member-type: `headers`", reason: "headers that are a list"},
		{path: "/x: {get: {responses: {'200': {description: d, headers: {X-A: string}, content: {application/json: {}}}}}}", want30: keyword, problem: "member-type: `X-A`", reason: "a header that is a text"},
		{path: "/x: {get: {responses: {'200': {description: d, headers: {X-A: {$ref: '#/components/headers/No'}}, content: {application/json: {}}}}}}", want30: reference, problem: "reference-unresolved", reason: "a header behind nothing"},
		{path: "/x: {get: {responses: {'200': {description: d, headers: {X-A: {schema: {$ref: '#/no'}}}, content: {application/json: {}}}}}}", want30: reference, problem: "reference-unresolved", reason: "the schema of a header behind nothing"},

		{path: "x: {get: {responses: {'200': " + content + "}}}", want30: missing, problem: `path-template: the path "x" does not begin with a slash`, reason: "a path without a slash"},
		{path: "'/x{': {get: {responses: {'200': " + content + "}}}", want30: missing, problem: "path-template: the path \"/x{\" has a brace without its counterpart", reason: "a brace that is not closed"},
	} {
		for version, want := range map[string]string{"3.0.3": c.want30, "3.1.0": cmp.Or(c.want31, c.want30)} {
			t.Run(version+": "+c.reason, func(t *testing.T) {
				contract, err := validate.Parse("doc.yaml", []byte("openapi: "+version+`
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /other: {get: {responses: {'200': `+content+`}}}
  `+c.path+`
components:
  x-get: &get {responses: &responses {'200': `+content+`}}
  x-responses: *responses
  x-media: {schema: {type: string}}
  pathItems: {P: {get: *get}}
`))
				require.NoError(t, err)
				if c.problem != "" {
					assert.Contains(t, problemsOf(contract), c.problem)
				}
				for _, options := range [][]validate.Option{nil, {withoutFastPath()}} {
					v, err := validate.New(contract, options...)
					require.NoError(t, err)
					collector := validate.NewCollector(v)
					result := collector.Check(exchange("GET", "/x", 200, "1", "Content-Type: application/json", "X-A: 1"))
					assert.Equal(t, cmp.Or(want, "conforms"), kindOutcome(result))
					if c.problem != "" && want != missing {
						assert.Contains(t, problemsIn(collector.Report()), c.problem, "the report shows it, too")
					}
					other := v.Check(exchange("GET", "/other", 200, "1", "Content-Type: application/json"))
					assert.Equal(t, bad, found(other), "another operation is checked")
				}
			})
		}
	}
}

// A document with something else than its members at the root is used as far as it goes.
func TestRootKinds(t *testing.T) {
	const paths = "paths: {/x: {get: {responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}}}}\n"
	const info = "info: {title: T, version: '1'}\n"
	for _, c := range []struct{ root, want, problem, reason string }{
		{"openapi: 3.1\n" + info + paths, bad, "1:1 member-type: `openapi` must be a string, not a number", "a version that is a number"},
		{"openapi: '3.0'\n" + info + paths, bad, "", "a version without its last part"},
		{"openapi: 3.0.3\ninfo: x\n" + paths, bad, "member-type: `info`", "info that is a text"},
		{"openapi: 3.0.3\n" + paths, bad, "member-missing", "no info"},
		{"openapi: 3.0.3\ninfo: {title: T, version: 1.10}\n" + paths, bad, "member-type: `version` must be a string, not a number", "a version of the API that is a number"},
		{"openapi: 3.0.3\n" + info + "servers: https://api.heygen.com\n" + paths, bad, "member-type: `servers`", "servers that are a text"},
		{"openapi: 3.0.3\n" + info + "servers: {url: https://api.heygen.com}\n" + paths, bad, "member-type: `servers`", "servers that are an object"},
		{"openapi: 3.0.3\n" + info + "servers: [null]\n" + paths, bad, "member-type: an item of `servers`", "a server that is null"},
		{"openapi: 3.0.3\n" + info + "servers: [{}]\n" + paths, bad, "member-missing", "a server without URL"},
		{"openapi: 3.0.3\n" + info + "components: []\n" + paths, bad, "member-type: `components`", "components that are a list"},
		{"openapi: 3.0.3\n" + info + "security: x\ntags: x\n" + paths, bad, "member-type: `security`", "security that is a text"},
		{"openapi: 3.0.3\n" + info + "foo: 1\n" + paths, bad, "member-unknown: `foo`", "an unknown member"},
		{"openapi: 3.0.3\n" + info + "paths: []\n", "skipped other-host", "member-type: `paths`", "paths that are a list"},
		{"openapi: 3.0.3\n" + info + "paths:\n", "skipped other-host", "member-type: `paths`", "paths that are null"},
		{"openapi: 3.0.3\n" + info, "skipped other-host", "member-missing", "no paths"},
		{"openapi: 3.1.0\n" + info + "webhooks: {x: 1}\n" + paths, bad, "member-type: `x`", "a webhook that is a number"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			contract, err := validate.Parse("doc.yaml", []byte(c.root))
			require.NoError(t, err)
			if c.problem != "" {
				assert.Contains(t, problemsOf(contract), c.problem)
			}
			v, err := validate.New(contract)
			require.NoError(t, err)
			assert.Equal(t, c.want, found(v.Check(exchange("GET", "/x", 200, "1", "Content-Type: application/json"))))
		})
	}
}

// OpenAPI 3.2 is read as 3.1 as far as it goes. What is new in it is checked where that is
// possible, and else a problem.
func TestLaterVersion(t *testing.T) {
	contract, err := validate.Parse("doc.yaml", []byte(`openapi: 3.2.0
$self: https://example.com/openapi.yaml
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com, name: main}]
paths:
  /x:
    query: &op {responses: {'200': {description: d, content: {application/json: {$ref: '#/components/mediaTypes/M'}}}}}
    additionalOperations: {COPY: *op}
    get: {responses: {'200': {summary: s, content: {application/jsonl: {itemSchema: {type: string}}}}}}
components:
  mediaTypes: {M: {schema: {type: string}}}
`))
	require.NoError(t, err)
	v, err := validate.New(contract)
	require.NoError(t, err)
	for _, method := range []string{"QUERY", "COPY"} {
		result := v.Check(exchange(method, "/x", 200, "1", "Content-Type: application/json"))
		assert.Equal(t, bad, found(result), "an operation of %s", method)
	}
	problems := problemsOf(contract)
	for _, problem := range []string{
		"1:1 document-version: OpenAPI 3.2.0 is read as 3.1",
		"2:1 document-version: `$self` is no member",
		"document-version: `name` is no member of the Server Object in OpenAPI 3.1, and is not checked",
		"document-version: `summary` is no member of the Response Object",
	} {
		assert.Contains(t, problems, problem)
	}
	for _, read := range []string{"query", "additionalOperations", "itemSchema", "mediaTypes"} {
		assert.NotContains(t, problems, read)
	}
}

// problemsIn lists the problems that a report shows.
func problemsIn(r *validate.Report) string {
	var all string
	for _, p := range r.Contract.Problems {
		all += string(p.Rule) + ": " + p.Message + "\n"
	}
	return all
}
