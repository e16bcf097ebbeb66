package examples_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/cli"
)

// A shell runs the commands in READMEs at the root of the repository: apicontract, go test, and
// curl. It writes their files to a directory of its own, and the mock listens on a free port.
type shell struct {
	dir   string
	mock  string        // address of the mock
	names []string      // files that a page shows completely
	kill  func() string // kills the mock, and returns its output except for its address
}

func newShell(t *testing.T) *shell {
	t.Helper()
	t.Chdir("..")
	s := &shell{dir: t.TempDir()}
	t.Setenv(contracttest.ReportDirVariable, filepath.Join(s.dir, "reports"))
	return s
}

// fullFile matches a block of a page that shows a complete file with its name.
var fullFile = regexp.MustCompile("(?ms)^```[a-z]+ file=(\\S+)\n(.*?)^```")

// writeFiles writes the files that a page shows completely.
func (s *shell) writeFiles(t *testing.T, page string) {
	t.Helper()
	for _, m := range fullFile.FindAllStringSubmatch(page, -1) {
		require.NoError(t, os.WriteFile(filepath.Join(s.dir, m[1]), []byte(m[2]), 0o600))
		s.names = append(s.names, m[1])
	}
}

const usualMock = "localhost:4010"

// left matches the names of files that commands write.
var left = regexp.MustCompile(`^'?(reports|traffic\.har)\b`)

var word = regexp.MustCompile(`'[^']*'|\S+`)

// run runs a line with additional flags and returns its output.
func (s *shell) run(t *testing.T, line string, flags ...string) string {
	t.Helper()
	line = strings.TrimPrefix(line, contracttest.ReportDirVariable+"=$PWD/reports ")
	var args []string
	for _, arg := range word.FindAllString(line, -1) {
		if slices.Contains(s.names, arg) {
			arg = s.dir + "/" + arg
		}
		args = append(args, strings.Trim(left.ReplaceAllString(arg, s.dir+"/$1"), "'"))
	}
	args = append(args, flags...)
	var output string
	switch {
	case strings.HasPrefix(line, "go run ./cmd/apicontract "):
		output = s.apicontract(t, args[3:])
	case args[len(args)-1] == "&":
		output = s.background(t, args[:len(args)-1])
	case args[0] == "apicontract":
		output = s.apicontract(t, args[1:])
	case args[0] == "go":
		output = s.tests(t, args)
	case args[0] == "curl":
		output = s.curl(t, args[1:])
	case line == "kill %1":
		output = s.kill()
	default:
		require.Fail(t, "no such command", line)
	}
	return strings.ReplaceAll(output, s.dir+"/", "")
}

// apicontract runs the tool. The captures in READMEs have findings, so the exit code is not
// checked.
func (s *shell) apicontract(t *testing.T, args []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	want := 0
	if args[0] == "check" {
		want = 1
	}
	assert.Equal(t, want, cli.Main(t.Context(), args, http.NoBody, &out, &errs), errs.String())
	return out.String()
}

// background runs the mock until it is killed.
func (s *shell) background(t *testing.T, args []string) string {
	t.Helper()
	require.Equal(t, []string{"apicontract", "mock"}, args[:2])
	ctx, cancel := context.WithCancel(t.Context())
	in, out := io.Pipe()
	var errs bytes.Buffer // belongs to the mock until it has ended
	ended := make(chan int, 1)
	go func() { ended <- cli.Main(ctx, append(args[1:], "--addr", "127.0.0.1:0"), http.NoBody, out, &errs) }()
	s.kill = func() string {
		cancel()
		assert.Zero(t, <-ended)
		return errs.String()
	}
	address, err := bufio.NewReader(in).ReadString('\n')
	require.NoError(t, err)
	s.mock = strings.TrimPrefix(strings.TrimSpace(address), "http://")
	return strings.Replace(address, s.mock, strings.Replace(usualMock, "localhost", "127.0.0.1", 1), 1)
}

// tests runs tests and returns their output, whether they pass or not.
func (s *shell) tests(t *testing.T, args []string) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return string(output)
}

// curl requests the last argument, a URL, with the headers in -H.
func (s *shell) curl(t *testing.T, args []string) string {
	t.Helper()
	url := strings.Replace(args[len(args)-1], usualMock, "http://"+s.mock, 1)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	for i := 0; i+1 < len(args)-1; i += 2 {
		require.Equal(t, "-H", args[i])
		name, value, _ := strings.Cut(args[i+1], ": ")
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	content, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return string(content) + "\n"
}
