package document_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/document"
)

func TestPointer(t *testing.T) {
	cases := []struct {
		tokens  []string
		pointer string
		reason  string
	}{
		{nil, "", "the whole document (RFC 6901, section 5)"},
		{[]string{"foo"}, "/foo", "a member"},
		{[]string{"foo", "0"}, "/foo/0", "an item"},
		{[]string{""}, "/", "the member without a name"},
		{[]string{"", ""}, "//", "twice"},
		{[]string{"a/b"}, "/a~1b", "a slash is escaped"},
		{[]string{"m~n"}, "/m~0n", "so is a tilde"},
		{[]string{"~1"}, "/~01", "what looks escaped is escaped again"},
		{[]string{"/v3/videos/{id}", "get"}, "/~1v3~1videos~1{id}/get", "as paths are"},
		{[]string{"c%d", " ", "é", `"\`}, `/c%d/ /é/"\`, "nothing else is"},
	}
	for _, c := range cases {
		t.Run(c.pointer, func(t *testing.T) {
			assert.Equal(t, c.pointer, document.Pointer(c.tokens...), c.reason)
			assert.Equal(t, c.tokens, document.Tokens(c.pointer), c.reason)
		})
	}
}

func FuzzPointer(f *testing.F) {
	for _, s := range []string{"", "a", "~", "/", "~01", "~1~0", "a/b~c"} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		assert.Equal(t, []string{a, b}, document.Tokens(document.Pointer(a, b)), "what goes in comes out")
	})
}

func TestFollow(t *testing.T) {
	at := document.Place{File: "api/o.yaml", Pointer: "/paths/~1a"}
	cases := []struct {
		ref, file, pointer, reason string
	}{
		{"", "api/o.yaml", "/paths/~1a", "no reference leads nowhere else"},
		{"#/components/schemas/A", "api/o.yaml", "/components/schemas/A", "inside the file"},
		{"#/paths/~1a%7Bid%7D/get", "api/o.yaml", "/paths/~1a{id}/get", "a fragment is percent-encoded"},
		{"#/a%zz", "api/o.yaml", "/a%zz", "or is as it is"},
		{"#", "api/o.yaml", "", "the file itself"},
		{"x.yaml", "api/x.yaml", "", "a sibling, whole"},
		{"x.yaml#/A", "api/x.yaml", "/A", "part of a sibling"},
		{"./x.yaml#/A", "api/x.yaml", "/A", "with a dot"},
		{"sub/x.yaml#/A", "api/sub/x.yaml", "/A", "below"},
		{"../x.yaml#/A", "x.yaml", "/A", "above, but inside"},
		{"a%20b.yaml#/A", "api/a b.yaml", "/A", "a file's name is percent-encoded"},
	}
	for _, c := range cases {
		t.Run(c.ref, func(t *testing.T) {
			assert.Equal(t, document.Place{File: c.file, Pointer: c.pointer}, at.Follow(c.ref), c.reason)
		})
	}
}

const placed = `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /v/{id}:
    head:
      responses:
        '200': {description: ok}
    parameters: [{name: id, in: path, required: true, schema: {}}]
x-list:
  - one
  - two: 2
x-base: &base
  kind: base
  list: [1, 2]
x-alias: *base
x-merge:
  <<: *base
  own: true
x-merges:
  <<: [{kind: first}, *base]
x-unnamed: {"": {a/b~c: tilde}}
`

func loadPlaced(t *testing.T) *document.Document {
	t.Helper()
	doc, err := document.Load(files("o.yaml", placed), "o.yaml")
	require.NoError(t, err)
	return doc
}

func TestLocate(t *testing.T) {
	doc := loadPlaced(t)
	cases := []struct{ pointer, want, reason string }{
		{"", "1:1", "the document begins where it begins"},
		{"/info", "2:1", "a member is where its key is"},
		{"/info/title", "2:8", "also in a line"},
		{"/paths/~1v~1{id}/head/responses/200", "7:9", "keys are unescaped; quotes belong to the key"},
		{"/paths/~1v~1{id}/head/responses/404/content", "6:7", "what is not there is where it would be: the deepest part that is"},
		{"/nothing", "1:1", "or the document"},
		{"/x-list/0", "10:5", "an item is where it begins"},
		{"/x-list/1/two", "11:5", "a member of an item"},
		{"/x-list/2", "9:1", "beyond the end"},
		{"/x-list/-1", "9:1", "before the beginning"},
		{"/x-list/x", "9:1", "no index"},
		{"/x-list/0/x", "10:5", "below a string is nothing"},
		{"/x-alias", "15:1", "an alias is where it stands"},
		{"/x-alias/kind", "13:3", "what it leads to is where that stands"},
		{"/x-alias/list/1", "14:13", "deeper, too"},
		{"/x-merge/own", "18:3", "a merging mapping has its own members"},
		{"/x-merge/kind", "13:3", "and those of its base"},
		{"/x-merges/kind", "20:9", "the first of several bases goes before"},
		{"/x-merges/list", "14:3", "the others complete it"},
		{"/x-unnamed//a~1b~0c", "21:18", "names may be empty and hold what pointers are made of"},
	}
	for _, c := range cases {
		t.Run(c.pointer, func(t *testing.T) {
			line, column := doc.Locate(document.Place{File: "o.yaml", Pointer: c.pointer})
			assert.Equal(t, c.want, fmt.Sprintf("%d:%d", line, column), c.reason)
		})
	}
	line, column := doc.Locate(document.Place{File: "other.yaml", Pointer: "/a"})
	assert.Equal(t, [2]int{}, [2]int{line, column}, "a file that cannot be read has no lines")
}

func TestLocateInJSON(t *testing.T) {
	doc, err := document.Load(files("o.json",
		"{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"é\", \"version\": \"1\"},\n\t\"paths\": {},\n\"x-list\": [1,\n  {\"a\": null}\n]}"), "o.json")
	require.NoError(t, err)
	cases := []struct{ pointer, want, reason string }{
		{"", "1:1", "the document"},
		{"/openapi", "1:2", "the first key"},
		{"/info/version", "2:25", "columns count characters"},
		{"/paths", "3:2", "a tab is one"},
		{"/x-list/0", "4:12", "an item"},
		{"/x-list/1/a", "5:4", "a member of an item"},
	}
	for _, c := range cases {
		t.Run(c.pointer, func(t *testing.T) {
			line, column := doc.Locate(document.Place{File: "o.json", Pointer: c.pointer})
			assert.Equal(t, c.want, fmt.Sprintf("%d:%d", line, column), c.reason)
		})
	}
}

func TestReferencesToOtherFiles(t *testing.T) {
	doc, err := document.Load(files(
		"api/o.yaml", head+tail+"components:\n  schemas:\n    A: {$ref: sub/x.yaml#/A}\n    Z: {$ref: ../shared.yaml}\n",
		"api/sub/x.yaml", "A:\n  type: object\n  properties:\n    b: {$ref: y.yaml#/B}\n    self: {$ref: '#/A'}\n",
		"api/sub/y.yaml", "B: {type: integer}\n",
		"shared.yaml", "type: boolean\n",
	), "api/o.yaml")
	require.NoError(t, err)
	a := doc.Components.Schemas["A"]
	b := a.Value.Properties["b"]
	assert.True(t, b.Value.Type.Is("integer"), "a reference in a reference is followed from where it stands")
	assert.Contains(t, a.Value.Properties["self"].Value.Properties, "b", "files may refer to themselves")
	assert.True(t, doc.Components.Schemas["Z"].Value.Type.Is("boolean"), "a file above is beside the document if the file system holds it")

	place := doc.Root().Child("components", "schemas", "A").Follow(a.Ref)
	assert.Equal(t, document.Place{File: "api/sub/x.yaml", Pointer: "/A"}, place)
	place = place.Child("properties", "b").Follow(b.Ref)
	assert.Equal(t, document.Place{File: "api/sub/y.yaml", Pointer: "/B"}, place)
	line, column := doc.Locate(place.Child("type"))
	assert.Equal(t, [2]int{1, 5}, [2]int{line, column}, "places are known in every file")
}

func TestRaw(t *testing.T) {
	doc := loadPlaced(t)
	var base struct {
		Kind string
		List []int
	}
	require.NoError(t, doc.Raw(doc.Root().Child("x-merge"), &base))
	assert.Equal(t, "base", base.Kind, "merge keys are YAML's affair")
	assert.Equal(t, []int{1, 2}, base.List)

	require.EqualError(t, doc.Raw(doc.Root().Child("x-nothing"), &base), "o.yaml:1:1: nothing there")
	var wrong struct{ List string }
	assert.EqualError(t, doc.Raw(doc.Root().Child("x-base"), &wrong), "o.yaml:14:3: cannot unmarshal !!seq into string",
		"what does not fit has a place")
}

func TestErrorf(t *testing.T) {
	doc := loadPlaced(t)
	require.EqualError(t, doc.Errorf(doc.Root().Child("info", "title"), "too %s", "short"), "o.yaml:2:8: too short")
	assert.EqualError(t, doc.Errorf(document.Place{File: "x.yaml"}, "gone"), "x.yaml: gone")
}

func TestValue(t *testing.T) {
	const text = `n: null
tilde: ~
t: true
yes: yes
i: 7
big: 12345678901234567890
f: 1.50
exp: 1e3
hex: 0x1F
octal: 0o17
date: 2024-01-02
s: 'text'
q: "7"
list: [1, {a: b}]
base: &b {x: 1, y: 2}
alias: *b
merge: {<<: *b, x: 3}
7: numeric key
`
	doc, err := document.Load(files("o.yaml", head+tail+"x-v:\n"+indent(text)), "o.yaml")
	require.NoError(t, err)
	number := func(s string) json.Number { return json.Number(s) }
	cases := []struct {
		name   string
		want   any
		reason string
	}{
		{"n", nil, "null"},
		{"tilde", nil, "null's other spelling"},
		{"t", true, "a boolean"},
		{"yes", "yes", "YAML 1.1's booleans are strings today"},
		{"i", number("7"), "a number keeps its text"},
		{"big", number("12345678901234567890"), "so that none is rounded"},
		{"f", number("1.50"), "nor shortened"},
		{"exp", number("1e3"), "JSON's exponents"},
		{"hex", 31.0, "a number that JSON cannot write"},
		{"octal", 15.0, "another"},
		{"date", "2024-01-02", "so is a date"},
		{"s", "text", "a string"},
		{"q", "7", "quotes make a string"},
		{"list", []any{number("1"), map[string]any{"a": "b"}}, "a list"},
		{"alias", map[string]any{"x": number("1"), "y": number("2")}, "an alias is its anchor's value"},
		{"merge", map[string]any{"x": number("3"), "y": number("2")}, "own members go before merged ones"},
		{"7", "numeric key", "keys are strings"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := doc.Value(doc.Root().Child("x-v", c.name))
			assert.True(t, ok, c.reason)
			assert.Equal(t, c.want, got, c.reason)
		})
	}
	_, ok := doc.Value(doc.Root().Child("x-nothing"))
	assert.False(t, ok, "nothing is no value")
	whole, ok := doc.Tree("o.yaml")
	assert.True(t, ok)
	assert.Equal(t, "3.0.3", whole.(map[string]any)["openapi"])
	_, ok = doc.Tree("other.yaml")
	assert.False(t, ok, "no file, no tree")
}

// A schema may lead to files that the loader has not seen.
func TestTreeIsBounded(t *testing.T) {
	doc, err := document.Load(files("o.yaml", head+tail, "bomb.yaml", bomb(12), "self.yaml", "a: &a {b: [*a]}\n",
		"merge.yaml", "a: &a {b: 1, <<: *a}\n"), "o.yaml")
	require.NoError(t, err)
	for _, file := range []string{"bomb.yaml", "self.yaml", "merge.yaml"} {
		_, ok := doc.Tree(file)
		assert.False(t, ok, "%s is endless", file)
	}
}

func indent(text string) string {
	var indented string
	for line := range strings.Lines(text) {
		indented += "  " + line
	}
	return indented
}
