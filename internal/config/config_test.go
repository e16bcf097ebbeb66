package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/config"
	"github.com/apicontract/apicontract/validate"
)

func join(text string, join func(string) string) string { return join(text) }

var keys = []config.Key{
	{Name: "spec", Resolve: join},
	{Name: "check.fail-on"},
	{Name: "check.include", Kind: config.List},
	{Name: "check.captures", Kind: config.List, Resolve: join},
	{Name: "check.level", Kind: config.Levels},
}

// write writes a configuration file and returns its path.
func write(t *testing.T, folder, text string) string {
	t.Helper()
	path := filepath.Join(folder, config.FileName)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestLoad(t *testing.T) {
	const text = `
spec: &name api.yaml
check:
  fail-on: warning
  include: one
  captures: [a.har, "-", /b.har, *name]
  level: {doc-url: off}
`
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("sub", 0o700))
	path := write(t, "sub", text)
	for _, c := range []struct {
		reason      string
		path        string
		environment []string
		key         string
		want        []string
		origin      string
	}{
		{"a path is relative to the file", path, nil, "spec", []string{"sub/api.yaml"}, "sub/.apicontract.yaml:2"},
		{"text", path, nil, "check.fail-on", []string{"warning"}, "sub/.apicontract.yaml:4"},
		{"a list of one", path, nil, "check.include", []string{"one"}, "sub/.apicontract.yaml:5"},
		{"a list of paths", path, nil, "check.captures", []string{"sub/a.har", "-", "/b.har", "sub/api.yaml"}, "sub/.apicontract.yaml:6"},
		{"levels", path, nil, "check.level", []string{"doc-url=off"}, "sub/.apicontract.yaml:7"},
		{"a variable wins", path, []string{"APICONTRACT_CHECK_FAIL_ON=note"}, "check.fail-on", []string{"note"}, "APICONTRACT_CHECK_FAIL_ON"},
		{"an empty one is none", path, []string{"APICONTRACT_CHECK_FAIL_ON="}, "check.fail-on", []string{"warning"}, "sub/.apicontract.yaml:4"},
		{"a list replaces that of the file", path, []string{"APICONTRACT_CHECK_CAPTURES=x,y\nz w"}, "check.captures", []string{"x,y", "z w"}, "APICONTRACT_CHECK_CAPTURES"},
		{"levels, one a line", "", []string{"APICONTRACT_CHECK_LEVEL=a=error\nb=off"}, "check.level", []string{"a=error", "b=off"}, "APICONTRACT_CHECK_LEVEL"},
		{"a path of a variable is relative to the current folder", path, []string{"APICONTRACT_SPEC=x.yaml"}, "spec", []string{"x.yaml"}, "APICONTRACT_SPEC"},
		{"without a file", "", []string{"OTHER=1"}, "spec", nil, ""},
	} {
		loaded, err := config.Load(c.path, c.environment, keys)
		require.NoError(t, err, c.reason)
		value, ok := loaded.Value(c.key)
		assert.Equal(t, c.want != nil, ok, c.reason)
		assert.Equal(t, config.Value{Texts: c.want, Origin: c.origin}, value, c.reason)
	}
}

func TestFilesThatAreEmptyOrSeveral(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"# nothing\n":           "",
		"---\nspec: a\n":        "",
		"spec: a\n---\nspec: b": "several documents; write one, without ---",
		"spec: a\n---\n[":       "several documents",
	} {
		_, err := config.Load(write(t, t.TempDir(), text), nil, keys)
		if want == "" {
			assert.NoError(t, err, text)
		} else {
			assert.ErrorContains(t, err, want, text)
		}
	}
}

func TestUnknownVariables(t *testing.T) {
	loaded, err := config.Load("", []string{"APICONTRACT_SPEK=a", "APICONTRACT_SPEC=b", "HOME=c"}, keys)
	require.NoError(t, err)
	assert.Equal(t, []string{"APICONTRACT_SPEK"}, loaded.Unknown)
}

func TestSuppressions(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("sub", 0o700))
	path := write(t, "sub", `suppressions:
  - &old {rule: doc-url, status: 404, reason: r, until: 2027-01-31}
  - {operation: "GET /a", code: "x_*", capture: captures/*.har, reason: r}
  - {capture: old.har, reason: "a name is in any folder"}
  - {capture: "**/x/*.har", reason: "so is this"}
  - *old
`)
	loaded, err := config.Load(path, nil, keys)
	require.NoError(t, err)
	old := config.Suppression{Suppression: validate.Suppression{Rule: validate.DocURL, Status: 404, Reason: "r", Until: "2027-01-31"}, Origin: "sub/.apicontract.yaml:2"}
	assert.Equal(t, []config.Suppression{
		old,
		{validate.Suppression{Operation: "GET /a", Code: "x_*", Capture: "sub/captures/*.har", Reason: "r"}, "sub/.apicontract.yaml:3"},
		{validate.Suppression{Capture: "old.har", Reason: "a name is in any folder"}, "sub/.apicontract.yaml:4"},
		{validate.Suppression{Capture: "**/x/*.har", Reason: "so is this"}, "sub/.apicontract.yaml:5"},
		old,
	}, loaded.Suppressions)
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	make := func(names ...string) {
		for _, name := range names {
			require.NoError(t, os.MkdirAll(filepath.Join(top, name), 0o700))
		}
	}
	make("repository/.git", "repository/a/b", "repository/own", "outside/a", "with/.git", "with/module/a")
	write(t, top, "")
	repository := write(t, filepath.Join(top, "repository"), "")
	own := write(t, filepath.Join(top, "repository", "own"), "")
	outside := write(t, filepath.Join(top, "outside"), "")
	for reason, c := range map[string]struct{ folder, want string }{
		"the root of the repository":          {"repository", repository},
		"below it":                            {"repository/a/b", repository},
		"the nearest":                         {"repository/own", own},
		"a repository without one":            {"with/module/a", ""},
		"the folder itself, in no repository": {"outside", outside},
		"below it, in no repository":          {"outside/a", ""},
	} {
		found, err := config.Find(filepath.Join(top, c.folder))
		require.NoError(t, err, reason)
		assert.Equal(t, c.want, found, reason)
	}
}

// FuzzLoad holds that no file makes the reader panic, and that errors show no more than its keys.
func FuzzLoad(f *testing.F) {
	f.Add("spec: a\ncheck: {fail-on: b, include: [c], level: {d: e}}\nsuppressions: [{rule: doc-url, reason: r}]")
	f.Add("a: &a [*a]")
	f.Add("check: {captures: [[a]]}")
	f.Add("? [a]\n: b")
	f.Fuzz(func(t *testing.T, text string) {
		loaded, err := config.Load(write(t, t.TempDir(), text), nil, keys)
		assert.Equal(t, err == nil, loaded != nil)
	})
}
