package contracttest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

func TestLoadContract(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	const head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
	write("parts/thing.yaml", "type: object\n")
	for _, c := range []struct {
		reason, path string
		fatal, log   string // empty if there is none
	}{
		{"a document", write("good.yaml", head+"paths: {/a: {get: {responses: {'204': {description: ok}}}}}"), "", ""},
		{"a reference to a file below it", write("split.yaml", head+"paths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: parts/thing.yaml}}}}}}}}"), "", ""},
		{"a path in this repository", "../examples/parcels/openapi.yaml", "", ""},
		{"a document with a problem", write("problem.yaml", head+"paths: {/a: {get: {responses: {'200': {$ref: '#/nowhere'}}}}}"), "", "has problems (1); `apicontract lint "},
		{"no file", filepath.Join(dir, "none.yaml"), "none.yaml", ""},
		{"no OpenAPI", write("swagger.yaml", "swagger: '2.0'\n"), "2.0", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := newRecorder(t)
			var contract *validate.Contract
			r.run(func() { contract = contracttest.LoadContract(r, c.path) })
			if c.fatal != "" {
				assert.True(t, r.fatal)
				assert.Contains(t, r.all(), c.fatal)
				return
			}
			assert.Empty(t, r.all())
			assert.NotEmpty(t, contract.Operations())
			if c.log == "" {
				assert.Empty(t, r.logs)
			} else {
				assert.Contains(t, r.logged(), c.log)
			}
		})
	}
}
