package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// documentSeeds are small documents of all parts of OpenAPI, and of texts that are unusual.
var documentSeeds = []string{
	withSchema("3.0.3", "{type: object, nullable: true, required: [a], properties: {a: {type: string, format: date, pattern: '^(a+)+$'}}, additionalProperties: false}"),
	withSchema("3.0.3", "{oneOf: [{$ref: '#/components/schemas/A'}, {type: integer, minimum: 0, exclusiveMinimum: true}], discriminator: {propertyName: k, mapping: {x: A}}}") +
		"components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}, {not: {enum: [1, null]}}]}}}\n",
	withSchema("3.1.0", "{$id: 'https://e.example/s', $dynamicAnchor: n, prefixItems: [{$dynamicRef: '#n'}], unevaluatedItems: false, if: {type: 'null'}, then: false, $defs: {a: {$anchor: b}}}"),
	withSchema("3.2.0", "{type: [string, 'null'], const: 1e400, multipleOf: 0.01, contains: {$ref: '#/no'}, dependentSchemas: {a: {}}, patternProperties: {'(': {}}}"),
	"openapi: 3.0.3\ninfo: {title: T, version: 1}\nservers: [{url: 'https://{h}.example/{p}', variables: {h: {default: a, enum: [a, b]}, p: {default: ''}}}]\n" +
		"x-error-table: {envelope: {error: /error, code: /code}, codes: {gone: {retry: never}}}\npaths:\n  /a/{b}: {$ref: '#/components/pathItems/P'}\n" +
		"components: {pathItems: {P: {get: {responses: {4XX: {$ref: '#/components/responses/R'}, default: []}}}}, responses: {R: {headers: {X: {$ref: x.yaml}}, content: {'*/*': {}}}}}\n",
	"{\"openapi\": \"3.0.3\", // comment\n\"paths\": {\"/x\": {\"get\": {\"responses\": {\"200\": {\"description\": \"\\ud800\", \"description\": \"d\",}}}}}}",
	"x: &a {<<: *a, b: [*a]}\n---\nopenapi: 3.1\npaths: &p {/x: {get: {responses: {200: {<<: *p}}}}}\n...\n",
	"\xff\xfeo\x00p\x00:\x00", "openapi: 3.0.3\rpaths:\u2028  /x: \v{}\r",
}

// FuzzDocument holds that no document panics or keeps a check from ending, that every
// problem has a place, and that the fast path changes no result.
func FuzzDocument(f *testing.F) {
	for _, seed := range documentSeeds {
		f.Add(seed, "application/json", `{"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "k": "x", "b": [1e400, null]}`)
		f.Add(seed, "text/event-stream", "data: 1\n\ndata: [DONE]\n\n")
	}
	f.Fuzz(func(t *testing.T, text, mediaType, body string) {
		for _, name := range []string{"doc.yaml", "doc.json"} {
			contract, err := validate.Parse(name, []byte(text))
			if err != nil {
				assert.NotEmpty(t, err.Error())
				continue
			}
			for _, p := range contract.Problems() {
				require.Positive(t, p.Location.Line, p.Message)
				require.Positive(t, p.Location.Column, p.Message)
				require.NotEmpty(t, p.Fix)
			}
			assertSameResults(t, contract, mediaType, body)
		}
	})
}

// assertSameResults checks an exchange for each operation, with and without the fast path.
func assertSameResults(t *testing.T, contract *validate.Contract, mediaType, body string) {
	t.Helper()
	fast, err := validate.New(contract)
	if err != nil {
		return
	}
	slow, err := validate.New(contract, withoutFastPath())
	require.NoError(t, err)
	for i, op := range contract.Operations() {
		if i == 10 {
			return
		}
		for _, server := range append(contract.Servers(), "https://api.heygen.com") {
			x := exchange(op.Method, "", 200, body)
			x.Request.URL = strings.TrimSuffix(server, "/") + strings.NewReplacer("{", "", "}", "").Replace(op.PathTemplate)
			x.Response.Header = validate.Header{{Name: "Content-Type", Value: mediaType}, {Name: "X", Value: body}}
			require.Equal(t, kindOutcome(slow.Check(x)), kindOutcome(fast.Check(x)))
		}
	}
}
