package render_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func TestGoldenHTML(t *testing.T) {
	f, ok := render.FindFormat("html", render.KindReport)
	require.True(t, ok)
	coverage := render.NewCoverage(drift(), 2)
	for _, c := range []struct {
		golden string
		write  func(*bytes.Buffer) error
		reason string
	}{
		{"drift.html", func(b *bytes.Buffer) error { return f.Report(b, drift(), fails) }, "verdict, coverage, causes and findings"},
		{"hostile.html", func(b *bytes.Buffer) error { return f.Report(b, hostile(), fails) }, "nothing of the traffic is markup"},
		{"cut.html", func(b *bytes.Buffer) error { return f.Report(b, cut(), fails) }, "a capture that was not read to its end fails"},
		{"accepted.html", func(b *bytes.Buffer) error { return f.Report(b, accepted(), fails) }, "what is known is marked, what vanished is listed"},
		{"empty.html", func(b *bytes.Buffer) error { return f.Report(b, &validate.Report{}, render.Options{}) }, "nothing was checked, which fails whatever the level is"},
		{"coverage.html", func(b *bytes.Buffer) error { return f.Coverage(b, coverage, render.Options{}) }, "the map and what was never seen"},
		{"problems.html", func(b *bytes.Buffer) error { return f.Problems(b, problems(3), fails) }, "problems as findings"},
	} {
		t.Run(c.golden, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, c.write(&b), c.reason)
			golden(t, c.golden, []byte(withoutProgram(b.String())), c.reason)
		})
	}
}

// withoutProgram returns a page without its style and script, which are the same in every page.
func withoutProgram(page string) string {
	for _, part := range []string{`(?s)(<style>).*?(</style>)`, `(?s)(<script>).*(</script>)`, `(sha256-).*?(=&#39;)`} {
		page = regexp.MustCompile(part).ReplaceAllString(page, "$1…$2")
	}
	return page
}

func TestHTMLVerdict(t *testing.T) {
	noteOnly := clean()
	noteOnly.Findings, noteOnly.Summary.Violations.Note = []validate.Finding{incomplete()}, 1
	unmatched, retired, few := clean(), clean(), clean()
	unmatched.Summary.Matched = 0
	retired.Summary.Retired = 1
	few.Summary.Checkable, few.Summary.Missed = 10, map[string]int{"body-not-recorded": 9}
	for _, c := range []struct {
		report  *validate.Report
		options render.Options
		want    string
		reason  string
	}{
		{clean(), fails, "Passed", "no finding"},
		{drift(), fails, "Failed", "an error"},
		{drift(), render.Options{}, "Passed", "--fail-on never"},
		{noteOnly, fails, "Passed", "a note is below the level"},
		{noteOnly, render.Options{FailLevel: validate.LevelNote}, "Failed", "a note is at the level"},
		{cut(), render.Options{}, "Failed", "a capture that was not read to its end"},
		{unmatched, render.Options{}, "Failed", "no entry matched"},
		{retired, render.Options{}, "Failed", "every call is retired"},
		{few, render.Options{MinChecked: 50}, "Failed", "too little was checked"},
		{few, render.Options{MinChecked: 10}, "Passed", "enough was checked"},
		{accepted(), render.Options{FailLevel: validate.LevelError, StrictBaseline: true}, "Failed", "findings of the baseline vanished"},
		{&validate.Report{}, render.Options{}, "Nothing was checked", "the zero report"},
	} {
		var b bytes.Buffer
		f, _ := render.FindFormat("html", render.KindReport)
		require.NoError(t, f.Report(&b, c.report, c.options), c.reason)
		assert.Contains(t, b.String(), `<h2 id="verdict-text">`+c.want+`</h2>`, c.reason)
	}
}

// What a page leaves out, it says.
func TestHTMLIsBounded(t *testing.T) {
	f, _ := render.FindFormat("html", render.KindReport)
	var b bytes.Buffer
	require.NoError(t, f.Report(&b, large(50_002), fails))
	assert.Contains(t, b.String(), "2 further findings left out")

	long := drift()
	for i := range 200_000 {
		long.Findings[0].Occurrences = append(long.Findings[0].Occurrences, validate.Occurrence{Capture: "a.har", Entry: i})
	}
	long.Captures = nil
	for i := range 250 {
		long.Captures = append(long.Captures, validate.Capture{Name: fmt.Sprintf("%d.har", i)})
	}
	b.Reset()
	require.NoError(t, f.Report(&b, long, fails))
	assert.Less(t, b.Len(), 100_000)
	assert.Contains(t, b.String(), "And 50 more, which the JSON report has.")
}

// A page is the same each time, and has the digests of its style and script.
func TestHTMLIsDeterministic(t *testing.T) {
	f, _ := render.FindFormat("html", render.KindReport)
	var first, second bytes.Buffer
	require.NoError(t, f.Report(&first, drift(), fails))
	require.NoError(t, f.Report(&second, drift(), fails))
	assert.Equal(t, first.String(), second.String())
	assert.NotContains(t, strings.ToLower(withoutProgram(first.String())), "http:")
	assert.NotContains(t, strings.ToLower(withoutProgram(first.String())), "https:")
}
