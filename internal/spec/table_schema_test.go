package spec

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const tableSchema = "../../docs/error-table.schema.json"

// The JSON Schema for editors has the keys that the reader of the table has.
func TestTableSchemaHasTheKeys(t *testing.T) {
	text, err := os.ReadFile(tableSchema)
	require.NoError(t, err)
	type object struct {
		Properties map[string]any `json:"properties"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	for kind, want := range tableMembers {
		got := schema.Defs[kind].Properties
		if kind == "table" {
			got = schema.Properties
		}
		assert.ElementsMatch(t, want, slices.Collect(maps.Keys(got)), kind)
	}
	assert.Len(t, schema.Defs, len(tableMembers)-1)
}

// The JSON Schema accepts the tables of our documents, and refuses what the reader
// refuses.
func TestTableSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(tableSchema)
	require.NoError(t, err)
	for _, name := range []string{"../../openapi.yaml", "../../examples/parcels/openapi.yaml", "../../examples/parcels/problem.yaml"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		root, err := Parse(name, text)
		require.NoError(t, err)
		assert.NoError(t, schema.Validate(root.Member(tableExtension).Value()), name)
	}
	for _, c := range []struct {
		reason, table string
		valid         bool
	}{
		{"a small table", "{envelope: {code: /code}, codes: {gone: {status: 404}}}", true},
		{"several statuses", "{envelope: {code: /code}, codes: {gone: {status: [404, 410], statusByOperation: {getX: 409}}}}", true},
		{"previews alone", "{preview: [createX, {operation: /x/**, basis: page}]}", true},
		{"retired calls alone", "{retired: {date: '2026-11-01', hosts: a.example, calls: [GET /a, {call: /b/**, except: /b/c, successor: POST /d}]}}", true},
		{"a retired call without a slash", "{retired: {calls: [GET a]}}", false},
		{"no retired calls", "{retired: {date: '2026-11-01'}}", false},
		{"no code in the envelope", "{envelope: {error: /error}, codes: {gone: {status: 404}}}", false},
		{"a pointer without a slash", "{envelope: {code: error.code}, codes: {gone: {status: 404}}}", false},
		{"no codes", "{envelope: {code: /code}, codes: {}}", false},
		{"an unknown key", "{envelope: {code: /code}, codes: {gone: {status: 404, retrys: wait}}}", false},
		{"an unknown retry class", "{envelope: {code: /code}, codes: {gone: {status: 404, retry: never}}}", false},
		{"a status of a success", "{envelope: {code: /code}, codes: {gone: {status: 200}}}", false},
	} {
		root, err := Parse("table.yaml", []byte(c.table))
		require.NoError(t, err)
		assert.Equal(t, c.valid, schema.Validate(root.Value()) == nil, c.reason)
	}
}
