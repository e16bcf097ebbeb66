package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
)

// written returns the files that write makes, by their path below its directory.
func written(t *testing.T) map[string]string {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1764547200")
	dir := t.TempDir()
	require.NoError(t, write(dir))
	files := map[string]string{}
	for _, name := range must(filepath.Glob(filepath.Join(dir, "*", "*")))(t) {
		rel := must(filepath.Rel(dir, name))(t)
		files[filepath.ToSlash(rel)] = string(must(os.ReadFile(name))(t))
	}
	return files
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

func TestEveryCommandHasAPage(t *testing.T) {
	files := written(t)
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		if cmd.Hidden || !cmd.IsAvailableCommand() && cmd.HasParent() {
			return
		}
		name := "man/" + strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		assert.Contains(t, files, name)
		assert.Contains(t, files[name], `.TH "`+strings.ToUpper(strings.ReplaceAll(cmd.CommandPath(), " ", "-"))+`" "1" "Dec 2025"`)
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(cli.Command())
}

func TestPagesKeepTheText(t *testing.T) {
	files := written(t)
	for _, tc := range []struct{ page, text, why string }{
		{"apicontract-check", "a path (/v3/videos/**)", "a glob is no emphasis"},
		{"apicontract-check", "an operationId (list*)", "a lone asterisk stays"},
		{"apicontract-mock", "\n  Prefer: code=404                a status", "indented lines keep their breaks and columns"},
		{"apicontract-mock", "\n.EX\n  reset           the connection", "a list that follows its heading at once keeps its breaks"},
		{"apicontract-mock", "    - operation: createVideo", "YAML keeps its indentation"},
	} {
		page := strings.ReplaceAll(files["man/"+tc.page+".1"], `\-`, "-")
		assert.Contains(t, page, tc.text, tc.why)
	}
}

func TestEveryShellHasAScript(t *testing.T) {
	files := written(t)
	for name, text := range map[string]string{
		"apicontract.bash": "complete -o default -F __start_apicontract apicontract",
		"_apicontract":     "#compdef apicontract",
		"apicontract.fish": "complete -c apicontract",
		"apicontract.ps1":  "Register-ArgumentCompleter",
	} {
		assert.Contains(t, files["completions/"+name], text)
	}
}
