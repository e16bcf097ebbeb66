package format

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMemberNames(t *testing.T) {
	for _, c := range []struct {
		reason, start string
		want          []string
	}{
		{"all members", `{"a":1,"b":{"c":[2]},"d":"}"}`, []string{"a", "b", "d"}},
		{"white space", "\xef\xbb\xbf { \"a\" : 1 ,\n\t\"b\" : null }", []string{"a", "b"}},
		{"the first element of an array", `[{"a":1},{"b":2}]`, []string{"a"}},
		{"a value that is cut off", `{"a":1,"b":[{"c`, []string{"a", "b"}},
		{"a name that is cut off", `{"a":1,"b`, []string{"a"}},
		{"a name without a colon", `{"a" 1,"b":2}`, []string{"a"}},
		{"a value without a comma", `{"a":1 "b":2}`, []string{"a"}},
		{"an empty object", `{}`, nil},
		{"a brace at the end", `{`, nil},
		{"no object", `[1,2]`, nil},
		{"nothing", ``, nil},
	} {
		assert.Equal(t, c.want, MemberNames([]byte(c.start)), c.reason)
	}
}

func TestLocationPointer(t *testing.T) {
	for _, c := range []struct {
		reason string
		at     Location
		want   string
	}{
		{"in an array", Location{Parent: "/log/entries", Index: 3}, "/log/entries/3"},
		{"in an array that is the document", Location{Index: 3}, "/3"},
		{"an element of an array that is an entry", Location{Parent: "/2", Index: -1}, "/2"},
		{"the document", Location{Index: -1}, ""},
	} {
		assert.Equal(t, c.want, c.at.Pointer(), c.reason)
	}
}
