package render_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
)

func output(t *testing.T, s string) render.Output {
	t.Helper()
	o, err := render.ParseOutput(s, render.KindReport)
	require.NoError(t, err)
	return o
}

func TestParseOutput(t *testing.T) {
	for _, c := range []struct{ in, format, path, fails, reason string }{
		{"json", "json", "", "", "to standard output"},
		{"json=-", "json", "", "", "a dash is standard output, too"},
		{"json=a=b.json", "json", "a=b.json", "", "a path may have the sign"},
		{"json=", "", "", "no path after the equals sign; write json=PATH", "the path is missing"},
		{"yaml", "", "", `"yaml" is not one of text, json, ndjson, markdown, html, junit, sarif, github, gitlab`, "there is no such format"},
		{"report.json", "", "", `"report.json" is not one of`, "the format is not guessed"},
	} {
		o, err := render.ParseOutput(c.in, render.KindReport)
		if c.fails != "" {
			assert.ErrorContains(t, err, c.fails, c.reason)
			continue
		}
		require.NoError(t, err, c.reason)
		assert.Equal(t, c.format, o.Format.Name, c.reason)
		assert.Equal(t, c.path, o.Path, c.reason)
	}
}

// folder has an old report, and is where the test writes.
func folder(t *testing.T) (old string) {
	t.Helper()
	old = filepath.Join(t.TempDir(), "report.json")
	require.NoError(t, os.WriteFile(old, []byte("old"), 0o600))
	return old
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func TestSinkWritesEachOutput(t *testing.T) {
	path := folder(t)
	var stdout bytes.Buffer
	s, err := render.Open([]render.Output{output(t, "text"), output(t, "json="+path)}, &stdout, nil)
	require.NoError(t, err)
	first, ok := s.Stdout()
	assert.True(t, ok)
	assert.Equal(t, "text", first.Format.Name)
	assert.Equal(t, "old", content(t, path), "until the end, the old report is there")
	failed := s.Write(func(o render.Output, w io.Writer) error {
		_, err := io.WriteString(w, o.Format.Name)
		return err
	})
	assert.Empty(t, failed)
	assert.Equal(t, "text", stdout.String())
	assert.Equal(t, "json", content(t, path))
	s.Close() // has nothing left to do
	assert.Equal(t, "json", content(t, path))
}

func TestSinkKeepsTheOldReport(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		reason string
		end    func(t *testing.T, s *render.Sink)
	}{
		{"the format fails", func(t *testing.T, s *render.Sink) {
			failed := s.Write(func(o render.Output, w io.Writer) error {
				_, _ = io.WriteString(w, "half")
				if o.Path != "" {
					return broken
				}
				return nil
			})
			require.Len(t, failed, 1)
			assert.ErrorIs(t, failed[0], broken)
		}},
		{"the run fails", func(_ *testing.T, s *render.Sink) { s.Close() }},
		{"the run is interrupted", func(t *testing.T, s *render.Sink) {
			s.DropFiles()
			assert.Empty(t, s.Write(func(_ render.Output, w io.Writer) error {
				_, err := io.WriteString(w, "so far")
				return err
			}))
		}},
		{"the process is killed", func(*testing.T, *render.Sink) {}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			path := folder(t)
			s, err := render.Open([]render.Output{output(t, "json="+path), output(t, "text")}, io.Discard, nil)
			require.NoError(t, err)
			c.end(t, s)
			assert.Equal(t, "old", content(t, path))
			entries, err := os.ReadDir(filepath.Dir(path))
			require.NoError(t, err)
			if c.reason != "the process is killed" {
				assert.Len(t, entries, 1, "no temporary file is left")
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	path := folder(t)
	dir := filepath.Dir(path)
	missing := filepath.Join(dir, "no", "such.json")
	for _, c := range []struct {
		reason  string
		outputs []string
		read    []string
		want    error
	}{
		{"two to standard output", []string{"json", "text"}, nil, render.ErrSamePlace},
		{"two to one file", []string{"json=" + path, "text=" + dir + "/./report.json"}, nil, render.ErrSamePlace},
		{"what is read", []string{"json=" + path}, []string{path}, render.ErrIsRead},
		{"a folder that is missing", []string{"text=" + path, "json=" + missing}, nil, os.ErrNotExist},
	} {
		var outputs []render.Output
		for _, s := range c.outputs {
			outputs = append(outputs, output(t, s))
		}
		_, err := render.Open(outputs, io.Discard, c.read)
		assert.ErrorIs(t, err, c.want, c.reason)
		var e *render.OutputError
		assert.ErrorAs(t, err, &e, c.reason)
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		assert.Len(t, entries, 1, "nothing is left open")
	}
}
