package render_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// seen is a report with every kind of outcome.
func seen() *validate.Report {
	r := clean()
	r.Summary.Checked = 9
	r.Contract.Codes = append(r.Contract.Codes, validate.CodeInfo{Code: "gone"})
	row := func(method, path, operation string, status int, response, code string, documented bool, count int) {
		r.Coverage = append(r.Coverage, validate.Coverage{
			Operation: operation, Method: method, PathTemplate: path, Status: status, Response: response,
			Code: code, Documented: documented, Count: count, Conforming: count / 2,
		})
	}
	r.Coverage = nil
	row("GET", "/v3/voices", "", 0, "4XX", "", true, 0)
	row("GET", "/v3/voices", "", 200, "", "", true, 4)
	row("GET", "/v3/videos", "listVideos", 200, "", "", true, 0)
	row("GET", "/v3/videos", "listVideos", 401, "", "unauthorized", true, 0)
	row("GET", "/v3/videos/{id}", "getVideo", 200, "", "", true, 0)
	row("GET", "/v3/videos/{id}", "getVideo", 401, "", "unauthorized", true, 0)
	row("GET", "/v3/videos/{id}", "getVideo", 404, "", "", false, 1)
	row("GET", "/v3/videos/{id}", "getVideo", 404, "", "unauthorized", false, 1)
	row("GET", "/v3/videos/{id}", "getVideo", 404, "", "video_missing", true, 0)
	row("GET", "/v3/videos/{id}", "getVideo", 404, "", "video_not_found", true, 2)
	row("GET", "/v3/videos/{id}", "getVideo", 409, "", "busy", true, 0)
	row("GET", "/v3/videos/{id}", "getVideo", 409, "", "later", true, 0)
	row("GET", "/v3/videos/{id}", "getVideo", 410, "default", "gone", true, 1)
	row("GET", "/v3/videos/{id}", "getVideo", 502, "", "", false, 3)
	return r
}

func TestCoverageGolden(t *testing.T) {
	for _, c := range []struct {
		golden, reason string
		format         string
		options        render.Options
	}{
		{"coverage.txt", "seen, never, undocumented, ranges", "text", render.Options{}},
		{"coverage-missing.txt", "every code that was never seen", "text", render.Options{Missing: true}},
		{"coverage.json", "the whole", "json", render.Options{}},
		{"coverage.ndjson", "totals, then a line for each operation", "ndjson", render.Options{}},
		{"coverage.md", "totals, then a table", "markdown", render.Options{}},
	} {
		t.Run(c.golden, func(t *testing.T) {
			var b bytes.Buffer
			format, ok := render.FindFormat(c.format, render.KindCoverage)
			require.True(t, ok)
			require.NoError(t, format.Coverage(&b, render.NewCoverage(seen(), 2), c.options))
			golden(t, c.golden, b.Bytes(), c.reason)
		})
	}
}

func TestMissingCoverage(t *testing.T) {
	all := render.NewCoverage(seen(), 1)
	format, _ := render.FindFormat("json", render.KindCoverage)
	var b bytes.Buffer
	require.NoError(t, format.Coverage(&b, all, render.Options{Missing: true}))
	var missing render.Coverage
	require.NoError(t, json.Unmarshal(b.Bytes(), &missing))
	assert.Equal(t, all.Totals, missing.Totals)
	for _, op := range missing.Operations {
		for _, s := range op.Statuses {
			for _, code := range s.Codes {
				assert.Zero(t, code.Count)
			}
		}
	}
	assert.Equal(t, 1, all.Operations[0].Statuses[1].Codes[0].Count/4, "the whole is left alone")
}

func TestShareReaches(t *testing.T) {
	for _, c := range []struct {
		reason   string
		seen, of int
		percent  float64
		want     bool
	}{
		{"exactly", 1, 3, 33.33333, true},
		{"one decimal is not what counts", 2, 3, 66.6, true},
		{"nor may it round up", 999, 1000, 100, false},
		{"all", 1000, 1000, 100, true},
		{"none", 0, 10, 0, true},
	} {
		assert.Equal(t, c.want, render.Share{Seen: c.seen, Of: c.of}.Reaches(c.percent), c.reason)
	}
}
