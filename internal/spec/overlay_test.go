package spec_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

func TestOverlay(t *testing.T) {
	const document = `{"openapi":"3.0.3","tags":[{"name":"a"},{"name":"b"}],"paths":{"/a":{"get":{"summary":"s","deprecated":true}},"/b":{"get":{"summary":"t"},"put":{}}}}`
	for _, c := range []struct{ reason, actions, want string }{
		{"a member is added", `[{target: $, update: {x: 1}}]`, `{"openapi":"3.0.3","tags":[{"name":"a"},{"name":"b"}],"paths":{"/a":{"get":{"summary":"s","deprecated":true}},"/b":{"get":{"summary":"t"},"put":{}}},"x":1}`},
		{"values are replaced, in every target", `[{target: $.paths.*.get, update: {summary: u}}, {target: $.tags, remove: true}]`, `{"openapi":"3.0.3","paths":{"/a":{"get":{"summary":"u","deprecated":true}},"/b":{"get":{"summary":"u"},"put":{}}}}`},
		{"an item is appended", `[{target: $.tags, update: {name: c}}, {target: $.paths, remove: true}]`, `{"openapi":"3.0.3","tags":[{"name":"a"},{"name":"b"},{"name":"c"}]}`},
		{"lists are joined", `[{target: $, update: {tags: [{name: c}]}}, {target: $.paths, remove: true}]`, `{"openapi":"3.0.3","tags":[{"name":"a"},{"name":"b"},{"name":"c"}]}`},
		{"an item is removed by a filter", `[{target: "$.tags[?(@.name == 'a')]", remove: true}, {target: $.paths, remove: true}]`, `{"openapi":"3.0.3","tags":[{"name":"b"}]}`},
		{"neighbours are removed", `[{target: '$.tags[*]', remove: true}, {target: $.paths, remove: true}]`, `{"openapi":"3.0.3","tags":[]}`},
		{"a target within another", `[{target: '$.paths..get', update: {x: {get: {}}}}, {target: $.tags, remove: true}, {target: "$.paths['/b']", remove: true}]`, `{"openapi":"3.0.3","paths":{"/a":{"get":{"summary":"s","deprecated":true,"x":{"get":{}}}}}}`},
		{"a value of another type", `[{target: "$.paths['/a'].get", update: 7}, {target: $.tags, remove: true}, {target: "$.paths['/b']", remove: true}]`, `{"openapi":"3.0.3","paths":{"/a":{"get":7}}}`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			doc, overlay := loadBoth(t, document, "overlay: 1.0.0\nactions: "+c.actions+"\n")
			require.NoError(t, doc.AddErrorTable(overlay))
			got, err := json.Marshal(doc.Root().Value())
			require.NoError(t, err)
			assert.JSONEq(t, c.want, string(got))
			text, isOwn, err := doc.PlainText("doc.json")
			require.NoError(t, err)
			assert.False(t, isOwn)
			assert.JSONEq(t, c.want, string(text), "what other parsers read")
		})
	}
}

// What an overlay adds keeps its position, and what was there before keeps its own.
func TestPositionsBehindAnOverlay(t *testing.T) {
	doc, overlay := loadBoth(t, "openapi: 3.0.3\npaths:\n  /a: {get: {}}\n", "overlay: 1.0.0\nactions:\n- target: $.paths.*\n  update:\n    put: {summary: s}\n")
	require.NoError(t, doc.AddErrorTable(overlay))
	added := spec.Location{File: "doc.json", Pointer: "/paths/~1a/put/summary"}
	assert.Equal(t, spec.Location{File: "overlay.yaml", Pointer: "/actions/0/update/put/summary"}, doc.SourceLocation(added))
	line, column := doc.Position(added)
	assert.Equal(t, [2]int{5, 11}, [2]int{line, column})
	own := spec.Location{File: "doc.json", Pointer: "/paths/~1a/get"}
	assert.Equal(t, own, doc.SourceLocation(own))
	line, _ = doc.Position(own)
	assert.Equal(t, 3, line)
	require.Len(t, doc.Operations(), 2)
}

func TestOverlaysThatAreRefused(t *testing.T) {
	for _, c := range []struct{ reason, overlay, want string }{
		{"another version", "overlay: 2.0.0\nactions: [{target: $, remove: true}]\n", "not an OpenAPI Overlay 1.x"},
		{"no actions", "overlay: 1.0.0\n", "the overlay has no `actions`"},
		{"no target", "overlay: 1.0.0\nactions: [{update: {}}]\n", "the action has no `target`"},
		{"neither update nor remove", "overlay: 1.0.0\nactions: [{target: $.paths}]\n", "neither `update` nor `remove: true`"},
		{"no JSONPath", "overlay: 1.0.0\nactions: [{target: '$[', remove: true}]\n", "is no JSONPath"},
		{"the whole document", "overlay: 1.0.0\nactions: [{target: $, remove: true}]\n", "the action removes the whole document"},
		{"a list", "[]\n", "no error table: want an object"},
		{"a slip", "envelop: {code: /code}\n", `no error table: write "envelope", not "envelop"`},
	} {
		doc, overlay := loadBoth(t, "openapi: 3.0.3\npaths: {/a: {}}\n", c.overlay)
		assert.ErrorContains(t, doc.AddErrorTable(overlay), c.want, c.reason)
	}
}

func loadBoth(t *testing.T, document, overlay string) (*spec.Document, *spec.Node) {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile("doc.json", []byte(document)), "doc.json")
	require.NoError(t, err)
	root, err := spec.Parse("overlay.yaml", []byte(overlay))
	require.NoError(t, err)
	return doc, root
}

// A table of a larger document names many operations that this one lacks: one problem.
func TestManyMissingOperationsAreOneProblem(t *testing.T) {
	for _, c := range []struct {
		count int
		want  []string
	}{
		{2, []string{`no operation of the document is called "op1"`, `no operation of the document is called "op2"`}},
		{11, []string{`the table names 11 operations that the document lacks; the first: no operation of the document is called "op1"`}},
	} {
		var table strings.Builder
		table.WriteString("preview:\n")
		for i := range c.count {
			fmt.Fprintf(&table, "  - op%d\n", i+1)
		}
		doc, file := loadBoth(t, "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n", table.String())
		require.NoError(t, doc.AddErrorTable(file))
		var messages []string
		for _, p := range doc.TableProblems() {
			messages = append(messages, p.Message)
		}
		assert.Equal(t, c.want, messages)
	}
}
