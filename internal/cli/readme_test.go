package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
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
	table   = regexp.MustCompile(`(?s)<!-- rules -->\n(.*?)<!-- /rules -->`)
)

// What the README shows is what comes out, line by line; … stands for lines
// that it leaves out.
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

// The README's table of rules is the one in the code; -update writes it.
func TestReadmeListsTheRules(t *testing.T) {
	var want strings.Builder
	want.WriteString("| rule | level | broken when |\n|---|---|---|\n")
	for _, r := range validate.Rules() {
		if r.Document {
			continue
		}
		fmt.Fprintf(&want, "| `%s` | %s | %s |\n", r.ID, r.Level, r.Summary)
	}
	text, err := os.ReadFile(filepath.FromSlash(readme))
	require.NoError(t, err)
	if *update {
		text = table.ReplaceAll(text, []byte("<!-- rules -->\n"+want.String()+"<!-- /rules -->"))
		require.NoError(t, os.WriteFile(readme, text, 0o644))
	}
	match := table.FindSubmatch(text)
	require.NotNil(t, match)
	assert.Equal(t, want.String(), string(match[1]))
}
