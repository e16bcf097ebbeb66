package ecmaregexp

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

// TestConformance runs the cases of the JSON Schema test suite about patterns.
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
				S conformanceSchema `json:"S"`
			} `json:"schemas"`
		} `json:"components"`
	} `json:"spec"`
}

type conformanceSchema struct {
	Pattern           string         `json:"pattern"`
	Format            string         `json:"format"`
	PatternProperties map[string]any `json:"patternProperties"`
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
		if json.Unmarshal(lines.Bytes(), &c) != nil || !strings.Contains(c.File, "regex.json") {
			continue
		}
		if got, ok := c.outcome(t); ok {
			count++
			assert.Equal(t, c.Expect == "valid", got, c.ID)
		}
	}
	require.NoError(t, lines.Err())
	return count
}

// outcome reports whether a body is valid. It returns false for bodies of other types than the
// schema's, because they do not concern this package.
func (c *conformanceCase) outcome(t *testing.T) (valid, ok bool) {
	t.Helper()
	var body any
	require.NoError(t, json.Unmarshal([]byte(c.Body), &body))
	s := c.Spec.Components.Schemas.S
	text, isText := body.(string)
	object, isObject := body.(map[string]any)
	switch {
	case s.Format == "regex" && isText:
		r, err := Compile(text)
		return err == nil && !r.IsLegacy(), true
	case s.Pattern != "" && isText:
		return matches(t, s.Pattern, text), true
	case isObject && len(s.PatternProperties) == 1:
		return validMembers(t, s.PatternProperties, object), true
	}
	return false, false
}

// validMembers checks the suite's two forms: additional members are forbidden, or the matching
// members are integers.
func validMembers(t *testing.T, properties, object map[string]any) bool {
	for pattern, schema := range properties {
		for name, value := range object {
			_, isNumber := value.(float64)
			found := matches(t, pattern, name)
			if _, typed := schema.(map[string]any); typed && found && !isNumber || !typed && !found {
				return false
			}
		}
	}
	return true
}

func matches(t *testing.T, pattern, text string) bool {
	t.Helper()
	r, err := Compile(pattern)
	require.NoError(t, err)
	got, err := r.MatchString(text)
	require.NoError(t, err)
	return got
}
