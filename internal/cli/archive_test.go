package cli_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
)

// A ZIP archive with a HAR and its bodies is a capture, by its name, in a folder and as the
// standard input if that is a file.
func TestArchiveIsACapture(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("api.yaml", []byte(`
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://a.example}]
paths:
  /o: {get: {responses: {"200": {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}}}}}
`), 0o600))
	require.NoError(t, os.Mkdir("captures", 0o700))
	name := filepath.Join("captures", "traffic.har.zip")
	f, err := os.Create(name)
	require.NoError(t, err)
	z := zip.NewWriter(f)
	for member, text := range map[string]string{
		"0a.json": `{"a": "x"}`,
		"har.har": `{"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://a.example/o","headers":[]},"response":{"status":200,"headers":[],"content":{"mimeType":"application/json","_file":"0a.json"}}}]}}`,
	} {
		w, err := z.Create(member)
		require.NoError(t, err)
		_, err = w.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	for _, arg := range []string{name, "captures", "captures/*.zip", "-"} {
		in, err := os.Open(name)
		require.NoError(t, err)
		var out, errs bytes.Buffer
		assert.Equal(t, 1, cli.Main(t.Context(), []string{"check", "--spec", "api.yaml", arg}, in, &out, &errs), arg)
		assert.Contains(t, out.String(), "`a` is of type string, not integer", arg)
		assert.Empty(t, errs.String(), arg)
		require.NoError(t, in.Close())
	}
	cut, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("cut.zip", cut[:len(cut)/2], 0o600))
	var out, errs bytes.Buffer
	assert.Equal(t, 3, cli.Main(t.Context(), []string{"check", "--spec", "api.yaml", "cut.zip"}, nil, &out, &errs))
	assert.Equal(t, "apicontract: cut.zip: this ZIP archive is cut off or damaged; copy it again\n", errs.String())
}
