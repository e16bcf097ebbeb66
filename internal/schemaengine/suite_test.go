package schemaengine_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/spec"
)

// A suiteGroup is one schema of the JSON Schema Test Suite with its values.
type suiteGroup struct {
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"schema"`
	Tests       []struct {
		Description string          `json:"description"`
		Data        json.RawMessage `json:"data"`
		Valid       bool            `json:"valid"`
	} `json:"tests"`
}

// TestSuite runs every file of draft 2020-12 as OpenAPI 3.1, and of draft 4 as
// OpenAPI 3.0, from a copy of the JSON Schema Test Suite.
func TestSuite(t *testing.T) {
	folder := os.Getenv("APICONTRACT_SUITE")
	if folder == "" {
		t.Skip("set APICONTRACT_SUITE to a copy of the JSON Schema Test Suite, or run make conformance")
	}
	ran := comparison{}
	for _, s := range []suite{
		{draft: "draft2020-12", version: "3.1.0", files: suiteFiles(t, folder, "draft2020-12", "draft2019-09")},
		{draft: "draft4", version: "3.0.3", files: suiteFiles(t, folder, "draft4")},
	} {
		t.Run(s.draft, func(t *testing.T) { s.run(t, os.DirFS(folder)) })
		maps.Copy(ran, s.results)
	}
	for name := range expectedDifferences {
		assert.Contains(t, ran, name, "testdata/differences.txt lists a case that the suite does not have")
	}
}

// A suite holds the files of one draft.
type suite struct {
	draft, version string
	files          fstest.MapFS // schemas that the suite's schemas refer to
	results        comparison
	excluded       map[string]int // number of groups that are not run, by reason
}

func (s *suite) run(t *testing.T, folder fs.FS) {
	t.Helper()
	s.excluded = make(map[string]int)
	s.results = comparison{}
	err := fs.WalkDir(folder, path.Join("tests", s.draft), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, name)
		require.NoError(t, err)
		var groups []suiteGroup
		require.NoError(t, json.Unmarshal(text, &groups), name)
		for _, g := range groups {
			s.runGroup(t, strings.TrimPrefix(name, "tests/"), g)
		}
		return nil
	})
	require.NoError(t, err)
	t.Logf("groups with keywords that OpenAPI %s does not have: %v", s.version, s.excluded)
	s.results.assert(t)
}

// runGroup runs the cases of a group. Formats are asserted where the suite does.
func (s *suite) runGroup(t *testing.T, file string, g suiteGroup) {
	t.Helper()
	if s.draft == "draft4" {
		if reason := inexpressible30(g.Schema); reason != "" {
			s.excluded[reason]++
			return
		}
	}
	options := schemaengine.Options{AnnotateFormats: !strings.Contains(file, "/optional/format")}
	compiled := s.compile(t, g.Schema, options)
	for _, test := range g.Tests {
		want := map[bool]string{true: "valid", false: "invalid"}[test.Valid]
		s.results.add(file+" "+g.Description+" / "+test.Description, verdict(t, options, compiled, test.Data), want)
	}
}

// compile compiles a schema as a separate file beside the suite's other files.
func (s *suite) compile(t *testing.T, text json.RawMessage, options schemaengine.Options) *schema.Schema {
	t.Helper()
	files := maps.Clone(s.files)
	files["openapi.json"] = &fstest.MapFile{Data: []byte(`{"openapi": "` + s.version + `", "info": {"title": "t", "version": "1"}, "paths": {}}`)}
	files["schema.json"] = &fstest.MapFile{Data: text}
	if s.draft == "draft4" {
		files["schema.json"].Data = localReferences(text)
	}
	doc, err := spec.Load(files, "openapi.json")
	require.NoError(t, err)
	root := doc.NodeAt(spec.Location{File: "schema.json"})
	require.NotNil(t, root)
	schemaOptions := options.CompilerOptions()
	schemaOptions.Resources = map[string]*spec.Node{"https://suite.example/schema.json": root}
	for name := range s.files {
		if node := doc.NodeAt(spec.Location{File: name}); node != nil {
			schemaOptions.Resources[remoteURI(name)] = node
		}
	}
	return schema.NewCompiler(doc, schemaOptions).Schema(root)
}

func remoteURI(name string) string {
	if rest, ok := strings.CutPrefix(name, "metaschema/draft2020-12/"); ok {
		return "https://json-schema.org/draft/2020-12/" + strings.TrimSuffix(rest, ".json")
	}
	return "http://localhost:1234/" + strings.TrimPrefix(name, "remotes/")
}

// localReferences replaces the URLs of the suite's files, because OpenAPI 3.0 knows
// files only.
func localReferences(text json.RawMessage) json.RawMessage {
	return []byte(strings.NewReplacer(
		"http://localhost:1234/", "remotes/",
		"http://json-schema.org/draft-04/schema#", "metaschema/draft4.json#",
	).Replace(string(text)))
}

// suiteFiles reads the schemas that the suite's schemas refer to: its remotes, except those of
// other drafts, and the meta-schemas.
func suiteFiles(t *testing.T, folder string, drafts ...string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	addFiles(t, files, os.DirFS(folder), "remotes", func(name string) bool {
		draft := strings.Split(name, "/")[1]
		return !strings.HasPrefix(draft, "draft") && draft != "v1" || slices.Contains(drafts, draft)
	})
	addFiles(t, files, os.DirFS("testdata"), "metaschema", func(name string) bool {
		return strings.HasPrefix(name, "metaschema/"+drafts[0])
	})
	return files
}

func addFiles(t *testing.T, files fstest.MapFS, from fs.FS, folder string, wanted func(string) bool) {
	t.Helper()
	err := fs.WalkDir(from, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !wanted(name) {
			return err
		}
		text, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	require.NoError(t, err)
}

// inexpressible30 returns the first keyword of a draft 4 schema that OpenAPI 3.0 lacks in that
// form, empty if there is none.
func inexpressible30(text json.RawMessage) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return ""
	}
	for _, name := range []string{"patternProperties", "dependencies", "additionalItems", "id"} {
		if _, has := members[name]; has {
			return name
		}
	}
	if items := members["items"]; len(items) > 0 && items[0] == '[' {
		return "items as an array"
	}
	for name, member := range members {
		if reason := inexpressibleBelow30(name, member); reason != "" {
			return reason
		}
	}
	return ""
}

func inexpressibleBelow30(name string, member json.RawMessage) string {
	var parts []json.RawMessage
	switch name {
	case "items", "not", "additionalProperties":
		parts = []json.RawMessage{member}
	case "allOf", "anyOf", "oneOf":
		_ = json.Unmarshal(member, &parts)
	case "properties", "definitions":
		var named map[string]json.RawMessage
		_ = json.Unmarshal(member, &named)
		for _, part := range named {
			parts = append(parts, part)
		}
	}
	for _, part := range parts {
		if reason := inexpressible30(part); reason != "" {
			return reason
		}
	}
	return ""
}
