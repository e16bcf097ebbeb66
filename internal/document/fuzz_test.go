package document_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
)

// FuzzLoad checks that a document is loaded, or rejected with an error that names the file and,
// unless the file cannot be read, a place; that a loaded document can be searched; and that only
// the given file system is used.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{
		"", "openapi: 3.0.3", head + tail, "swagger: '2.0'", "[", "{}", `{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}`,
		head + tail + "x: &a [*a]", head + tail + "a: &a {b: 1}\nc: {<<: *a}\nc: 1", "\t", "a: b: c", "%YAML 1.1\n---\n", "--- >\n",
		head + "paths: {/a: {get: {responses: {'200': {description: x, content: {a/b: {schema: {$ref: x.yaml}}}}}}}}",
		head + tail + "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {allOf: [{$ref: '#/components/schemas/A'}]}}}",
		head + tail + "components: {schemas: {A: {$ref: 'o.yaml#/components/schemas/A'}}}", head + tail + "components: {schemas: {A: {$ref: 'http://[/'}}}",
		head + tail + "components: {schemas: {A: {type: 7, enum: x, minLength: -1, pattern: '(', discriminator: 1, items: []}}}",
		"openapi: 3.1.0\ninfo: {}\npaths: {'/{': {}}\nwebhooks: {a: {$ref: '#/webhooks/a'}}",
	} {
		f.Add(s, "A: {type: string}\n")
	}
	f.Fuzz(func(t *testing.T, main, other string) {
		doc, err := document.Load(files("o.yaml", main, "x.yaml", other), "o.yaml")
		if err != nil {
			var e *spec.Error
			require.ErrorAs(t, err, &e, "%T", err)
			assert.NotEmpty(t, e.File)
			assert.NotEmpty(t, e.Message)
			assert.Equal(t, e.Line > 0, e.Column > 0)
			assert.True(t, e.Line > 0 || strings.Contains(e.Message, "cannot be read"), "no place: %v", err)
			return
		}
		line, column := doc.Spec.Position(spec.Location{File: doc.Spec.Name(), Pointer: "/paths"})
		assert.Positive(t, line)
		assert.Positive(t, column)
		assert.NotNil(t, doc.Spec.Root().Value())
	})
}
