package schemaerror_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// A suiteGroup is one schema of the JSON Schema Test Suite and its values.
type suiteGroup struct {
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"schema"`
	Tests       []struct {
		Description string          `json:"description"`
		Data        json.RawMessage `json:"data"`
		Valid       bool            `json:"valid"`
	} `json:"tests"`
}

// TestSuite runs the files of draft 2020-12 from a copy of the JSON Schema Test
// Suite, with its remote schemas, and the meta-schemas of the draft in the folder
// metaschema: schema, meta/core and so on.
func TestSuite(t *testing.T) {
	folder := os.Getenv("APICONTRACT_SUITE")
	if folder == "" {
		t.Skip("set APICONTRACT_SUITE to a copy of the JSON Schema Test Suite")
	}
	remotes := suiteRemotes(t, folder)
	files, err := filepath.Glob(filepath.Join(folder, "tests", "draft2020-12", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var groups []suiteGroup
		require.NoError(t, json.Unmarshal(data, &groups))
		for _, g := range groups {
			t.Run(filepath.Base(file)+"/"+g.Description, func(t *testing.T) { g.run(t, remotes) })
		}
	}
}

func (g suiteGroup) run(t *testing.T, remotes fstest.MapFS) {
	files := fstest.MapFS{
		"openapi.json": {Data: []byte(`{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}`)},
		"schema.json":  {Data: g.Schema},
	}
	maps.Copy(files, remotes)
	doc, err := spec.Load(files, "openapi.json")
	require.NoError(t, err)
	options := schema.Options{CompilePattern: goPattern, Resources: map[string]*spec.Node{}}
	for name := range remotes {
		if node := doc.Find(spec.Location{File: name}); node != nil {
			options.Resources[remoteURI(name)] = node
		}
	}
	root := doc.Find(spec.Location{File: "schema.json"})
	require.NotNil(t, root)
	options.Resources["https://suite.example/schema.json"] = root
	s := schema.NewCompiler(doc, options).Schema(root)
	for _, test := range g.Tests {
		value, err := schemaerror.Decode(test.Data)
		require.NoError(t, err)
		result := schemaerror.New(schemaerror.Options{}).Check(t.Context(), s, value)
		assert.Empty(t, result.Unchecked, test.Description)
		assert.Equal(t, test.Valid, len(result.Errors) == 0, "%s: %v", test.Description, result.Errors)
	}
}

func remoteURI(name string) string {
	if rest, ok := strings.CutPrefix(name, "metaschema/"); ok {
		return "https://json-schema.org/draft/2020-12/" + strings.TrimSuffix(rest, ".json")
	}
	return "http://localhost:1234/" + strings.TrimPrefix(name, "remotes/")
}

// suiteRemotes are the schemas to which those of the suite refer.
func suiteRemotes(t *testing.T, folder string) fstest.MapFS {
	t.Helper()
	remotes := fstest.MapFS{}
	for _, part := range []string{"remotes", "metaschema"} {
		err := fs.WalkDir(os.DirFS(folder), part, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(name, "/draft") && !strings.Contains(name, "/draft2020-12/") {
				return err
			}
			data, err := fs.ReadFile(os.DirFS(folder), name)
			remotes[name] = &fstest.MapFile{Data: data}
			return err
		})
		require.NoError(t, err, "the suite needs the folder %s", part)
	}
	return remotes
}
