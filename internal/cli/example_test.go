package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
	"github.com/apicontract/apicontract/validate"
)

// atRoot runs the command line in the repository's root, as the README does.
func atRoot(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(filepath.Join("..", ".."))
	var out, errs bytes.Buffer
	code = cli.Main(context.Background(), args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// expectation is examples/heygen.expected.json, which was derived by hand.
type expectation struct {
	Entries  int `json:"entries"`
	Findings []struct {
		Entry            int    `json:"entry"`
		Rule             string `json:"rule"`
		Level            string `json:"level"`
		Method           string `json:"method"`
		PathTemplate     string `json:"pathTemplate"`
		Status           int    `json:"status"`
		Code             string `json:"code"`
		InstanceLocation string `json:"instanceLocation"`
	} `json:"findings"`
	Skipped    map[validate.SkipReason][]int      `json:"skipped"`
	Unchecked  map[validate.UncheckedReason][]int `json:"unchecked"`
	Conforming []int                              `json:"conforming"`
}

var index = regexp.MustCompile(`/\d+\b`)

// lines returns the expected findings, one per line, in the form of the other lines function.
func (e *expectation) lines() []string {
	var lines []string
	for _, f := range e.Findings {
		lines = append(lines, fmt.Sprintln(f.Entry, f.Rule, f.Level, f.Method, f.PathTemplate, f.Status, f.Code,
			index.ReplaceAllString(f.InstanceLocation, "/*")))
	}
	slices.Sort(lines)
	return lines
}

func lines(r *validate.Report) []string {
	var lines []string
	for _, v := range r.Findings {
		for _, o := range v.Occurrences {
			lines = append(lines, fmt.Sprintln(o.Entry, v.Rule, v.Level, v.Method, v.PathTemplate, v.Status, v.Code,
				index.ReplaceAllString(v.InstanceLocation, "/*")))
		}
	}
	slices.Sort(lines)
	return lines
}

// onlyNoted counts the entries with notes only, which conform.
func (e *expectation) onlyNoted() int {
	heavy, all := make(map[int]bool), make(map[int]bool)
	for _, f := range e.Findings {
		all[f.Entry] = true
		heavy[f.Entry] = heavy[f.Entry] || f.Level != string(validate.LevelNote)
	}
	n := 0
	for entry := range all {
		if !heavy[entry] {
			n++
		}
	}
	return n
}

// TestExampleEqualsTheHandCheckedExpectation compares the results for the example with those of a
// person.
func TestExampleEqualsTheHandCheckedExpectation(t *testing.T) {
	code, stdout, stderr := atRoot(t, "check", "--output", "json", "examples/heygen.har")
	assert.Equal(t, 1, code)
	assert.Empty(t, stderr)

	var want expectation
	data, err := os.ReadFile("examples/heygen.expected.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &want))
	var got validate.Report
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))

	assert.Equal(t, want.lines(), lines(&got))
	assert.Equal(t, want.Entries, got.Summary.Entries)
	assert.Equal(t, len(want.Conforming)+want.onlyNoted(), got.Summary.Conforming)
	assert.Equal(t, counts(want.Skipped), got.Summary.Skipped)
	assert.Equal(t, counts(want.Unchecked), got.Summary.Unchecked)
}

// counts returns the number of entries for each reason.
func counts[R ~string](entries map[R][]int) map[R]int {
	n := make(map[R]int)
	for reason, list := range entries {
		n[reason] = len(list)
	}
	return n
}
