package render_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// problems are those of a document with a line for each, or all on one line.
func problems(line int) *render.ProblemList {
	at := func(line, column int, pointer string) validate.DocumentLocation {
		return validate.DocumentLocation{File: "docs/openapi.yaml", Line: line, Column: column, Pointer: pointer}
	}
	return render.NewProblemList(validate.ToolInfo{Name: "apicontract", Version: "v1.2.3"},
		render.DocumentInfo{Title: "Videos", Version: "3.0.0", Source: "docs/openapi.yaml"},
		[]validate.Problem{
			{Rule: "error-table", Level: validate.LevelError, Message: "gone: unknown retry class \"never\"", Fix: "Write wait.", Location: at(line, 18, "/x-error-table/codes/gone/retry")},
			{Rule: "member-unknown", Level: validate.LevelWarning, Message: "an Info Object has no member \"a|b\"", Fix: "Correct the name.", Location: at(1, 30, "/info/a|b")},
		})
}

func TestProblemsGolden(t *testing.T) {
	for _, c := range []struct {
		golden, reason string
		format         string
		problems       *render.ProblemList
	}{
		{"problems.txt", "each with its place and fix", "text", problems(5)},
		{"problems-line.txt", "on one line, only pointers tell them apart", "text", problems(1)},
		{"problems.json", "everything", "json", problems(5)},
		{"problems.md", "a table", "markdown", problems(5)},
		{"problems.ndjson", "a line for each", "ndjson", problems(5)},
		{"problems.xml", "a case for each rule", "junit", problems(5)},
		{"problems.sarif", "a result for each", "sarif", problems(5)},
		{"problems.github", "an annotation for each", "github", problems(5)},
		{"problems.gitlab.json", "an issue for each", "gitlab", problems(5)},
		{"problems-none.md", "nothing is wrong", "markdown", render.NewProblemList(validate.ToolInfo{}, render.DocumentInfo{Title: "Videos"}, nil)},
	} {
		t.Run(c.golden, func(t *testing.T) {
			format, ok := render.FindFormat(c.format, render.KindProblems)
			require.True(t, ok)
			var b bytes.Buffer
			require.NoError(t, format.Problems(&b, c.problems, render.Options{FailLevel: validate.LevelError}))
			golden(t, c.golden, b.Bytes(), c.reason)
		})
	}
}
