package stringformat

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentation checks that the table in the documentation lists exactly the asserted formats.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../docs/schemas.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "\n## Formats\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n## ")
	var listed []string
	for _, row := range regexp.MustCompile(`(?m)^\| (.*?) \|`).FindAllStringSubmatch(table, -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			listed = append(listed, name[1])
		}
	}
	slices.Sort(listed)
	assert.Equal(t, Names(), listed)
}
