package schemaerror_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// A conformanceCase is a line of the files that the conformance test reads.
type conformanceCase struct {
	ID     string          `json:"id"`
	Spec   json.RawMessage `json:"spec"`
	Body   string          `json:"body"`
	Expect string          `json:"expect"`
}

// TestConformance reads the JSON Schema test suite, one OpenAPI document a case.
func TestConformance(t *testing.T) {
	folder := os.Getenv("APICONTRACT_CONFORMANCE")
	if folder == "" {
		t.Skip("set APICONTRACT_CONFORMANCE to the folder of the conformance cases (*.jsonl.gz)")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl.gz"), func(t *testing.T) { conformance(t, file) })
	}
}

func conformance(t *testing.T, file string) {
	cases := readConformance(t, file)
	core := strings.Contains(file, "core")
	right := 0
	var different []string
	for _, c := range cases {
		got, detail := conformanceVerdict(t, c)
		if got == c.Expect {
			right++
			continue
		}
		different = append(different, c.ID+": "+got+", not "+c.Expect+" "+detail)
	}
	t.Logf("%d of %d are right", right, len(cases))
	if core {
		assert.Empty(t, different)
		return
	}
	for _, d := range different {
		t.Log(d)
	}
}

func conformanceVerdict(t *testing.T, c conformanceCase) (string, string) {
	t.Helper()
	s := schemaOf(t, string(c.Spec), "S", schema.Options{})
	value, err := schemaerror.Decode([]byte(c.Body))
	if err != nil {
		return "undecodable", err.Error()
	}
	result := schemaerror.New(schemaerror.Options{}).Check(t.Context(), s, value)
	switch {
	case len(result.Errors) > 0:
		return "invalid", result.Errors[0].Message
	case len(result.Unchecked) > 0:
		return "unchecked", result.Unchecked[0].Reason.String()
	}
	return "valid", ""
}

func readConformance(t *testing.T, file string) []conformanceCase {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	var cases []conformanceCase
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c conformanceCase
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		cases = append(cases, c)
	}
	require.NoError(t, lines.Err())
	return cases
}

// schemaOf compiles a component of a document.
func schemaOf(t testing.TB, document, component string, options schema.Options) *schema.Schema {
	t.Helper()
	doc, err := spec.Load(fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
	require.NoError(t, err)
	if options.CompilePattern == nil {
		options.CompilePattern = goPattern
	}
	node := doc.Root().At("components", "schemas", component)
	require.NotNil(t, node)
	return schema.NewCompiler(doc, options).Schema(node)
}

// goPattern compiles a pattern with Go's syntax, which is close enough for tests.
func goPattern(source string) (schema.Matcher, error) {
	re, err := regexp.Compile(codePoint.ReplaceAllString(source, `\x{$1}`))
	return matcher{re}, err
}

var codePoint = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

type matcher struct{ *regexp.Regexp }

func (m matcher) MatchString(s string) (bool, error) { return m.Regexp.MatchString(s), nil }
