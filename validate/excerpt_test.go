package validate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCutLine(t *testing.T) {
	long := strings.Repeat("0123456789", 50)
	for _, c := range []struct {
		line   string
		column int
		want   string
		reason string
	}{
		{"  type: object", 3, "  type: object", "a short line is complete"},
		{"type: object\r", 1, "type: object", "the end of a line of Windows is no part of it"},
		{long, 1, long[:200] + "…", "the start of a long line"},
		{long, 251, "…" + long[190:390] + "…", "some text before the column"},
		{long, 500, "…" + long[300:], "the end"},
		{long, 9_999, "…" + long[300:], "a column beyond the line"},
		{"a\xffb", 1, "a\uFFFDb", "text that is not UTF-8"},
		{strings.Repeat("é", 200), 100, "…" + strings.Repeat("é", 101) + "…", "no character is cut"},
	} {
		assert.Equal(t, c.want, cutLine([]byte(c.line), c.column), c.reason)
	}
}

func TestExcerpts(t *testing.T) {
	document := `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"servers":[{"url":"https://a.example"}],
"paths":{"/things":{"get":{"operationId":"list",
"responses":{"200":{"description":"",
"content":{"application/json":{"schema":{
"type":"object"}}}}}}}}}`
	contract, err := Parse("api.json", []byte(document))
	require.NoError(t, err)
	v, err := New(contract)
	require.NoError(t, err)
	check := func(capture string) *Report {
		c := NewCollector(v)
		c.BeginCapture(capture)
		c.Check(&Exchange{Request: Request{Method: "GET", URL: "https://a.example/things"},
			Response: Response{Status: 200, MediaType: "application/json", Body: []byte(`1`)}})
		return c.Report()
	}
	first := check("a.har")
	require.Len(t, first.Findings, 1)
	want := []Excerpt{{File: "api.json", Line: first.Findings[0].DocumentLocation.Line, First: 3, Lines: strings.Split(document, "\n")[2:]}}
	assert.Equal(t, 5, want[0].Line, "the line of the type")
	assert.Equal(t, want, first.Excerpts)

	merged, err := Merge(check("b.har"), first)
	require.NoError(t, err)
	assert.Equal(t, want, merged.Excerpts, "merging keeps them once")
}

func TestExcerptsAreBounded(t *testing.T) {
	r := &Report{}
	for i := range maxExcerpts + 10 {
		r.Findings = append(r.Findings, Finding{Violation: Violation{DocumentLocation: DocumentLocation{File: "f", Line: 2000 - i}}})
	}
	r.Findings = append(r.Findings, Finding{})
	r.addExcerpts(func(at DocumentLocation) (Excerpt, bool) { return Excerpt{File: at.File, Line: at.Line}, true })
	assert.Len(t, r.Excerpts, maxExcerpts)
	assert.IsIncreasing(t, lineNumbers(r.Excerpts), "in the order of the document")
	assert.Equal(t, 2000, r.Excerpts[maxExcerpts-1].Line, "those of the first findings")
}

func lineNumbers(excerpts []Excerpt) (lines []int) {
	for _, e := range excerpts {
		lines = append(lines, e.Line)
	}
	return lines
}
