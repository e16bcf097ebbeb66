package spec

import (
	"encoding/binary"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// storable are documents that differ in what a tree can hold.
var storable = map[string]string{
	"the smallest": `openapi: 3.1.0`,
	"every type": `{"openapi": "3.1.0", "null": null, "true": true, "false": false, "integer": 12, "number": -1.50e+3,
  "string": "a\ud83d\ude00\u0000b", "empty": "", "array": [[], {}, [null, 1, "x"]], "": {"": ""}}`,
	"aliases and merged members, whose offsets go back": `openapi: 3.0.3
x-list: &list [y, z]
x-base: &base {a: 1, b: *list}
paths:
  /a: {<<: *base, c: 2}
  /b: *base
`,
	"an object with an index": `openapi: 3.0.3
x-large: {` + strings.Join(strings.Split("abcdefghijklmnopqrstuvwxyz", ""), ": 1, ") + `: 1}
`,
	"a root with an index": `openapi: 3.0.3
` + strings.Join(strings.Split("abcdefghijklmnopqrstuvwxyz", ""), ": 1\n") + `: 1
`,
	"a reference to another file": `{"openapi": "3.0.3", "paths": {"/a": {"$ref": "other.yaml"}}}`,
}

func loadText(t testing.TB, text string) *Document {
	t.Helper()
	doc, err := Load(SingleFile("o.yaml", []byte(text)), "o.yaml")
	require.NoError(t, err)
	return doc
}

func store(t testing.TB, d *Document) string {
	t.Helper()
	stored, err := d.Store()
	require.NoError(t, err)
	return string(stored)
}

func builtInText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../../openapi.yaml")
	require.NoError(t, err)
	return string(text)
}

func TestRestore(t *testing.T) {
	cases := map[string]string{"the built-in document": builtInText(t)}
	for reason, text := range storable {
		cases[reason] = text
	}
	for reason, text := range cases {
		t.Run(reason, func(t *testing.T) {
			parsed := loadText(t, text)
			restored, err := Restore("o.yaml", []byte(text), store(t, parsed))
			require.NoError(t, err)
			sameTree(t, parsed.Root(), restored.Root())
			assert.Equal(t, parsed.Name(), restored.Name())
			assert.Equal(t, parsed.fsys, restored.fsys)
			assert.Equal(t, len(parsed.Operations()), len(restored.Operations()))
			assert.Equal(t, store(t, parsed), store(t, restored))
			_, err = restored.ResolveReference(restored.Root(), "other.yaml")
			assert.ErrorContains(t, err, "cannot be followed", "other files are read as before")
		})
	}
}

// sameTree compares two trees with everything that their nodes hold.
func sameTree(t *testing.T, want, got *Node) {
	t.Helper()
	type node struct {
		kind          Kind
		name, text    string
		offset, index int32
		children      int
		extra         bool
	}
	of := func(n *Node) node {
		return node{n.kind, n.name, n.text, n.offset, n.index, len(n.children), n.extra != nil}
	}
	if of(want) != of(got) {
		t.Fatalf("at %v: want %v, got %v", want.Location(), of(want), of(got))
	}
	if want.extra != nil {
		require.Equal(t, want.extra.byName, got.extra.byName)
	}
	for i := range want.children {
		if got.children[i].parent != got {
			t.Fatalf("at %v: it has another parent", want.Location())
		}
		sameTree(t, &want.children[i], &got.children[i])
	}
}

// What is found in a text would be lost.
func TestStoreRefuses(t *testing.T) {
	for reason, text := range map[string]string{
		"a byte order mark":   "\ufeffopenapi: 3.0.3",
		"a repeated key":      "openapi: 3.0.3\nx-a: 1\nx-a: 2",
		"another encoding":    "openapi: 3.0.3\nx-a: \xe9",
		"Unicode line breaks": "openapi: 3.0.3\u2028x-a: 1",
	} {
		_, err := loadText(t, text).Store()
		assert.ErrorContains(t, err, "is not stored", reason)
	}
}

func TestRestoreRefuses(t *testing.T) {
	const text = `{"openapi": "3.0.3", "paths": {}}`
	stored := store(t, loadText(t, text))
	_, err := Restore("o.yaml", []byte(text), stored)
	require.NoError(t, err)
	for reason, c := range map[string]struct{ text, stored string }{
		"nothing":                     {text, ""},
		"another file":                {text, text},
		"another version":             {text, strings.Replace(stored, " 1\n", " 2\n", 1)},
		"another text":                {strings.Replace(text, "{}", "[]", 1), stored},
		"a text that begins alike":    {text + " ", stored},
		"more than the tree":          {text, stored + "\x00"},
		"a version without checksum":  {text, storedVersion},
		"a checksum without anything": {text, stored[:len(storedVersion)+32]},
	} {
		_, err := Restore("o.yaml", []byte(c.text), c.stored)
		assert.ErrorIs(t, err, ErrStored, reason)
	}
	for i := range stored {
		_, err := Restore("o.yaml", []byte(text), stored[:i])
		require.ErrorIs(t, err, ErrStored, "cut off after %d bytes", i)
		damaged := []byte(stored)
		damaged[i] ^= 0x10
		_, err = Restore("o.yaml", []byte(text), string(damaged))
		require.ErrorIs(t, err, ErrStored, "byte %d changed", i)
	}
}

// A body with the right checksum that no Store wrote is refused, too.
func TestRestoreRefusesBodies(t *testing.T) {
	const text = `openapi: 3.0.3`
	object, str, huge := byte(Object), byte(String), "\xff\xff\xff\xff\x7f"
	deep := binary.AppendUvarint([]byte{0}, maxDepth+2)
	for range maxDepth + 1 {
		deep = append(deep, byte(Array), 0, 1)
	}
	for reason, c := range map[string]struct {
		body  string
		valid bool
	}{
		"a string":                         {string([]byte{1, 1, 'a', 1, str, 0, 0}), true},
		"an object":                        {string([]byte{1, 1, 'a', 2, object, 0, 1, str, 0, 0, 0}), true},
		"no nodes":                         {"\x00\x00", false},
		"more strings than bytes":          {huge + "\x00", false},
		"a string longer than the rest":    {"\x01" + huge + "\x00", false},
		"more nodes than bytes":            {"\x00" + huge, false},
		"a number that does not end":       {strings.Repeat("\xff", 20), false},
		"an unknown type":                  {string([]byte{0, 1, 9, 0}), false},
		"no type":                          {string([]byte{0, 1, 0, 0}), false},
		"a string that is not there":       {string([]byte{1, 1, 'a', 1, str, 0, 1}), false},
		"a name that is not there":         {string([]byte{1, 1, 'a', 2, object, 0, 1, str, 0, 7, 0}), false},
		"an offset before the text":        {string([]byte{0, 1, byte(Null), 1}), false},
		"an offset behind the text":        {string([]byte{0, 1, byte(Null), 60}), false},
		"children that are not there":      {string([]byte{0, 1, object, 0, 2, byte(Null), 0}), false},
		"nodes that belong to no other":    {string([]byte{0, 2, byte(Null), 0, byte(Null), 0}), false},
		"bytes behind the nodes":           {string([]byte{0, 1, byte(Null), 0, 0}), false},
		"arrays deeper than those of text": {string(append(deep, byte(Null), 0)), false},
	} {
		_, err := Restore("o.yaml", []byte(text), string(sealTree([]byte(text), []byte(c.body))))
		if c.valid {
			assert.NoError(t, err, reason)
		} else {
			assert.ErrorIs(t, err, ErrStored, reason)
		}
	}
}

// FuzzRestore checks that no body leads to a panic, and that a tree that is read is
// written as it was. The checksum is made right, which random changes would never get past.
func FuzzRestore(f *testing.F) {
	texts := []string{builtInText(f)}
	for _, text := range storable {
		texts = append(texts, text)
	}
	for _, text := range texts {
		body, _ := unsealTree([]byte(text), store(f, loadText(f, text)))
		f.Add(text, body)
	}
	f.Fuzz(func(t *testing.T, text, body string) {
		doc, err := Restore("o.yaml", []byte(text), string(sealTree([]byte(text), []byte(body))))
		if err != nil {
			assert.ErrorIs(t, err, ErrStored)
			return
		}
		_ = doc.Operations()
		_, _ = doc.ErrorTable()
		again, err := Restore("o.yaml", []byte(text), store(t, doc))
		require.NoError(t, err)
		sameTree(t, doc.Root(), again.Root())
		walk(t, doc.Root())
	})
}

// walk asks every node for its place in the text.
func walk(t *testing.T, n *Node) {
	t.Helper()
	if line, column := n.Position(); line < 1 || column < 1 {
		t.Fatalf("at %v: line %d, column %d", n.Location(), line, column)
	}
	for child := range n.All() {
		walk(t, child)
	}
}
