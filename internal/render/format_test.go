package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// fails are the options of a run that errors make fail.
var fails = render.Options{FailLevel: validate.LevelError}

func TestGolden(t *testing.T) {
	cases := []struct {
		golden  string
		format  string
		options render.Options
		report  *validate.Report
		reason  string
	}{
		{"drift.ndjson", "ndjson", render.Options{}, drift(), "a line for each part of the report"},
		{"empty.ndjson", "ndjson", render.Options{}, &validate.Report{}, "the run alone"},
		{"drift.xml", "junit", fails, drift(), "a suite for each capture, a case for each operation"},
		{"drift-never.xml", "junit", render.Options{}, drift(), "nothing fails the run, so that nothing fails a case"},
		{"hostile.xml", "junit", fails, hostile(), "nothing of the traffic is markup"},
		{"cut.xml", "junit", fails, cut(), "a capture that was not read to its end is an error"},
		{"empty.xml", "junit", fails, &validate.Report{}, "nothing was checked, which is an error"},
		{"drift.sarif", "sarif", render.Options{Hints: hints}, drift(), "rules, results, captures"},
		{"builtin.sarif", "sarif", render.Options{}, builtin(), "the place is the capture"},
		{"hostile.sarif", "sarif", render.Options{}, hostile(), "nothing of the traffic is a link"},
		{"cut.sarif", "sarif", render.Options{}, cut(), "the run says that it did not read everything"},
		{"drift.github", "github", render.Options{Hints: hints}, drift(), "an annotation for each finding"},
		{"drift-quiet.github", "github", render.Options{Quiet: true, FailLevel: validate.LevelError}, drift(), "those that make the run fail"},
		{"builtin.github", "github", render.Options{}, builtin(), "no file is annotated"},
		{"hostile.github", "github", render.Options{}, hostile(), "the traffic gives no commands"},
		{"drift.gitlab.json", "gitlab", render.Options{}, drift(), "an issue for each finding"},
		{"builtin.gitlab.json", "gitlab", render.Options{}, builtin(), "the place is the capture"},
		{"empty.gitlab.json", "gitlab", render.Options{}, &validate.Report{}, "a list without issues"},
		{"drift.md", "markdown", render.Options{}, drift(), "totals, findings, fixes, captures"},
		{"accepted.txt", "text", fails, accepted(), "known and suppressed findings are counted, what vanished is listed"},
		{"accepted-verbose.txt", "text", render.Options{Verbose: true}, accepted(), "all findings, with the reason why they are accepted"},
		{"accepted-quiet.txt", "text", render.Options{Quiet: true, FailLevel: validate.LevelError}, accepted(), "accepted findings do not fail"},
		{"accepted.md", "markdown", fails, accepted(), "a table of what vanished, warnings"},
		{"accepted.ndjson", "ndjson", fails, accepted(), "lines for the baseline and each suppression"},
		{"accepted.xml", "junit", fails, accepted(), "accepted findings fail no case"},
		{"accepted-strict.xml", "junit", render.Options{FailLevel: validate.LevelError, StrictBaseline: true}, accepted(), "what vanished fails"},
		{"accepted.sarif", "sarif", fails, accepted(), "states and suppressions"},
		{"accepted.github", "github", fails, accepted(), "new findings and warnings"},
		{"accepted.gitlab.json", "gitlab", fails, accepted(), "known findings, and none that is suppressed"},
		{"hostile.md", "markdown", render.Options{}, hostile(), "nothing of the traffic is markup"},
		{"cut.md", "markdown", render.Options{}, cut(), "a capture that was not read to its end says so"},
		{"empty.md", "markdown", render.Options{}, &validate.Report{}, "nothing was checked"},
		{"empty.txt", "text", render.Options{}, &validate.Report{}, "the zero report is a report"},
		{"empty.json", "json", render.Options{}, &validate.Report{}, "lists are [], maps are {}, never null"},
		{"clean.txt", "text", render.Options{}, clean(), "nothing to say is said in three lines"},
		{"clean-quiet.txt", "text", render.Options{Quiet: true, FailLevel: validate.LevelError}, clean(), "quiet keeps one line of totals"},
		{"drift.txt", "text", render.Options{}, drift(), "blocks by level, equal findings once, one fix a rule"},
		{"groups.txt", "text", render.Options{}, manyGroups(), "at most a screen of causes, a line each"},
		{"groups.md", "markdown", render.Options{MaxRows: 5}, manyGroups(), "a table of causes before that of findings"},
		{"drift-verbose.txt", "text", render.Options{Verbose: true}, drift(), "every occurrence kept, every host"},
		{"drift-hints.txt", "text", render.Options{Hints: hints}, drift(), "a fix has the front end's hint"},
		{"drift-quiet.txt", "text", render.Options{Quiet: true, FailLevel: validate.LevelWarning}, drift(), "the note does not fail, so it is not shown"},
		{"drift-never.txt", "text", render.Options{Quiet: true}, drift(), "without a floor nothing fails, so that the totals are all"},
		{"drift-colour.txt", "text", render.Options{Colour: true}, drift(), "colour only where asked for"},
		{"drift.json", "json", render.Options{}, drift(), "the JSON form is the report"},
		{"hostile.txt", "text", render.Options{}, hostile(), "nothing of the traffic reaches the terminal raw"},
		{"cut.txt", "text", render.Options{}, cut(), "a capture that was not read to its end says so"},
		{"many.txt", "text", render.Options{}, many(25), "a directory of captures does not bury the findings"},
	}
	for _, c := range cases {
		t.Run(c.golden, func(t *testing.T) {
			format, ok := render.FindFormat(c.format, render.KindReport)
			require.True(t, ok, c.reason)
			var b bytes.Buffer
			require.NoError(t, format.Report(&b, c.report, c.options), c.reason)
			golden(t, c.golden, b.Bytes(), c.reason)
		})
	}
}

var hints = hint.Words{
	hint.ExplainCode:    "`apicontract explain CODE` shows the status and the link of a code",
	hint.ExcludeTraffic: "--exclude skips traffic that should not be checked",
}

func golden(t *testing.T, name string, got []byte, reason string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, reason)
	assert.Equal(t, string(want), string(got), reason)
}

func TestRenderLeavesTheReportAlone(t *testing.T) {
	for _, f := range render.FormatsOf(render.KindReport) {
		report, before := drift(), drift()
		require.NoError(t, f.Report(&bytes.Buffer{}, report, render.Options{Verbose: true}))
		assert.Equal(t, before, report, "%s: a report is rendered several times", f.Name)
	}
}

func TestJSONReadsBack(t *testing.T) {
	f, _ := render.FindFormat("json", render.KindReport)
	var b bytes.Buffer
	require.NoError(t, f.Report(&b, drift(), render.Options{}))
	assert.NotContains(t, b.String(), "null")
	var back validate.Report
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	assert.Equal(t, drift().Findings, back.Findings)
}

func TestRenderReturnsTheWritersError(t *testing.T) {
	for _, f := range render.FormatsOf(render.KindReport) {
		assert.ErrorIs(t, f.Report(full{}, drift(), render.Options{}), errFull, f.Name)
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// Every kind of content has text and JSON, and every row of the table is complete.
func TestFormats(t *testing.T) {
	for _, k := range []render.Kind{render.KindReport, render.KindCoverage, render.KindProblems, render.KindCodes, render.KindRules} {
		assert.Subset(t, render.FormatNames(k), []string{"text", "json", "ndjson", "markdown"})
		for _, f := range render.FormatsOf(k) {
			assert.Regexp(t, `^[a-z]+$`, f.Name)
			assert.NotEmpty(t, f.Description, f.Name)
			assert.True(t, f.Renders(k), f.Name)
			found, ok := render.FindFormat(f.Name, k)
			assert.True(t, ok)
			assert.Equal(t, f.Name, found.Name)
		}
		_, ok := render.FindFormat("yaml", k)
		assert.False(t, ok)
	}
}

// FuzzReports holds that no report, whatever its file says, makes a format panic.
func FuzzReports(f *testing.F) {
	for _, r := range []*validate.Report{clean(), drift(), builtin(), hostile(), cut(), accepted()} {
		text, err := json.Marshal(r)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(`{"findings":[{"count":-1,"level":"x","documentLocation":{"line":-5}}],"captures":[{"operations":[{}],"error":{}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := new(validate.Report)
		if json.Unmarshal(text, r) != nil {
			return
		}
		for _, format := range render.FormatsOf(render.KindReport) {
			for _, o := range []render.Options{{}, {Verbose: true, FailLevel: validate.LevelNote}, {Quiet: true, FailLevel: validate.LevelError}} {
				require.NoError(t, format.Report(io.Discard, r, o), format.Name)
			}
		}
	})
}
