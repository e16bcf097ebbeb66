package cli_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const readme = "../../README.md"

var (
	session = regexp.MustCompile("(?s)```console\n\\$ go run ./cmd/apicontract (.*?)\n(.*?)```")
)

// TestReadmeShowsRealOutput compares the output in the README line by line; … replaces omitted
// lines.
func TestReadmeShowsRealOutput(t *testing.T) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	sessions := session.FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, sessions)
	for _, s := range sessions {
		t.Run(s[1], func(t *testing.T) {
			_, stdout, _ := atRoot(t, strings.Fields(s[1])...)
			for part := range strings.SplitSeq(s[2], "…\n") {
				_, after, found := strings.Cut(stdout, part)
				require.True(t, found, "not in the output, or not in this order:\n%s", part)
				stdout = after
			}
		})
	}
}

// TestRulesPage compares docs/rules.md with the rules in the code; -update writes it.
func TestRulesPage(t *testing.T) {
	const page = "../../docs/rules.md"
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	for marker, ofDocuments := range map[string]bool{"rules": false, "document rules": true} {
		table := regexp.MustCompile(`(?s)<!-- ` + marker + ` -->\n(.*?)<!-- /` + marker + ` -->`)
		want := ruleTable(ofDocuments)
		if *update {
			text = table.ReplaceAllLiteral(text, []byte("<!-- "+marker+" -->\n"+want+"<!-- /"+marker+" -->"))
			require.NoError(t, os.WriteFile(page, text, 0o644))
		}
		match := table.FindSubmatch(text)
		require.NotNil(t, match)
		assert.Equal(t, want, string(match[1]))
	}
}

// ruleTable returns the table of the rules of documents, or of the others, in Markdown.
func ruleTable(ofDocuments bool) string {
	var b strings.Builder
	b.WriteString("| rule | level | broken when |\n|---|---|---|\n")
	for _, r := range validate.Rules() {
		if r.Document == ofDocuments {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, r.Level, r.Summary)
		}
	}
	return b.String()
}
