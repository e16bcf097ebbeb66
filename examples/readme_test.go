package examples_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadmes checks that the commands in the READMEs print what the READMEs show, except for times
// and line numbers. A line with … replaces omitted lines.
func TestReadmes(t *testing.T) {
	cases := []struct {
		readme   string
		commands int
		flags    map[int][]string // additional flags of a command
	}{
		{"trailers/README.md", 3, map[int][]string{2: {"-overlay", withoutErrorHandler(t)}}},
		{"parcels/README.md", 10, nil},
		{"../docs/bodies.md", 2, nil},
		{"../docs/check.md", 4, nil},
		{"../docs/error-table.md", 4, nil},
		{"../docs/mock.md", 5, nil},
		{"../docs/schemas.md", 4, nil},
		{"../docs/your-api.md", 7, nil},
	}
	for _, c := range cases {
		t.Run(c.readme, func(t *testing.T) {
			shown := commandsOf(t, c.readme)
			require.Len(t, shown, c.commands)
			text, err := os.ReadFile(c.readme)
			require.NoError(t, err)
			shell := newShell(t)
			shell.writeFiles(t, string(text))
			for i, s := range shown {
				assertShows(t, s.output, shell.run(t, s.line, c.flags[i]...))
			}
		})
	}
}

// A shown is a command in a README with its output.
type shown struct{ line, output string }

var command = regexp.MustCompile("(?ms)^\\$ ([^\n]*)\n(.*?)^(?:\\$|```)")

func commandsOf(t *testing.T, readme string) []shown {
	t.Helper()
	rest, err := os.ReadFile(readme)
	require.NoError(t, err)
	var all []shown
	for {
		m := command.FindSubmatchIndex(rest)
		if m == nil {
			return all
		}
		all = append(all, shown{string(rest[m[2]:m[3]]), string(rest[m[4]:m[5]])})
		rest = rest[m[5]:]
	}
}

// withoutErrorHandler returns an overlay for the go command, in which the gateway uses the standard
// library's error handler when the API is down.
func withoutErrorHandler(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("trailers/gateway.go")
	require.NoError(t, err)
	handler := regexp.MustCompile(`(?s)\t\tErrorHandler: .*?\n\t\t\},\n`)
	require.Regexp(t, handler, string(source))
	dir := t.TempDir()
	without, overlay := filepath.Join(dir, "gateway.go"), filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(without, handler.ReplaceAll(source, nil), 0o600))
	original, err := filepath.Abs("trailers/gateway.go")
	require.NoError(t, err)
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {original: without}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, replace, 0o600))
	return overlay
}

var changing = regexp.MustCompile(`\d+\.\d+s|(\.go|\.yaml):[\d:]+`)

// assertShows compares output with the part of it that a README shows.
func assertShows(t *testing.T, shown, output string) {
	t.Helper()
	shown, output = changing.ReplaceAllString(shown, "0$1"), changing.ReplaceAllString(output, "0$1")
	for part := range strings.SplitSeq(shown, "…\n") {
		_, after, found := strings.Cut(output, part)
		require.True(t, found, "not in the output, or not in this order:\n%s\nof\n%s", part, output)
		output = after
	}
}
