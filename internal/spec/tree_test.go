package spec_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
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
			assert.Equal(t, c.pointer, spec.JoinPointer(c.tokens...), c.reason)
			assert.Equal(t, c.tokens, spec.SplitPointer(c.pointer), c.reason)
		})
	}
}

func FuzzPointer(f *testing.F) {
	for _, s := range []string{"", "a", "~", "/", "~01", "~1~0", "a/b~c"} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		assert.Equal(t, []string{a, b}, spec.SplitPointer(spec.JoinPointer(a, b)), "what goes in comes out")
	})
}

func TestReference(t *testing.T) {
	at := spec.Location{File: "api/o.yaml", Pointer: "/paths/~1a"}
	cases := []struct {
		ref, file, pointer, reason string
	}{
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
			assert.Equal(t, spec.Location{File: c.file, Pointer: c.pointer}, at.ResolveRef(c.ref), c.reason)
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

func loadPlaced(t *testing.T) *spec.Document {
	t.Helper()
	doc, err := spec.Load(files("o.yaml", placed), "o.yaml")
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
			line, column := doc.Position(spec.Location{File: "o.yaml", Pointer: c.pointer})
			assert.Equal(t, c.want, fmt.Sprintf("%d:%d", line, column), c.reason)
		})
	}
	line, column := doc.Position(spec.Location{File: "other.yaml", Pointer: "/a"})
	assert.Equal(t, [2]int{}, [2]int{line, column}, "a file that cannot be read has no lines")
}

func TestLocateInJSON(t *testing.T) {
	doc, err := spec.Load(files("o.json",
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
			line, column := doc.Position(spec.Location{File: "o.json", Pointer: c.pointer})
			assert.Equal(t, c.want, fmt.Sprintf("%d:%d", line, column), c.reason)
		})
	}
}

func TestReferencesToOtherFiles(t *testing.T) {
	doc, err := spec.Load(files(
		"api/o.yaml", head+tail+"components:\n  schemas:\n    A: {$ref: sub/x.yaml#/A}\n    Z: {$ref: ../shared.yaml}\n",
		"api/sub/x.yaml", "A:\n  type: object\n  properties:\n    b: {$ref: y.yaml#/B}\n    self: {$ref: '#/A'}\n",
		"api/sub/y.yaml", "B: {type: integer}\n",
		"shared.yaml", "type: boolean\n",
	), "api/o.yaml")
	require.NoError(t, err)
	schemas := doc.Root().At("components", "schemas")
	a := doc.Follow(schemas.Member("A"))
	assert.Equal(t, spec.Location{File: "api/sub/x.yaml", Pointer: "/A"}, a.Location())
	b := doc.Follow(a.At("properties", "b"))
	assert.Equal(t, spec.Location{File: "api/sub/y.yaml", Pointer: "/B"}, b.Location(), "a reference is relative to its own file")
	assert.Same(t, a, doc.Follow(a.At("properties", "self")), "files may refer to themselves")
	assert.Equal(t, "boolean", doc.Follow(schemas.Member("Z")).Member("type").Text(), "a file above is inside if the file system holds it")
	line, column := b.Member("type").Position()
	assert.Equal(t, [2]int{1, 5}, [2]int{line, column}, "positions are known in every file")
}

func TestErrorf(t *testing.T) {
	doc := loadPlaced(t)
	require.EqualError(t, doc.Root().At("info", "title").Errorf("too %s", "short"), "o.yaml:2:8: too short")
	assert.EqualError(t, doc.Errorf(spec.Location{File: "x.yaml"}, "gone"), "x.yaml: gone")
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
large hex: 0xFFFFFFFFFFFFFFFFFFFF
leading zero: 0017
plus: +12345678901234567890.50
point: .5
open: 5.
large: 1e400
underscore: 1_000
infinite: .inf
tagged: !!int "12"
text tag: !!str 12
date: 2024-01-02
s: 'text'
q: "7"
list: [1, {a: b}]
base: &b {x: 1, y: 2}
alias: *b
merge: {<<: *b, x: 3}
7: numeric key
`
	doc, err := spec.Load(files("o.yaml", head+tail+"x-v:\n"+indent(text)), "o.yaml")
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
		{"hex", number("31"), "a number that JSON cannot write"},
		{"octal", number("15"), "another"},
		{"large hex", number("1208925819614629174706175"), "exactly"},
		{"leading zero", number("17"), "which is no octal number in YAML 1.2"},
		{"plus", number("12345678901234567890.50"), "YAML's plus sign"},
		{"point", number("0.5"), "JSON wants a digit before the point"},
		{"open", number("5"), "and behind it"},
		{"large", number("1e400"), "beyond what a float64 holds"},
		{"underscore", "1_000", "a number of YAML 1.1"},
		{"infinite", ".inf", "which JSON does not have"},
		{"tagged", number("12"), "a tag outweighs quotes"},
		{"text tag", "12", "or their absence"},
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
			assert.Equal(t, c.want, doc.Root().At("x-v", c.name).Value(), c.reason)
		})
	}
	assert.Nil(t, doc.Root().Member("x-nothing").Value(), "what is missing has no value")
}

func TestAliasesAreBounded(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 12 {
		alias := fmt.Sprintf("*a%d, ", i)
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(alias, 10), ", "))
	}
	for reason, text := range map[string]string{
		"aliases of aliases": bomb,
	} {
		t.Run(reason, func(t *testing.T) {
			_, err := spec.Load(files("o.yaml", head+tail+text), "o.yaml")
			var e *spec.Error
			require.ErrorAs(t, err, &e)
			assert.Positive(t, e.Line)
		})
	}
}

func indent(text string) string {
	var indented string
	for line := range strings.Lines(text) {
		indented += "  " + line
	}
	return indented
}

// head and tail make a document of what a case is about.
const (
	head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n"
	tail = "paths: {}\n"
)

// files turns name, text, name, text, … into a file system.
func files(pairs ...string) fs.FS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}
