package schemaengine_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// A conformanceCase is a line of the test's files: a case of the JSON Schema Test Suite as an
// OpenAPI document, a body and a verdict.
type conformanceCase struct {
	ID     string          `json:"id"`
	Spec   json.RawMessage `json:"spec"`
	Body   string          `json:"body"`
	Expect string          `json:"expect"`
}

// TestConformance checks the core cases without formats, and the optional ones, most of which are
// about formats, with formats.
func TestConformance(t *testing.T) {
	folder := os.Getenv("APICONTRACT_CONFORMANCE")
	if folder == "" {
		t.Skip("set APICONTRACT_CONFORMANCE to the folder of the conformance cases (*.jsonl.gz)")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")
		t.Run(name, func(t *testing.T) { conformance(t, name, readConformance(t, file)) })
	}
}

func conformance(t *testing.T, name string, cases []conformanceCase) {
	t.Helper()
	options := schemaengine.Options{AnnotateFormats: strings.HasSuffix(name, "-core")}
	results := comparison{}
	for _, c := range cases {
		results.add(c.name(), c.verdict(t, options), c.Expect)
	}
	results.assert(t)
}

// name returns the case's name in testdata/differences.txt, without the numbers that change between
// versions of the suite.
func (c *conformanceCase) name() string {
	file, description, _ := strings.Cut(strings.TrimPrefix(c.ID, "jsts:"), " ")
	return path.Dir(path.Dir(file)) + " " + description
}

// verdict returns valid, invalid or unchecked.
func (c *conformanceCase) verdict(t *testing.T, options schemaengine.Options) string {
	t.Helper()
	doc, err := spec.Load(fstest.MapFS{"openapi.json": {Data: c.Spec}}, "openapi.json")
	require.NoError(t, err, c.ID)
	s := schemaengine.NewCompiler(doc, options).Schema(doc.Root().At("components", "schemas", "S"))
	return verdict(t, options, s, []byte(c.Body))
}

func verdict(t *testing.T, options schemaengine.Options, s *schema.Schema, body []byte) string {
	t.Helper()
	value, err := schemaerror.Decode(body)
	if err != nil {
		return "undecodable"
	}
	result := schemaengine.NewEvaluator(options).Check(t.Context(), s, value)
	switch {
	case len(result.Errors) > 0:
		return "invalid"
	case len(result.Unchecked) > 0:
		return "unchecked"
	}
	return "valid"
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
