package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// page renders a report.
func page(t testing.TB, r *validate.Report) []byte {
	t.Helper()
	return command(t, "render", written(t, r))
}

// written returns the path of a file with a report.
func written(t testing.TB, r *validate.Report) string {
	t.Helper()
	text, err := json.Marshal(r)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "report.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}

func empty() *validate.Report {
	return &validate.Report{SchemaVersion: validate.SchemaVersion, Coverage: []validate.Coverage{}}
}

// large is a report with n findings of up to 500 operations in 200 captures.
func large(n int) *validate.Report {
	r := &validate.Report{
		SchemaVersion: validate.SchemaVersion, Tool: validate.ToolInfo{Name: "apicontract", Version: "v1.2.3"},
		Contract: validate.ContractInfo{Title: "Large", Version: "1.0.0", Source: "openapi.yaml"},
		Summary:  validate.Summary{Entries: 4 * n, Checked: 4 * n, Matched: 4 * n, Conforming: n},
	}
	statuses := []int{200, 400, 401, 404, 429, 500}
	for i := range min(n, 500) {
		for _, status := range statuses {
			r.Coverage = append(r.Coverage, validate.Coverage{Operation: fmt.Sprintf("operation%d", i), Method: "GET", PathTemplate: fmt.Sprintf("/v3/things%d/{id}", i),
				Status: status, Documented: true, Count: i % 7, Conforming: i % 3 % max(i%7, 1)})
		}
	}
	for i := range min(n, 200) {
		r.Captures = append(r.Captures, validate.Capture{Name: fmt.Sprintf("captures/%03d.har", i), Format: "har", Entries: n / 50, Checked: n / 50})
	}
	levels := []validate.Level{validate.LevelError, validate.LevelWarning, validate.LevelNote}
	rules := validate.Rules()
	for i := range n {
		f := validate.Finding{Fingerprint: fmt.Sprintf("%016x", i), Count: 1 + i%5, Violation: validate.Violation{
			Rule: rules[i%len(rules)].ID, Level: levels[i*3/n], Message: fmt.Sprintf("member %q is missing in the body of kind %d", fmt.Sprintf("member%d", i%1000), i%37),
			Expected: fmt.Sprintf("an object with member%d", i%1000), Actual: "an object", Method: "GET", PathTemplate: fmt.Sprintf("/v3/things%d/{id}", i%500),
			Operation: fmt.Sprintf("operation%d", i%500), Status: statuses[i%len(statuses)], InstanceLocation: fmt.Sprintf("/data/%d", i%100),
			DocumentLocation: validate.DocumentLocation{File: "openapi.yaml", Line: 10 + i%4000, Column: 9},
		}}
		for j := range f.Count {
			f.Occurrences = append(f.Occurrences, validate.Occurrence{Capture: fmt.Sprintf("captures/%03d.har", (i+j)%200), Entry: i % 1000})
		}
		r.Findings = append(r.Findings, f)
		r.Summary.Violations.Error += f.Count
	}
	for i := 0; i < n; i += 100 {
		g := validate.Group{Rule: r.Findings[i].Rule, Level: r.Findings[i].Level, Message: r.Findings[i].Message, Operations: 100, Count: 300}
		for j := i; j < min(n, i+100); j++ {
			g.Findings = append(g.Findings, r.Findings[j].Fingerprint)
		}
		r.Groups = append(r.Groups, g)
	}
	return r
}

// hostile is a report whose texts try to be part of the page.
func hostile() *validate.Report {
	r := large(3)
	for i, text := range []string{`</script><script>document.title = "taken"</script>`, `<!--<script>`, "\u2028]]><img src=x onerror=document.title='taken'>"} {
		f := &r.Findings[i]
		f.Message, f.Expected, f.Actual, f.Code, f.PathTemplate = text, text, text, text, "/"+text
		f.Occurrences[0].Capture = text
	}
	r.Groups[0].Message = r.Findings[0].Message
	r.Captures[0].Name = r.Findings[0].Message
	r.Contract.Title = strings.Repeat(r.Findings[0].Message, 2)
	return r
}
