package schemaengine_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

//go:embed testdata/differences.txt
var differencesText string

// expectedDifferences are the verdicts that differ from the suite's, by case.
var expectedDifferences = readDifferences(differencesText)

// readDifferences parses lines of the form "verdict: case", below a line with the reason, which
// begins with #.
func readDifferences(text string) map[string]string {
	all := make(map[string]string)
	_, text, _ = strings.Cut(text, "\n# ") // the introduction
	for line := range strings.Lines(text) {
		if verdict, name, found := strings.Cut(strings.TrimSpace(line), ": "); found && isVerdict[verdict] {
			all[name] = verdict
		}
	}
	return all
}

var isVerdict = map[string]bool{"valid": true, "invalid": true, "unchecked": true, "undecodable": true}

// A comparison maps a case to its verdict if that differs from the suite's, else to an empty text.
type comparison map[string]string

func (c comparison) add(name, got, want string) {
	if got == want {
		got = ""
	}
	if c[name] == "" { // a few names occur twice in the suite
		c[name] = got
	}
}

// assert fails for differences that are not listed, and for listed ones that have
// vanished.
func (c comparison) assert(t *testing.T) {
	t.Helper()
	assert.NotEmpty(t, c)
	different := 0
	for name, verdict := range c {
		if verdict != "" {
			different++
		}
		assert.Equal(t, expectedDifferences[name], verdict, name)
	}
	t.Logf("%d of %d cases differ, as testdata/differences.txt lists with the reason", different, len(c))
}
