package validate

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// layers are the files of this package. A file uses what its own layer and those
// above it in this list declare, and nothing of those below.
var layers = [][]string{
	{"doc", "rules", "rules_table", "rules_document", "skip", "exchange", "mediatype", "clean", "delay", "deprecation", "message_text", "body_kind", "error_code"},
	{"report", "cause", "groups", "suppression", "baseline"},                                              // the form of a report
	{"engine", "code_row", "error_table", "document_error", "contract", "member_names"},                   // the contract and its error table
	{"code_of", "envelope_members"},                                                                       // questions about the error table
	{"member_list", "preview", "retired", "model", "header", "response_media", "body_matcher", "problem"}, // operations, responses and their schemas
	{"result", "result_cache", "nearest_path", "selection", "validator", "server_routes"},                 // the validator and its results
	{"fast_path"}, // bodies that surely conform
	{"skip_check", "checked_share", "unchecked_body", "check", "preview_check", "retired_check", "deprecation_check", "undocumented_operation", "response_check", "body_check", "text_check", "form_check", "items_check", "header_check", "envelope", "envelope_unknown", "members", "retry_after", "problem_details"}, // the full check
	{"http", "coverage", "capture_operations", "hosts", "tally", "excerpt", "collector", "merge"}, // live responses, and counting for a report
	{"hooks"},
}

func TestFilesUseOnlyLayersAbove(t *testing.T) {
	layerOf := make(map[string]int)
	for i, names := range layers {
		for _, name := range names {
			layerOf[name+".go"] = i
		}
	}
	fset, files, info := typeChecked(t)
	for _, file := range files {
		name := filepath.Base(fset.File(file.Pos()).Name())
		own, listed := layerOf[name]
		require.True(t, listed, "%s is in a layer", name)
		for identifier, object := range info.Uses {
			at := fset.Position(identifier.Pos())
			if filepath.Base(at.Filename) != name || object.Pkg() == nil || object.Pkg().Name() != "validate" || !object.Pos().IsValid() {
				continue
			}
			declared := filepath.Base(fset.Position(object.Pos()).Filename)
			assert.LessOrEqual(t, layerOf[declared], own, "%s:%d uses %s of %s", name, at.Line, object.Name(), declared)
		}
	}
}

// typeChecked returns the package's files, without tests, and what their identifiers
// are.
func typeChecked(t *testing.T) (*token.FileSet, []*ast.File, *types.Info) {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	names = slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, file)
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", ".").Output()
	require.NoError(t, err)
	exports := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", open)}
	_, err = config.Check("github.com/apicontract/apicontract/validate", fset, files, info)
	require.NoError(t, err)
	return fset, files, info
}
