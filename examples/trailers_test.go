package examples_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/cli"
)

// What the README of the trailers shows is what comes out, but for times and the
// numbers of lines; … stands for what it leaves out.
func TestTrailersReadme(t *testing.T) {
	text, err := os.ReadFile("trailers/README.md")
	require.NoError(t, err)
	commands := regexp.MustCompile("(?ms)^\\$ ([^\n]*)\n(.*?)^(?:\\$|```)")
	var shown [][]string
	for rest := text; ; {
		m := commands.FindSubmatchIndex(rest)
		if m == nil {
			break
		}
		shown = append(shown, []string{string(rest[m[2]:m[3]]), string(rest[m[4]:m[5]])})
		rest = rest[m[5]:]
	}
	require.Len(t, shown, 3)
	reports := t.TempDir()
	t.Setenv(contracttest.ReportDirVariable, reports)

	assertShows(t, shown[0][1], testTrailers(t))

	args := strings.Fields(shown[1][0])
	require.Equal(t, []string{"go", "run", "./cmd/apicontract"}, args[:3])
	require.Equal(t, "reports", args[len(args)-1])
	args[len(args)-1] = reports
	var out, errs bytes.Buffer
	assert.Zero(t, cli.Main(t.Context(), args[3:], http.NoBody, &out, &errs), errs.String())
	assertShows(t, shown[1][1], out.String())

	assertShows(t, shown[2][1], testTrailers(t, "-overlay", withoutErrorHandler(t)))
}

// testTrailers runs the tests of the trailers as they are run from the root, and
// returns what they print.
func testTrailers(t *testing.T, flags ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"test", "-count=1", "./examples/trailers"}, flags...)...)
	cmd.Dir = ".."
	output, err := cmd.CombinedOutput()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return string(output)
}

// withoutErrorHandler makes an overlay for the go command, in which the gateway
// leaves it to the standard library what is said when the API is down.
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

// assertShows holds output to what a README has of it.
func assertShows(t *testing.T, shown, output string) {
	t.Helper()
	shown, output = changing.ReplaceAllString(shown, "0$1"), changing.ReplaceAllString(output, "0$1")
	for part := range strings.SplitSeq(shown, "…\n") {
		_, after, found := strings.Cut(output, part)
		require.True(t, found, "not in the output, or not in this order:\n%s\nof\n%s", part, output)
		output = after
	}
}
