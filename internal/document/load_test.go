package document_test

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/spec"
)

// head and tail complete the document of a test case.
const (
	head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n"
	tail = "paths: {}\n"
)

// files returns a file system for name, text, name, text, …
func files(pairs ...string) fs.FS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// opWith returns an operation with one path parameter.
func opWith(parameter string) string {
	return "{parameters: [{name: " + parameter + ", in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}\n"
}

func TestLoad(t *testing.T) {
	cases := []struct{ name, text, reason string }{
		{"o.yaml", head + tail, "the smallest document"},
		{"o.yaml", "\ufeff" + head + tail, "a byte order mark is no fault"},
		{"o.yaml", strings.ReplaceAll(head+tail, "\n", "\r\n"), "nor are the line ends of another system"},
		{"o.yaml", head + tail + "---\nx: 1\n", "only the first of several YAML documents counts"},
		{"o.json", `{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}`, "JSON is YAML"},
		{"o.yaml", "{\n\t\"openapi\": \"3.0.3\",\n\t\"info\": {\"title\": \"t\", \"version\": \"1\"},\n\t\"paths\": {}\n}\n", "JSON may be indented by tabs, whatever its name"},
		{"o.json", `{"openapi":"3.0.3","info":{"title":"\ud83d\ude00\/","version":"1"},"paths":{}}`, "JSON may escape pairs of surrogates, which YAML may not"},
		{"o.json", "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"\u007f\",\"version\":\"1\"},\"paths\":{}}", "and hold characters that YAML may not"},
		{"o.yaml", "{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {},}", "what begins like JSON may still be YAML"},
		{"o.yaml", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n" + tail, "3.1"},
		{"o.yaml", head + "x-base: &b {type: object}\n" + tail + "components: {schemas: {A: {<<: *b}}}\n", "merge keys"},
		{"o.yaml", head + tail + "components: {schemas: {A: {type: string, pattern: '^(?!x)'}}}\n", "patterns may be of another dialect than Go's"},
		{"o.yaml", head + tail + "components: {schemas: {A: {type: string, example: 7}}}\n", "examples may lag behind"},
		{"o.yaml", head + tail + "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}]}}}\n", "a schema may contain itself"},
		{"o.yaml", head + "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}\n", "paths that refer to each other have no operations"},
		{"o.yaml", head + "paths:\n  /a/{x}:\n    get: " + opWith("x") + "  /a/{y}:\n    delete: " + opWith("y"), "templates may differ in names alone, if no method stands under both"},
		{"dir/my spec#1.yaml", head + tail, "a name is a name"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			doc, err := document.Load(files(c.name, c.text), c.name)
			require.NoError(t, err)
			assert.Equal(t, c.name, doc.Spec.Name())
		})
	}
}

// TestLoadUnusualText checks that a document with unusual text is loaded as package spec reads it.
func TestLoadUnusualText(t *testing.T) {
	for _, c := range []struct{ name, text, reason string }{
		{"o.yaml", head + tail + tail, "a key twice"},
		{"o.yaml", head + "# caf\xe9\n" + tail, "Latin-1"},
		{"o.yaml", head + "x-a: &a [*a]\n" + tail, "an alias of itself"},
		{"o.yaml", head + tail + "---\n" + head, "two documents"},
		{"o.json", `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, /* none */ "paths": {},}`, "a comment and a comma"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, err := document.Load(files(c.name, c.text), c.name)
			require.NoError(t, err)
		})
	}
	_, err := document.Load(files("o.json", "{\"openapi\": \"3.0.3\", // x\n\"info\": {\"version\": \"1\"}, \"paths\": {}}"), "o.json")
	require.EqualError(t, err, "o.json:2:1: invalid info: value of title must be a non-empty string", "places are those of the file")
}

func TestLoadErrors(t *testing.T) {
	operation := head + "paths:\n  /a:\n    get:\n"
	schema := head + tail + "components:\n  schemas:\n    A:\n"
	cases := []struct{ name, text, want, reason string }{
		{"o.yaml", "", "o.yaml:1:1: the file is empty", "empty"},
		{"o.yaml", "# only a comment\n", "o.yaml:1:1: the file is empty", "as good as empty"},
		{"o.yaml", "hello\n", "o.yaml:1:1: not an OpenAPI 3 document: it has no `openapi` field", "text is YAML, too"},
		{"o.yaml", "- a\n", "o.yaml:1:1: not an OpenAPI 3 document: it has no `openapi` field", "a list is none"},
		{"o.yaml", "swagger: '2.0'\npaths: {}\n", "o.yaml:1:1: a Swagger 2.0 document: convert it to OpenAPI 3", "the fix is known"},
		{"o.yaml", "info: {}\nopenapi: 4.0.0\n", "o.yaml:2:1: not an OpenAPI 3 document: want `openapi: 3.x.y`", "another version"},
		{"o.yaml", "openapi: [3]\n", "o.yaml:1:1: not an OpenAPI 3 document: want `openapi: 3.x.y`", "no version at all"},

		{"o.yaml", head + "paths:\n  /a: [\n", "o.yaml:4:3: did not find expected node content", "YAML that ends early"},
		{"o.yaml", head + "paths:\n\t/a: {}\n", "o.yaml:4:2: found character that cannot start any token", "tabs do not indent YAML"},
		{"o.yaml", head + "paths:\n  /a:\n    get: x: y\n", "o.yaml:5:5: mapping values are not allowed in this context", "two colons"},
		{"o.yaml", head + "x-a: *nowhere\n", "o.yaml:1:1: unknown anchor 'nowhere' referenced", "the parser tells no place"},
		{"o.json", "{\"openapi\": \"3.0.3\",\n \"info\": {}\n \"paths\": {}}", "o.json:3:2: invalid character '\"' after object value (expecting ',' or '}')", "JSON tells columns"},
		{"o.json", "{\"openapi\": \"é\", [}", "o.json:1:18: object member name must be a string", "columns count characters"},
		{"o.json", "{\"openapi\": \"3.0.3\",\n\"info\": {", "o.json:2:10: the document ends early", "JSON that ends early"},
		{"o.yaml", "{\"openapi\": \"3.0.3\",\n\"info\": {", "o.yaml:2:1: did not find expected node content", "named YAML, explained as YAML"},

		{"o.yaml", head + "x-a: " + strings.Repeat("[", 400) + strings.Repeat("]", 400) + "\n" + tail, "o.yaml:3:306: nested deeper than the 300 levels that are read", "the loader would take its time"},

		{"o.yaml", "openapi: 3.0.3\n" + tail, "o.yaml:1:1: invalid info: must be an object", "no info"},
		{"o.yaml", head, "o.yaml:1:1: invalid paths: must be an object", "no paths"},
		{"o.yaml", "openapi: 3.0.3\ninfo: {version: '1'}\n" + tail, "o.yaml:2:1: invalid info: value of title must be a non-empty string", "no title"},
		{"o.json", "{\"openapi\": \"3.0.3\",\n\"info\": {\"version\": \"1\"},\n\"paths\": {}}", "o.json:2:1: invalid info: value of title must be a non-empty string", "places in JSON are found by section"},
		{"o.yaml", operation + "      summary: x\n", "o.yaml:5:5: invalid paths: invalid path /a: invalid operation GET: value of responses must be an object", "no responses"},
		{"o.yaml", operation + "      responses:\n        '200': {}\n", "o.yaml:7:9: invalid paths: invalid path /a: invalid operation GET: a short description of the response is required", "no description"},
		{"o.yaml", head + "paths:\n  /a/{x}:\n    get: " + opWith("x") + "  /a/{y}:\n    get: " + opWith("y"), "o.yaml:3:1: invalid paths: conflicting paths \"/a/{y}\" and \"/a/{x}\"", "one method of two templates that are one"},
		{"o.yaml", head + tail + "further: 1\n", "o.yaml:4:1: extra sibling fields: [further]", "an unknown member"},
		{"o.yaml", operation + "      further: 1\n      responses: {default: {description: x}}\n", "o.yaml:6:7: invalid paths: invalid path /a: invalid operation GET: extra sibling fields: [further]", "deeper"},
		{"o.yaml", schema + "      type: strin\n", "o.yaml:6:5: invalid components: schema \"A\": unsupported 'type' value \"strin\"", "a type that is none"},
		{"o.yaml", schema + "      type: string\n      minLength: x\n", "o.yaml:8:7: `minLength` cannot be of type string", "a keyword of the wrong type"},
		{"o.json", "{\"openapi\": \"3.0.3\",\n\"info\": {\"title\": [1], \"version\": \"1\"},\n\"paths\": {}}", "o.json:2:10: `title` cannot be of type array", "the same in JSON"},

		{"o.yaml", schema + "      properties:\n        b:\n          $ref: '#/components/schemas/X'\n", "o.yaml:9:11: the reference \"#/components/schemas/X\" leads nowhere", "unresolved"},
		{"o.yaml", operation + "      responses:\n        '200':\n          $ref: '#/components/responses/X'\n", "o.yaml:8:11: the reference \"#/components/responses/X\" leads nowhere", "unresolved response"},
		{"o.yaml", schema + "      $ref: '#/components/schemas/A'\n", "o.yaml:6:5: invalid components: schema \"A\": found unresolved ref: \"#/components/schemas/A\"", "a reference to itself says nothing"},
		{"o.yaml", schema + "      $ref: x.yaml#/A\n", "o.yaml:7:7: the reference \"x.yaml#/A\" cannot be followed: x.yaml: no such file", "no such file"},
		{"o.yaml", schema + "      $ref: http://127.0.0.1:1/x.yaml#/A\n", "o.yaml:7:7: error resolving reference \"http://127.0.0.1:1/x.yaml#/A\": http://127.0.0.1:1/x.yaml: " + spec.ErrNetwork.Error(), "the network is not asked"},
		{"o.yaml", schema + "      $ref: file:///etc/passwd\n", "o.yaml:7:7: file:///etc/passwd: " + spec.ErrOutside.Error(), "nor are other files"},
		{"o.yaml", schema + "      $ref: /etc/passwd\n", "o.yaml:7:7: /etc/passwd: " + spec.ErrOutside.Error(), "by path"},
		{"o.yaml", schema + "      $ref: ../../x.yaml#/A\n", "o.yaml:7:7: error resolving reference \"../../x.yaml#/A\": ../../x.yaml: " + spec.ErrOutside.Error(), "by climbing"},
		{"a/o.yaml", schema + "      $ref: b/../../../x.yaml#/A\n", "a/o.yaml:7:7: error resolving reference \"b/../../../x.yaml#/A\": ../x.yaml: " + spec.ErrOutside.Error(), "by climbing from below"},
		{"o.yaml", schema + "      $ref: //evil.example.org/x.yaml\n", "o.yaml:7:7: //evil.example.org/x.yaml: " + spec.ErrNetwork.Error(), "by another host"},
	}
	for _, c := range cases {
		t.Run(c.name+" "+c.reason, func(t *testing.T) {
			doc, err := document.Load(files(c.name, c.text), c.name)
			assert.Nil(t, doc)
			var e *spec.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.want, err.Error(), c.reason)
		})
	}
}

func TestLoadErrorsOfOtherFiles(t *testing.T) {
	main := head + tail + "components:\n  schemas:\n    A:\n      $ref: sub/x.yaml#/A\n"
	cases := []struct{ text, want, reason string }{
		{"A: [\n", "sub/x.yaml:1:1: did not find expected node content", "syntax"},
		{"A:\n  type: string\n  minLength: x\n", "o.yaml:7:7: bad data in \"#/A\" (expecting ref to schema object)", "a wrong type: the loader does not say which"},
		{"A:\n  type: strin\n", "sub/x.yaml:1:1: invalid components: schema \"A\": unsupported 'type' value \"strin\"", "a wrong schema"},
		{"A:\n  properties:\n    b: {$ref: '#/B'}\n", "sub/x.yaml:3:9: the reference \"#/B\" leads nowhere", "a reference inside it"},
		{"A:\n  properties:\n    b: {$ref: ../../x.yaml}\n", "sub/x.yaml:3:9: ../x.yaml: " + spec.ErrOutside.Error(), "a reference out of it"},
		{"B: {}\n", "o.yaml:7:7: the reference \"sub/x.yaml#/A\" leads nowhere", "a reference past it"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			_, err := document.Load(files("o.yaml", main, "sub/x.yaml", c.text), "o.yaml")
			assert.EqualError(t, err, c.want, c.reason)
		})
	}
}

func TestLoadReadErrors(t *testing.T) {
	_, err := document.Load(files(), "o.yaml")
	require.EqualError(t, err, "o.yaml: no such file", "no line of a file that is not there")
	require.ErrorIs(t, err, fs.ErrNotExist, "errors.Is finds the cause")

	_, err = document.Load(failingFiles{}, "o.yaml")
	assert.EqualError(t, err, "o.yaml: disk on fire")
}

// failingFiles is a file system in which no file can be read.
type failingFiles struct{}

func (failingFiles) Open(string) (fs.File, error) { return nil, errors.New("disk on fire") }

// TestLoadHostile checks that any document is loaded or rejected quickly and in little memory.
func TestLoadHostile(t *testing.T) {
	cases := []struct{ text, reason string }{
		{head + tail + bomb(9), "billion laughs by aliases"},
		{head + tail + "components: {schemas: {A: *j}}\n" + bomb(9), "an alias before its anchor"},
		{head + tail + "x-a: &a {b: 1, <<: *a}\ncomponents: {schemas: {A: *a}}\n", "a mapping merged into itself"},
		{head + "x-a: &a {b: 1, <<: *a}\npaths: *a\n", "where an error is looked for"},
		{head + tail + "x-a: " + strings.Repeat("[", 100_000), "deep and cut off"},
		{head + tail + "x-a: " + strings.Repeat("{a: ", 9_000) + strings.Repeat("}", 9_000), "deep mappings"},
		{head + tail + "x-a:\n" + indented(3_000), "deep blocks"},
		{`{"a":` + strings.Repeat(`[`, 9_000) + strings.Repeat(`]`, 9_000) + `}`, "deep JSON"},
		{`{"a":` + strings.Repeat(`{"a":`, 100_000), "deep JSON, cut off"},
		{head + tail + "components:\n  schemas:\n    A: " + strings.Repeat("{properties: {a: ", 140) + "{}" + strings.Repeat("}}", 140) + "\n", "as deep as is read"},
		{head + strings.Repeat("# a comment of no great length\n", 100_000) + "paths: [\n", "a fault on line 100,003"},
		{head + tail + "components:\n  schemas:\n" + laughs(30), "billion laughs by references"},
		{head + tail + "x-a: |\n  " + strings.Repeat("x", 5<<20) + "\n", "a long text"},
		{head + tail + strings.Repeat("x-a", 1<<20), "a long key"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := document.Load(files("o.yaml", c.text), "o.yaml")
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MB allocated: %.120v", time.Since(start).Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, err)
			assert.Less(t, time.Since(start), 20*time.Second, c.reason)
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(512<<20), c.reason)
		})
	}
}

// bomb returns nine aliases of nine aliases, and so on.
func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("x-a: &a [x]\n")
	for i := range levels {
		c := 'a' + rune(i)
		fmt.Fprintf(&b, "x-%c: &%c [%s*%c]\n", c+1, c+1, strings.Repeat(fmt.Sprintf("*%c, ", c), 8), c)
	}
	return b.String()
}

// laughs returns schemas that each refer twice to the next one.
func laughs(levels int) string {
	var b strings.Builder
	for i := range levels {
		fmt.Fprintf(&b, "    A%d: {properties: {x: {$ref: '#/components/schemas/A%d'}, y: {$ref: '#/components/schemas/A%d'}}}\n", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "    A%d: {type: string}\n", levels)
	return b.String()
}

func indented(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}
