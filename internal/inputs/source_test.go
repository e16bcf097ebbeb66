package inputs

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// captures is a file kind like that of HAR files.
var captures = FileKind{Name: "capture", Suffixes: []string{".har", ".har.json", ".har.gz", ".har.zst"}}

// tree creates files, each with its name as its content, and changes to their directory.
func tree(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(name), 0o600))
	}
}

func TestExpand(t *testing.T) {
	tree(t, "b.har", "a.har", "notes.txt", "odd[1].har", "d/x.HAR", "d/e/y.har.gz", "d/e/z.har.zst", "d/e/w.har.json", "d/e/v.json", "empty/readme")
	for _, c := range []struct {
		reason   string
		patterns []string
		want     []string
		message  string
	}{
		{reason: "nothing", patterns: nil},
		{reason: "files, in the order given", patterns: []string{"b.har", "a.har"}, want: []string{"b.har", "a.har"}},
		{reason: "a file may have any name", patterns: []string{"notes.txt"}, want: []string{"notes.txt"}},
		{reason: "also one that looks like a pattern", patterns: []string{"odd[1].har"}, want: []string{"odd[1].har"}},
		{reason: "a pattern, sorted", patterns: []string{"?.har"}, want: []string{"a.har", "b.har"}},
		{reason: "alternatives", patterns: []string{"{b,a}.*"}, want: []string{"a.har", "b.har"}},
		{reason: "any depth, directories are no files", patterns: []string{"d/**"}, want: []string{"d/e/v.json", "d/e/w.har.json", "d/e/y.har.gz", "d/e/z.har.zst", "d/x.HAR"}},
		{reason: "a directory: files with a capture's suffix", patterns: []string{"d"}, want: []string{"d/e/w.har.json", "d/e/y.har.gz", "d/e/z.har.zst", "d/x.HAR"}},
		{reason: "each file once", patterns: []string{"b.har", "*.har", "./a.har", "d/../b.har", "-", "-"}, want: []string{"b.har", "a.har", "odd[1].har", "-"}},
		{reason: "a file that is not there", patterns: []string{"a.har", "c.har"}, message: "c.har does not exist"},
		{reason: "a pattern that matches nothing", patterns: []string{"*.json"}, message: "no file matches *.json"},
		{reason: "an invalid pattern", patterns: []string{"[a.har"}, message: "[a.har is not a pattern"},
		{reason: "a directory without captures", patterns: []string{"empty"}, message: "empty has no capture in it"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			sources, err := captures.Expand(strings.NewReader("stdin"), c.patterns)
			if c.message != "" {
				require.ErrorContains(t, err, c.message)
				return
			}
			require.NoError(t, err)
			var names []string
			for _, s := range sources {
				names = append(names, filepath.ToSlash(s.Name))
			}
			assert.Equal(t, c.want, names)
		})
	}
}

func TestExpandLinkedDirectory(t *testing.T) {
	tree(t, "real/a.har")
	if err := os.Symlink("real", "link"); err != nil {
		t.Skip("no symbolic links here")
	}
	sources, err := captures.Expand(nil, []string{"link"})
	require.NoError(t, err)
	require.Len(t, sources, 1)
	assert.Equal(t, filepath.Join("link", "a.har"), sources[0].Name)
}

func TestSourceOpen(t *testing.T) {
	tree(t, "a.har")
	sources, err := captures.Expand(strings.NewReader("stdin"), []string{"a.har", "-"})
	require.NoError(t, err)
	for i, want := range []string{"a.har", "stdin"} {
		r, err := sources[i].Open(t.Context())
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, want, string(content))
		require.NoError(t, r.Close())
	}
	_, err = Source{}.Open(t.Context())
	require.Error(t, err, "the zero value names no file")
}

// A directory and a glob yield each regular file once, and end in spite of loops.
func TestExpandOddFiles(t *testing.T) {
	tree(t, "d/a.har", "d/e/b.har", "outside/c.har")
	for link, target := range map[string]string{
		"d/loop": ".", "d/e/up": "..", "d/again.har": "a.har", "d/dangling.har": "nowhere", "d/folder.har": "e", "d/out.har": "../outside/c.har", "d/out": "../outside",
	} {
		if err := os.Symlink(target, link); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	require.NoError(t, os.Link("d/e/b.har", "d/hard.har"))
	if exec.Command("mkfifo", "d/pipe.har").Run() != nil {
		t.Log("no pipes here")
	}
	for _, pattern := range []string{"d", "d/**/*.har", "**/d/**/*.har"} {
		files, err := captures.Files([]string{pattern})
		require.NoError(t, err, pattern)
		assert.Equal(t, []string{"d/a.har", "d/e/b.har", "d/out.har"}, files, pattern)
	}
	files, err := captures.Files([]string{"d/again.har", "d/a.har", "outside/*.har", "d/out.har"})
	require.NoError(t, err)
	assert.Equal(t, []string{"d/again.har", "outside/c.har"}, files, "whatever names it has")
	files, err = captures.Files([]string{"d/loop/*.har"})
	require.NoError(t, err)
	assert.Contains(t, files, filepath.Join("d", "loop", "a.har"), "a link that is named is followed")
}
