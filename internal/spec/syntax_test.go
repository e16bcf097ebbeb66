package spec_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

// syntaxProblems lists the problems of a document's text: "line:column rule pointer".
func syntaxProblems(t *testing.T, doc *spec.Document) []string {
	t.Helper()
	var all []string
	for _, p := range doc.SyntaxProblems() {
		line, column := p.Position()
		all = append(all, fmt.Sprintf("%d:%d %s %s", line, column, p.Rule, p.Node.Location().Pointer))
		assert.NotEmpty(t, p.Message)
		assert.False(t, strings.HasSuffix(p.Message, "."), p.Message)
		assert.True(t, strings.HasSuffix(p.Fix, "."), p.Fix)
	}
	return all
}

// inUTF16 encodes a text with a byte order mark.
func inUTF16(order binary.AppendByteOrder, text string) string {
	var data []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		data = order.AppendUint16(data, unit)
	}
	return string(data)
}

func inUTF32(order binary.AppendByteOrder, text string) string {
	var data []byte
	for _, r := range text {
		data = order.AppendUint32(data, uint32(r))
	}
	return string(data)
}

const (
	asYAML = head + "x-v: {a: 1}\npaths: {}\n"
	asJSON = "{\"openapi\": \"3.0.3\",\n\"info\": {\"title\": \"t\", \"version\": \"1\"},\n\"x-v\": {\"a\": 1},\n\"paths\": {}}\n"
)

// A document with an unusual text is used as if it had a usual one, and what is unusual is
// a problem.
func TestSyntaxProblems(t *testing.T) {
	cr := func(text string) string { return strings.ReplaceAll(text, "\n", "\r") }
	for _, c := range []struct {
		reason, name, text string
		want               []string
		value              any // of x-v; nil: {a: 1}
		where              string
	}{
		{reason: "nothing unusual", name: "o.yaml", text: asYAML},
		{reason: "nothing unusual in JSON", name: "o.json", text: asJSON},

		{reason: "a key twice", name: "o.yaml", text: head + "x-v: {a: 0, a: 1}\npaths: {}\n", want: []string{"3:13 key-duplicate /x-v/a"}},
		{reason: "a key three times", name: "o.yaml", text: head + "x-v: {a: 0, a: 2, a: 1}\npaths: {}\n", want: []string{"3:13 key-duplicate /x-v", "3:19 key-duplicate /x-v/a"}},
		{reason: "a number and a text are one key", name: "o.yaml", text: head + "x-v: {7: 0, '7': 1}\npaths: {}\n", want: []string{"3:13 key-duplicate /x-v/7"}, value: map[string]any{"7": number("1")}},
		{reason: "a key twice at the root", name: "o.yaml", text: head + "x-v: 7\nx-v: {a: 1}\n", want: []string{"4:1 key-duplicate /x-v"}},
		{reason: "in an object with an index", name: "o.yaml", text: head + "x-v: {a: 1}\nx-w: {" + manyKeys(30) + ", k3: 1}\n", want: []string{"4:" + fmt.Sprint(len("x-w: {"+manyKeys(30)+", ")+1) + " key-duplicate /x-w/k3"}},
		{reason: "in an object that an alias repeats", name: "o.yaml", text: head + "x-v: &x {a: 0, a: 1}\nx-w: *x\n", want: []string{"3:16 key-duplicate /x-w/a"}},
		{reason: "a key twice in JSON", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, `{"a": 0, "a": 1}`, 1), want: []string{"3:17 key-duplicate /x-v/a"}},
		{reason: "an escape is the same key", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, `{"\u0061": 0, "a": 1}`, 1), want: []string{"3:22 key-duplicate /x-v/a"}},

		{reason: "a second document", name: "o.yaml", text: asYAML + "---\nx: 1\n", want: []string{"6:1 document-several /paths"}},
		{reason: "one of another kind first", name: "o.yaml", text: "x: 1\n---\n" + asYAML, want: []string{"1:1 document-several "}},
		{reason: "an empty one first", name: "o.yaml", text: "# a licence\n---\n---\n" + asYAML},
		{reason: "a second OpenAPI document", name: "o.yaml", text: asYAML + "---\n" + asYAML, want: []string{"6:1 document-several /paths"}},
		{reason: "one after an end mark", name: "o.yaml", text: asYAML + "...\nx: 1\n", want: []string{"5:1 document-several /paths"}},
		{reason: "a second that is no YAML", name: "o.yaml", text: asYAML + "---\nx: [\n", want: []string{"6:1 document-several /paths"}},
		{reason: "an end mark alone", name: "o.yaml", text: "---\n" + asYAML + "...\n"},
		{reason: "a mark in the middle of a line", name: "o.yaml", text: asYAML + "x-w: a ---\n"},
		{reason: "a second document of JSON", name: "o.json", text: asJSON + `{"x": 1}`, want: []string{"5:1 document-several /paths"}},

		{reason: "a comment in JSON", name: "o.json", text: strings.Replace(asJSON, "\n\"x-v\"", " // über\n\"x-v\"", 1), want: []string{"2:41 json-syntax /info/version"}},
		{reason: "comments of all kinds", name: "o.json", text: "// a\n/* b\n */" + strings.Replace(asJSON, "\"a\"", "/**/\"a\" # c\n", 1), want: []string{"1:1 json-syntax ", "5:17 json-syntax /x-v/a"}},
		{reason: "what looks like one in a text", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, `{"a": "// \" /* # ,]"}`, 1), value: map[string]any{"a": "// \" /* # ,]"}},
		{reason: "a comma before a bracket", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, `{"a": [1, 2 , ],}`, 1), want: []string{"3:20 json-syntax /x-v/a/1"}, value: map[string]any{"a": []any{number("1"), number("2")}}},
		{reason: "a comma and a comment before a bracket", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, "{\"a\": 1, // x\n}", 1), want: []string{"3:15 json-syntax /x-v/a", "3:17 json-syntax /x-v/a"}},
		{reason: "comments of another language in a file for YAML", name: "o.yml", text: strings.Replace(asJSON, "\n\"x-v\"", " // x\n\"x-v\"", 1), want: []string{"2:41 json-syntax /info/version"}},
		{reason: "the flow style of YAML", name: "o.yaml", text: strings.Replace(asJSON, "1},\n\"paths\"", "1,}, # x\n\"paths\"", 1)},
		{reason: "single quotes", name: "o.json", text: strings.ReplaceAll(asJSON, `"`, `'`), want: []string{"1:2 json-syntax /openapi"}},
		{reason: "a bracket too many", name: "o.json", text: asJSON + "}", want: []string{"5:1 json-syntax /paths"}},
		{reason: "half of a character", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, `{"a": "^[\ud800-\udbff]\ud83d\ude00$"}`, 1), want: []string{"3:17 json-syntax /x-v/a"}, value: map[string]any{"a": `^[\ud800-\udbff]😀$`}},

		{reason: "UTF-16, little-endian", name: "o.yaml", text: inUTF16(binary.LittleEndian, "\uFEFF"+asYAML), want: []string{"1:1 document-encoding /openapi"}},
		{reason: "UTF-16, big-endian", name: "o.json", text: inUTF16(binary.BigEndian, "\uFEFF"+asJSON), want: []string{"1:1 document-encoding "}},
		{reason: "UTF-16 without a byte order mark", name: "o.json", text: inUTF16(binary.LittleEndian, asJSON), want: []string{"1:1 document-encoding "}},
		{reason: "UTF-16 with pairs", name: "o.yaml", text: inUTF16(binary.BigEndian, "\uFEFF"+strings.Replace(asYAML, "{a: 1}", "{a: 😀, b: é}", 1)), want: []string{"1:1 document-encoding /openapi"}, value: map[string]any{"a": "😀", "b": "é"}},
		{reason: "UTF-32", name: "o.yaml", text: inUTF32(binary.BigEndian, "\uFEFF"+asYAML), want: []string{"1:1 document-encoding /openapi"}},
		{reason: "UTF-32, little-endian", name: "o.yaml", text: inUTF32(binary.LittleEndian, "\uFEFF"+asYAML), want: []string{"1:1 document-encoding /openapi"}},
		{reason: "UTF-32 without a byte order mark", name: "o.yaml", text: inUTF32(binary.LittleEndian, asYAML), want: []string{"1:1 document-encoding /openapi"}},
		{reason: "Windows-1252", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{a: \xe9\x80, b: \xfc}", 1), want: []string{"3:10 document-encoding /x-v/a"}, value: map[string]any{"a": "é€", "b": "ü"}},
		{reason: "Latin-1 in JSON", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, "{\"a\": \"\xe9\"}", 1), want: []string{"3:15 document-encoding /x-v/a"}, value: map[string]any{"a": "é"}},
		{reason: "a byte order mark before YAML is allowed", name: "o.yaml", text: "\uFEFF" + asYAML},
		{reason: "one before JSON is not", name: "o.json", text: "\uFEFF" + asJSON, want: []string{"1:1 document-encoding "}},

		{reason: "CR alone", name: "o.yaml", text: cr(asYAML), want: []string{"1:15 document-characters /openapi"}},
		{reason: "CR alone in JSON", name: "o.json", text: cr(asJSON), want: []string{"1:21 document-characters /openapi"}},
		{reason: "one CR among others", name: "o.yaml", text: strings.Replace(asYAML, "\nx-v", "\rx-v", 1), want: []string{"2:31 document-characters /info/version"}},
		{reason: "CRLF is usual", name: "o.yaml", text: strings.ReplaceAll(asYAML, "\n", "\r\n")},
		{reason: "CRLF in JSON", name: "o.json", text: strings.ReplaceAll(asJSON, "\n", "\r\n")},
		{reason: "characters that were line breaks once", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{a: x\u2028y\u0085z\u2029, b: \"p\u2028q\"}", 1),
			want: []string{"3:11 document-characters /x-v/a"}, value: map[string]any{"a": "x\u2028y\u0085z\u2029", "b": "p\u2028q"}},
		{reason: "they are usual in JSON", name: "o.json", text: strings.Replace(asJSON, `{"a": 1}`, "{\"a\": \"x\u2028\"}", 1), value: map[string]any{"a": "x\u2028"}},
		{reason: "lines that end in NEL", name: "o.yaml", text: strings.ReplaceAll(asYAML, "\n", "\u0085"), want: []string{"1:15 document-characters /openapi"}},
		{reason: "a vertical tab", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{a: 1}\nx-w: \"x\vy\"", 1), want: []string{"4:8 document-characters /x-w"}},
		{reason: "a byte order mark in the middle", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{a: \"\uFEFF\"}", 1), want: []string{"3:11 document-characters /x-v/a"}, value: map[string]any{"a": "\uFEFF"}},
		{reason: "a text that has characters for private use", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{a: \"\U000F000B\v\"}", 1), want: []string{"3:12 document-characters /x-v/a"}, value: map[string]any{"a": "\U000F000B\v"}},

		{reason: "a key that is a list", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{[x]: 2, a: 1}", 1), want: []string{"3:7 yaml-syntax /x-v"}},
		{reason: "a merge key of a text", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "{<<: x, a: 1}", 1), want: []string{"3:11 yaml-syntax /x-v"}},
		{reason: "an alias of itself", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "&x {a: 1, b: *x}", 1), want: []string{"3:19 yaml-syntax /x-v/b/b"}, value: map[string]any{"a": number("1"), "b": map[string]any{"a": number("1"), "b": nil}}},
		{reason: "a merge key of itself", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "&x {a: 1, <<: *x}", 1), want: []string{"3:20 yaml-syntax /x-v/a"}},
		{reason: "merge keys of each other", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", "&x {a: 1, b: &y {<<: *x}, <<: *y}", 1), want: []string{"3:27 yaml-syntax /x-v/b/b", "3:36 yaml-syntax /x-v/b/b"}, value: map[string]any{"a": number("1"), "b": map[string]any{"a": number("1"), "b": map[string]any{}}}},
		{reason: "an escaped pair of surrogates", name: "o.yaml", text: strings.Replace(asYAML, "{a: 1}", `{a: "\ud83d\ude00", b: '\ud83d'}`, 1), value: map[string]any{"a": "😀", "b": `\ud83d`}, where: "3:26"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			doc, err := spec.Load(files(c.name, c.text), c.name)
			require.NoError(t, err)
			if c.value == nil {
				c.value = map[string]any{"a": number("1")}
			}
			assert.Equal(t, c.want, syntaxProblems(t, doc))
			assert.Equal(t, c.value, withNumbersAsText(doc.Root().Member("x-v").Value()))
			assert.Equal(t, "t", doc.Title())
			if c.where != "" {
				line, column := doc.Root().At("x-v", "b").Position()
				assert.Equal(t, c.where, fmt.Sprintf("%d:%d", line, column))
			}
		})
	}
}

func TestTextsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ name, text, want, reason string }{
		{"o.json", `{"openapi": "3.0.3", "paths": {}`, "o.json:1:33: the document ends early", "cut off"},
		{"o.json", "{openapi: 3.0.3, // version\npaths: {}}", "o.json:1:2: ", "YAML would take the comment for a key"},
		{"o.yaml", "openapi: 3.0.3\n\tpaths: {}\n", "o.yaml:2:2: ", "a tab that indents"},
		{"o.yaml", "", "o.yaml:1:1: the file is empty", "nothing"},
		{"o.yaml", "# nothing\n---\n", "o.yaml:1:1: the file is empty", "no document"},
		{"o.yaml", "x-v: *a\n", "o.yaml:1:1: unknown anchor 'a' referenced", "an alias of nothing"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, err := spec.Load(files(c.name, c.text), c.name)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// Problems of other files count once they are read.
func TestSyntaxProblemsOfOtherFiles(t *testing.T) {
	doc, err := spec.Load(files("o.yaml", head+tail+"x-v: {$ref: x.json}\n", "x.json", `{"a": 1,}`), "o.yaml")
	require.NoError(t, err)
	assert.Empty(t, syntaxProblems(t, doc))
	require.NotNil(t, doc.Follow(doc.Root().Member("x-v")))
	assert.Equal(t, []string{"1:8 json-syntax /a"}, syntaxProblems(t, doc))
}

// A document of one line has columns in time that grows with its length, not with its
// square: else the test would not end.
func TestPositionsInOneLongLine(t *testing.T) {
	const many = 100_000
	for _, c := range []struct {
		name, start, member string
		column              int // of the name in the member, from 0
	}{
		{"o.json", `{"openapi": "3.0.3", "é": "` + strings.Repeat("é", 1000) + `"`, `, "a": "ü"`, 2},
		{"o.yaml", "{openapi: 3.0.3, é: " + strings.Repeat("é", 1000), ", a: ü ", 2},
	} {
		text := c.start + strings.Repeat(c.member, many) + "}"
		doc, err := spec.Load(files(c.name, text), c.name)
		require.NoError(t, err)
		problems := doc.SyntaxProblems()
		line, column := problems[0].Position()
		second := utf8.RuneCountInString(c.start+c.member) + c.column + 1
		assert.Equal(t, [2]int{1, second}, [2]int{line, column}, c.name)
		assert.Contains(t, problems[len(problems)-1].Message, "further problems of the text are left out")
	}
}

func number(s string) numberText { return numberText(s) }

// numberText is a number as the document writes it.
type numberText string

func withNumbersAsText(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = withNumbersAsText(v[name])
		}
	case []any:
		for i := range v {
			v[i] = withNumbersAsText(v[i])
		}
	case fmt.Stringer:
		return numberText(v.String())
	}
	return value
}

func manyKeys(n int) string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("k%d: %d", i, i)
	}
	return strings.Join(keys, ", ")
}
