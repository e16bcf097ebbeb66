package inputs

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFilesIn(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("{}")}
	fsys := fstest.MapFS{"b.har": file, "a.har": file, "notes.txt": file, "d/e/y.har.gz": file, "d/x.HAR": file, "empty/readme": file}
	for _, c := range []struct {
		reason, pattern string
		want            []string
		message         string
	}{
		{"a file may have any name", "notes.txt", []string{"notes.txt"}, ""},
		{"a pattern, sorted", "*.har", []string{"a.har", "b.har"}, ""},
		{"any depth", "**/*.{har,HAR}", []string{"a.har", "b.har", "d/x.HAR"}, ""},
		{"a directory: files with a capture's suffix", "d", []string{"d/e/y.har.gz", "d/x.HAR"}, ""},
		{"the whole", ".", []string{"a.har", "b.har", "d/e/y.har.gz", "d/x.HAR"}, ""},
		{"a file that is not there", "c.har", nil, "c.har does not exist"},
		{"nothing fits", "*.json", nil, "no file matches *.json"},
		{"no pattern", "[a.har", nil, "[a.har is not a pattern"},
		{"no capture", "empty", nil, "empty has no capture in it"},
	} {
		got, err := captures.FilesIn(fsys, []string{c.pattern, c.pattern})
		if c.message != "" {
			require.ErrorContains(t, err, c.message, c.reason)
			continue
		}
		require.NoError(t, err, c.reason)
		assert.Equal(t, c.want, got, c.reason)
	}
}

func TestFiles(t *testing.T) {
	reports := FileKind{Name: "report", Suffixes: []string{".json"}}
	tree(t, "r/a.json", "r/d/b.JSON", "r/c.har", "r/.x.json.part")
	got, err := reports.Files([]string{"r"})
	require.NoError(t, err)
	assert.Equal(t, []string{"r/a.json", "r/d/b.JSON"}, got)
	_, err = reports.Files([]string{"r/*.xml"})
	require.EqualError(t, err, "no file matches r/*.xml")
	_, err = reports.Files([]string{"r/c.har"})
	require.NoError(t, err, "a file that is named itself may have any name")
}
