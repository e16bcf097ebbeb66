package instance_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/bench/internal/instance"
)

const page = `{"type": "object", "properties": {
	"data": {"type": "array", "items": {"type": "object", "required": ["id", "kind"], "properties": {
		"id": {"type": "string", "minLength": 1},
		"kind": {"type": "string", "enum": ["video", "audio"]},
		"url": {"type": "string", "nullable": true},
		"created_at": {"type": "integer"},
		"duration": {"type": "number"},
		"owner": {"anyOf": [
			{"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
			{"type": "object", "nullable": true, "enum": [null]}]}
	}}},
	"has_more": {"type": "boolean"}}}`

func schema(t *testing.T, text string) *openapi3.SchemaRef {
	t.Helper()
	var s openapi3.Schema
	require.NoError(t, json.Unmarshal([]byte(text), &s))
	return openapi3.NewSchemaRef("", &s)
}

func TestAppend(t *testing.T) {
	ref := schema(t, page)
	s, err := instance.Compile(ref)
	require.NoError(t, err)
	for _, tc := range []struct {
		reason string
		fault  instance.Fault
	}{
		{"a value conforms", instance.None},
		{"a member of another type does not", instance.WrongType},
		{"nor does a value without a required member", instance.Missing},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(1, 1))
			for range 500 {
				text, faulty := s.Append(nil, rnd, instance.Options{Page: 2000, Fault: tc.fault})
				require.True(t, faulty)
				require.Greater(t, len(text), 2000)
				var value any
				require.NoError(t, json.Unmarshal(text, &value), "%s", text)
				err := ref.Value.VisitJSON(value)
				require.Equal(t, tc.fault != instance.None, err != nil, "%s: %v", text, err)
			}
		})
	}
}

func TestNoPlaceForAFault(t *testing.T) {
	s, err := instance.Compile(schema(t, `{"type": "object", "properties": {"id": {"type": "string"}}}`))
	require.NoError(t, err)
	_, faulty := s.Append(nil, rand.New(rand.NewPCG(1, 1)), instance.Options{Fault: instance.Missing})
	assert.False(t, faulty)
}

func TestCompileRejectsUnsupportedKeywords(t *testing.T) {
	for keyword, text := range map[string]string{
		"pattern": `{"type": "string", "pattern": "^a$"}`,
		"maximum": `{"type": "integer", "minimum": 3, "maximum": 3}`,
		"format":  `{"type": "string", "format": "date"}`,
	} {
		_, err := instance.Compile(schema(t, text))
		assert.ErrorContains(t, err, keyword)
	}
}
