package spec

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// piecesCases are texts of YAML; those that are pieced can be parsed in pieces of one entry.
var piecesCases = []struct {
	text   string
	pieced bool
	reason string
}{
	{"a: 1\nb: {c: [2]}\nd:\n  e: 3\n  f: 4\n", true, "block mappings, one within the other"},
	{"# first\n\na: 1\n# between\n\nb: 2\n# last", true, "comments and empty lines"},
	{"  a: 1\n  b: 2\n", true, "an indented root"},
	{"a:\n- 1\n- b: 2\n  c: 3\nd:\n  - 4\n", true, "items at the indentation of their key"},
	{"a: |\n  b: 1\n\n  # text\nb: >-\n   c:\n   d\ne: 1\n", true, "block scalars that look like mappings"},
	{"a: one\n  two\nb: 'three\n  four'\nc: \"five\\\n  six\"\n", true, "scalars of several lines"},
	{"a:\n  \"x\": 1\n  /y: 2\n  $ref: z\n  '200': 3\nb:\n  c: 1\n", true, "keys in quotes and of other characters"},
	{"a: é\nb: {ü: ß}\n", true, "columns count characters"},
	{"a: &x 1\nb: 2\nc:\n  d: &y {e: 1}\n  f: *y\n", false, "an alias in another piece than its anchor"},
	{"a: 1\nb: {c: &y {e: 1}, f: *y}\n", true, "an alias in the same piece"},
	{"a: {b: 1}\n<<: {c: 2}\n", false, "a merge key needs the other members"},
	{"a: \"b\nc: d\"\ne: 1\n", false, "a scalar in quotes whose lines are not indented"},
	{"a: [1,\nb: 2]\ne: 1\n", false, "a flow collection whose lines are not indented"},
	{"a: 1\na: 2\nb:\n  c: 1\n  c: 2\n  d: 1\n", true, "repeated keys"},
	{"? a\n: 1\nb: 2\n", false, "a key with its own indicator"},
	{"a: 1\n---\nb: 2\n", false, "several documents"},
	{"a: 1\r\nb: 2\r\n", false, "other line breaks"},
	{"a: 1\nb\n", false, "not a mapping"},
	{"a: 1\n   b: 2\nc: 3\n", false, "not YAML"},
	{"a:\n    b: 1\n  c: 2\nd: 1\n", false, "not YAML either"},
	{"a:\nb:\n  c: 1\n  d:\n", true, "empty values"},
	{"- a\n- b\n", false, "a list"},
	{"a: b:\n  c: 1\n  d: 2\ne: 1\n", false, "a line with two keys"},
	{"a: &x\n  c: 1\n  d: 2\ne: 1\n", true, "an anchor of a mapping"},
	{"a:\n  c: 1\n  d: 2\n\ne:\n  - f: 1\n    g: 2\n  - h\n", true, "items deeper than their key"},
}

func TestYAMLPieces(t *testing.T) {
	for _, c := range piecesCases {
		assert.Equal(t, c.pieced, assertSameTree(t, []byte(c.text)), "%s: %q", c.reason, c.text)
	}
}

// TestYAMLPiecesOfDocument parses the built-in document, which is larger than a piece.
func TestYAMLPiecesOfDocument(t *testing.T) {
	text, err := os.ReadFile("../../openapi.yaml")
	require.NoError(t, err)
	assert.True(t, assertSameTree(t, text))
	assert.True(t, assertSameTree(t, []byte("x: "+strings.Repeat("#", minPiecedSize)+"\n"+string(text))))
}

func FuzzYAMLPieces(f *testing.F) {
	for _, c := range piecesCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) { assertSameTree(t, []byte(text)) })
}

// assertSameTree asserts that a text that can be parsed in pieces of one entry has the same
// tree and the same findings as the whole, and reports whether it can.
func assertSameTree(t *testing.T, text []byte) bool {
	t.Helper()
	pieces, whole := newFile("x.yaml", text), newFile("x.yaml", text)
	if !pieces.parsePiecesOf(textrepair.HideForYAML(text, false), 1, 1) {
		assert.Equal(t, Node{}, pieces.root, "nothing is left of the pieces")
		return false
	}
	hidden := textrepair.HideForYAML(text, false)
	top, err := whole.readYAML(hidden)
	require.NoError(t, err, "%q", text)
	require.NoError(t, whole.expand(hidden, top), "%q", text)
	pieces.own()
	whole.own()
	assert.Equal(t, whole.root.Value(), pieces.root.Value(), "%q", text)
	assert.Equal(t, allLocations(&whole.root), allLocations(&pieces.root), "%q", text)
	assert.ElementsMatch(t, whole.syntax.all, pieces.syntax.all, "%q", text)
	return true
}

// allLocations returns the pointer and offset of every node.
func allLocations(n *Node) (all []struct {
	pointer string
	offset  int32
}) {
	all = append(all, struct {
		pointer string
		offset  int32
	}{n.Location().Pointer, n.offset})
	for child := range n.All() {
		all = append(all, allLocations(child)...)
	}
	return all
}
