package explain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/explain"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Faults are bounded however many a value has, and a fault far behind is found.
func TestBounded(t *testing.T) {
	const many = 100_000
	items := func(item string, n int) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	for _, c := range []struct {
		reason, content string
		keyword         string // of each fault; empty: there is none
		most            int
	}{
		{"few values", `{"id":"abc","tags":["a",1]}`, "type", 1},
		{"many values, all right", `{"id":"abc","self":{"id":"abc","bag":{"a":1}},"all":{"x":[` + items("1", many) + `],"y":1}}`, "", 0},
		{"many wrong items", `{"id":"abc","tags":[` + items("1", many) + `]}`, "type", 1000},
		{"one wrong item among many values, at the end", `{"id":"abc","all":{"x":[` + items("{}", many) + `],"y":1},"tags":[1]}`, "type", 1},
		{"many members that are not allowed", `{"id":"abc",` + members(many) + `}`, "additionalProperties", 1000},
		{"a member that is required and sorts behind many", `{` + members(many) + `,"id":"a"}`, "", 1000},
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			value, err := explain.Decode([]byte(c.content))
			require.NoError(t, err)
			got := explain.Bounded(subject(t, version), value, func(name string) bool { return name == "id" })
			assert.LessOrEqual(t, len(got), max(c.most, 0), "%s %s", version, c.reason)
			if c.most > 0 {
				assert.NotEmpty(t, got, "%s %s", version, c.reason)
			}
			for _, f := range got {
				if c.keyword != "" {
					assert.Equal(t, c.keyword, f.Keyword, "%s %s", version, c.reason)
				}
				assert.NotEqual(t, "required", f.Keyword, "%s %s: it was there", version, c.reason)
			}
		}
	}
}

func members(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"m%d":1`, i)
	}
	return b.String()[1:]
}
