package stringformat

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestConformance runs the cases of the JSON Schema test suite about formats.
func TestConformance(t *testing.T) {
	folder := os.Getenv("APICONTRACT_CONFORMANCE")
	if folder == "" {
		t.Skip("set APICONTRACT_CONFORMANCE to the folder of the conformance cases (*.jsonl.gz)")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*-optional.jsonl.gz"))
	require.NoError(t, err)
	count := 0
	for _, file := range files {
		count += conformance(t, file)
	}
	t.Log(count, "cases")
	assert.Positive(t, count)
}

type conformanceCase struct {
	ID     string `json:"id"`
	File   string `json:"file"`
	Body   string `json:"body"`
	Expect string `json:"expect"`
	Spec   struct {
		Components struct {
			Schemas struct {
				S struct {
					Format string `json:"format"`
				} `json:"S"`
			} `json:"schemas"`
		} `json:"components"`
	} `json:"spec"`
}

func conformance(t *testing.T, file string) (count int) {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c conformanceCase
		if json.Unmarshal(lines.Bytes(), &c) != nil || !strings.Contains(c.File, "/format/") {
			continue
		}
		var body any
		require.NoError(t, json.Unmarshal([]byte(c.Body), &body), c.ID)
		value, isText := body.(string)
		if !isText {
			continue
		}
		if problem, known := CheckText(c.Spec.Components.Schemas.S.Format, value); known {
			count++
			assert.Equal(t, c.Expect == "valid", problem == "", "%s %q: %s", c.ID, value, problem)
		}
	}
	require.NoError(t, lines.Err())
	return count
}
