package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"github.com/apicontract/apicontract/internal/cli"
)

// anyAPI is a document that has an operation for every path of up to twelve segments. Its schema
// applies to every JSON body, and depends on the length and the form of values, so that most bodies
// have findings.
func anyAPI() string {
	var b strings.Builder
	b.WriteString(`
openapi: 3.1.0
info: {title: any, version: "1"}
components:
  schemas:
    any:
      anyOf:
      - {type: string, maxLength: 12}
      - {type: [number, boolean, "null"]}
      - {type: array, items: {$ref: '#/components/schemas/any'}}
      - {$ref: '#/components/schemas/object'}
    object:
      type: object
      properties:
        token: {type: string, minLength: 20, pattern: '^[A-Za-z0-9._-]+$'}
        email: {type: string, format: email}
        id: {type: string, format: uuid}
        session_id: {type: string, format: uuid}
        url: {type: string, format: uri}
        date: {type: string, format: date-time}
        key: {enum: [a, b]}
      additionalProperties: {$ref: '#/components/schemas/any'}
servers: [{url: /}]
paths:
  /: &path
    get: &operation {responses: {default: {description: any, content: {'*/*': {schema: {$ref: '#/components/schemas/any'}}}}}}
    post: *operation
    put: *operation
    delete: *operation
    patch: *operation
`)
	path := ""
	for i := range 12 {
		path += fmt.Sprintf("/{p%d}", i)
		fmt.Fprintf(&b, "  %s: *path\n", path)
	}
	return b.String()
}

var verdictLine = regexp.MustCompile(`the verdict is the same \(entries checked: (\d+) of (\d+), findings: (\d+)\)`)

// TestRedactKeepsTheVerdict checks that a copy has the findings of its capture: of the captures of
// this repository and, if APICONTRACT_CAPTURES names a folder, of those in it.
func TestRedactKeepsTheVerdict(t *testing.T) {
	spec := filepath.Join(t.TempDir(), "any.yaml")
	require.NoError(t, os.WriteFile(spec, []byte(anyAPI()), 0o600))
	copied := filepath.Join(t.TempDir(), "copy.har")
	captures, totals := 0, [3]int{}
	for _, name := range captureNames(t) {
		for _, flags := range [][]string{{}, {"--spec", spec, "--any-host"}} {
			var errs bytes.Buffer
			args := append([]string{"redact", name, "--to", copied}, flags...)
			code := cli.Main(context.Background(), args, nil, nil, &errs)
			if code == 3 && strings.Contains(errs.String(), "nothing was written") {
				continue // it is damaged on purpose
			}
			require.Zero(t, code, "%s: %s", name, errs.String())
			counts := verdictLine.FindStringSubmatch(errs.String())
			require.NotNil(t, counts, "%s: %s", name, errs.String())
			captures++
			for i := range totals {
				n, _ := strconv.Atoi(counts[i+1])
				totals[i] += n
			}
		}
	}
	t.Logf("%d runs, entries checked: %d of %d, findings: %d", captures, totals[0], totals[1], totals[2])
	assert.Greater(t, captures, 10)
	assert.Greater(t, totals[2], 50)
}

func captureNames(t *testing.T) (names []string) {
	folders := []string{"../../examples", "testdata/common"}
	if folder := os.Getenv("APICONTRACT_CAPTURES"); folder != "" {
		folders = append(folders, folder)
	}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
			if isHAR, _ := filepath.Match("*.har*", filepath.Base(name)); isHAR {
				names = append(names, name)
			}
			return err
		})
		require.NoError(t, err)
	}
	return names
}

// TestRedactIsInterrupted checks that a run that waits for its input ends with the context, and
// leaves no file.
func TestRedactIsInterrupted(t *testing.T) {
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	in, pipe := io.Pipe()
	go func() {
		_, _ = io.WriteString(pipe, `{"log":{"entries":[{"request":{"url":"/?token=`)
		cancel()
	}()
	var errs bytes.Buffer
	assert.Equal(t, 3, cli.Main(ctx, []string{"redact", "-", "--to", filepath.Join(folder, "copy.har")}, in, nil, &errs))
	assert.Equal(t, "apicontract: interrupted\n", errs.String())
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// TestRedactDifferentVerdict checks that a difference is reported by its place, without a value.
func TestRedactDifferentVerdict(t *testing.T) {
	folder := t.TempDir()
	spec, traffic := filepath.Join(folder, "api.yaml"), filepath.Join(folder, "a.har")
	require.NoError(t, os.WriteFile(spec, []byte(`
openapi: 3.0.3
info: {title: t, version: "1"}
servers: [{url: https://h.example}]
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200':
          description: d
          content: {application/json: {schema: {properties: {pin: {type: integer, minimum: 1234, maximum: 1234}}}}}
`), 0o600))
	require.NoError(t, os.WriteFile(traffic, []byte(`{"log":{"entries":[{"request":{"method":"GET","url":"https://h.example/a"},
		"response":{"status":200,"content":{"mimeType":"application/json","text":"{\"pin\":1234}"}}}]}}`), 0o600))
	var errs bytes.Buffer
	code := cli.Main(t.Context(), []string{"redact", traffic, "--spec", spec, "--to", filepath.Join(folder, "copy.har")}, nil, nil, &errs)
	assert.Equal(t, 1, code)
	assert.Contains(t, errs.String(), "the verdict is not the same:\n  only in the copy: error[body-schema] of getA in entry 0\n")
	assert.NotContains(t, errs.String(), "1234")
}

// TestRedactPageShowsRealOutput compares the output in docs/redact.md.
func TestRedactPageShowsRealOutput(t *testing.T) {
	text, err := os.ReadFile("../../docs/redact.md")
	require.NoError(t, err)
	page := regexp.MustCompile("(?s)```console\n\\$ apicontract redact (.*?) --to shared.har\n(.*?)```").FindStringSubmatch(string(text))
	require.NotNil(t, page)
	_, _, stderr := atRoot(t, "redact", page[1], "--to", filepath.Join(t.TempDir(), "shared.har"))
	assert.Equal(t, page[2], stderr)
}

// TestRedactKeepsTheEncoding checks captures with a byte order mark, in UTF-8 and UTF-16.
func TestRedactKeepsTheEncoding(t *testing.T) {
	folder := t.TempDir()
	key, traffic, copied := filepath.Join(folder, "key"), filepath.Join(folder, "a.har"), filepath.Join(folder, "b.har")
	require.NoError(t, os.WriteFile(key, []byte("a key of the tests"), 0o600))
	text, err := os.ReadFile("testdata/common/drift.har")
	require.NoError(t, err)
	redacted := func(capture []byte) []byte {
		require.NoError(t, os.WriteFile(traffic, capture, 0o600))
		var errs bytes.Buffer
		require.Zero(t, cli.Main(t.Context(), []string{"redact", traffic, "--to", copied, "--key-file", key}, nil, nil, &errs), errs.String())
		got, err := os.ReadFile(copied)
		require.NoError(t, err)
		return got
	}
	plain := redacted(text)
	assert.Equal(t, "\ufeff"+string(plain), string(redacted([]byte("\ufeff"+string(text)))))
	for _, encoding := range []encoding.Encoding{unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)} {
		capture, err := encoding.NewEncoder().Bytes(text)
		require.NoError(t, err)
		want, err := encoding.NewEncoder().Bytes(plain)
		require.NoError(t, err)
		assert.Equal(t, want, redacted(capture), "%v", encoding)
	}
}
