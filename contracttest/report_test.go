package contracttest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// reports reads all reports in a directory.
func reports(t *testing.T, dir string) []*validate.Report {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	all := make([]*validate.Report, len(names))
	for i, name := range names {
		assert.Equal(t, ".json", filepath.Ext(name), "nothing else is left behind")
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &all[i]))
	}
	return all
}

// seenIn counts how often an outcome was seen.
func seenIn(r *validate.Report, operation string, status int, code string) int {
	for _, row := range r.Coverage {
		if row.Operation == operation && row.Status == status && row.Code == code {
			return row.Count
		}
	}
	return 0
}

func TestReportsAreWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "if need be")
	cfg := contracttest.Config{ReportDir: dir, Transport: answer(404, envelope("video_not_found"))}
	for range 3 {
		use(t, cfg, func(rt http.RoundTripper) { fetch(t, rt, videoURL) })
	}
	r := newRecorder(t)
	h := contracttest.NewHandler(r, answering(200, success), cfg)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil))
	r.end()
	cfg.Captures(t, captures(), "good")
	use(t, cfg, func(http.RoundTripper) {}) // nothing to report

	left := reports(t, dir)
	require.Len(t, left, 1, "a process leaves one report, however many tests it has")
	report := left[0]
	assert.Equal(t, 3+2, seenIn(report, "getVideoV3", 404, "video_not_found"))
	assert.Equal(t, 1, seenIn(report, "getVideoV3", 200, ""))
	for _, want := range []struct{ operation, code string }{{"listVoices", "internal_error"}, {"deleteVideo", "video_delete_failed"}} {
		assert.True(t, slices.ContainsFunc(report.Coverage, func(row validate.Coverage) bool {
			return row.Operation == want.operation && row.Code == want.code && row.Count == 0
		}), "what was never seen has its rows: %v", want)
	}
	assert.False(t, slices.ContainsFunc(report.Coverage, func(row validate.Coverage) bool {
		return row.Operation == "listVoices" && row.Code == "video_delete_failed"
	}), "but not the codes of other operations")
	assert.Equal(t, 7, report.Summary.Entries)
	assert.Equal(t, "github.com/apicontract/apicontract/contracttest.TestReportsAreWritten", report.Captures[0].Name)
	assert.Equal(t, "apicontract", report.Tool.Name)
}

func TestReportsOfTwoContracts(t *testing.T) {
	dir := t.TempDir()
	other, err := validate.Parse("o.yaml", []byte("openapi: 3.0.3\ninfo: {title: Other, version: '1'}\npaths: {/x: {get: {responses: {'200': {description: d}}}}}\n"))
	require.NoError(t, err)
	use(t, contracttest.Config{ReportDir: dir, Transport: answer(404, envelope("video_not_found"))}, func(rt http.RoundTripper) { fetch(t, rt, videoURL) })
	use(t, contracttest.Config{ReportDir: dir, Contract: other, Transport: answer(200, "")}, func(rt http.RoundTripper) { fetch(t, rt, host+"/x") })
	assert.Len(t, reports(t, dir), 2, "they cannot be merged")
	names, err := filepath.Glob(filepath.Join(dir, "other-contracttest-*.json"))
	require.NoError(t, err)
	assert.Len(t, names, 1, "a glob can select the reports of one contract")
}

// TestReportsOfTwoTables writes the reports of a contract and of its next draft, which have the
// same title and version but cannot be merged.
func TestReportsOfTwoTables(t *testing.T) {
	dir := t.TempDir()
	for _, code := range []string{"gone", "moved"} {
		draft, err := validate.Parse("d.yaml", []byte(`{openapi: 3.0.3, info: {title: Draft, version: '1'}, x-error-table: {envelope: {error: /error, code: /error/code}, codes: {`+code+`: {status: 404}}},
			paths: {/x: {get: {responses: {'200': {description: d}, '404': {description: d, content: {application/json: {schema: {properties: {error: {properties: {code: {}}}}}}}}}}}}}`))
		require.NoError(t, err)
		r := use(t, contracttest.Config{ReportDir: dir, Contract: draft, Transport: answer(200, "")}, func(rt http.RoundTripper) { fetch(t, rt, host+"/x") })
		assert.NotContains(t, r.all(), "cannot be written", "a test does not fail for another's contract")
	}
	assert.Len(t, reports(t, dir), 2)
}

func TestReportsOfManyProcesses(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			output, passed := again(t, "exchanges", contracttest.ReportDirVariable+"="+dir)
			assert.True(t, passed, output)
		})
	}
	all.Wait()
	left := reports(t, dir)
	require.Len(t, left, 3)
	merged, err := validate.Merge(left...)
	require.NoError(t, err)
	assert.Equal(t, 30, seenIn(merged, "getVideoV3", 404, "video_not_found"))
}

func TestReportThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	r := use(t, contracttest.Config{ReportDir: file, Transport: answer(200, success)}, func(rt http.RoundTripper) { fetch(t, rt, videoURL) })
	assert.Contains(t, r.all(), "contracttest: the report for `apicontract coverage` cannot be written: ")
}
