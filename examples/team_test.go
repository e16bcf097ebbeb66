package examples_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
)

// teamOutput is the block of docs/baseline.md that shows the output of the team's CI job.
var teamOutput = regexp.MustCompile("(?s)```console\n\\$ apicontract check\n(.*?)```")

// place is a line and column of a document, which changes with it.
var place = regexp.MustCompile(`(\.yaml):\d+:\d+`)

// TestTeam checks that the CI job of the sample repository prints what docs/baseline.md shows.
func TestTeam(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "baseline.md"))
	require.NoError(t, err)
	shown := teamOutput.FindSubmatch(page)
	require.NotNil(t, shown)
	job, err := os.ReadFile("team/.github/workflows/contract.yml")
	require.NoError(t, err)
	require.Contains(t, string(job), "- run: ./apicontract-tool check\n", "the job runs what this test runs")

	t.Setenv("GITHUB_ACTIONS", "")
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS("team")))
	t.Chdir(folder)
	var out, errs bytes.Buffer
	assert.Equal(t, 1, cli.Main(t.Context(), []string{"check"}, http.NoBody, &out, &errs))
	assert.Empty(t, errs.String())
	assert.Equal(t, place.ReplaceAllString(string(shown[1]), "$1:"), place.ReplaceAllString(out.String(), "$1:"))
	assert.FileExists(t, "contract.json")

	// Written anew, the baseline lacks what vanished, keeps what was not seen, and has what is new.
	assert.Zero(t, cli.Main(t.Context(), []string{"check", "--write-baseline", "contract-baseline.json"}, http.NoBody, &out, &errs))
	after, err := os.ReadFile("contract-baseline.json")
	require.NoError(t, err)
	assert.NotContains(t, string(after), "/v3/users/me")
	assert.Contains(t, string(after), "/v3/templates/{template_id}")
	assert.Contains(t, string(after), `"rule":"doc-url"`)
}
