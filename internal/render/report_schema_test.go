package render_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/invopop/jsonschema"
	santhosh "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

const reportSchema = "docs/report.schema.json" // from the root of the module

// makeSchema is the JSON Schema of the JSON report, with the comments of package validate.
// It changes to the root of the module, from which packages have their paths.
func makeSchema(t *testing.T) []byte {
	t.Helper()
	t.Chdir(filepath.Join("..", ".."))
	r := &jsonschema.Reflector{ExpandedStruct: true, AllowAdditionalProperties: true, Anonymous: true}
	r.Mapper = func(t reflect.Type) *jsonschema.Schema {
		if t == reflect.TypeFor[validate.Level]() {
			return &jsonschema.Schema{Type: "string", Enum: []any{"error", "warning", "note"}}
		}
		return nil
	}
	require.NoError(t, r.AddGoComments("github.com/apicontract/apicontract", "./validate"))
	s := r.Reflect(&validate.Report{})
	s.Title = "The JSON report of apicontract check"
	version, ok := s.Properties.Get("schemaVersion")
	require.True(t, ok)
	version.Const = validate.SchemaVersion
	data, err := json.MarshalIndent(s, "", "  ")
	require.NoError(t, err)
	return append(data, '\n')
}

// The schema in docs is the one of the types. Descriptions may lag behind until -update
// writes them again: a comment must not break a build.
func TestReportSchemaIsCurrent(t *testing.T) {
	data := makeSchema(t)
	if *update {
		require.NoError(t, os.WriteFile(reportSchema, data, 0o644))
	}
	want, err := os.ReadFile(reportSchema)
	require.NoError(t, err)
	assert.Equal(t, withoutDescriptions(t, want), withoutDescriptions(t, data), "run the test with -update")
}

func withoutDescriptions(t *testing.T, schema []byte) any {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal(schema, &value))
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if _, isText := v["description"].(string); isText {
				delete(v, "description")
			}
			for _, member := range v {
				strip(member)
			}
		case []any:
			for _, item := range v {
				strip(item)
			}
		}
	}
	strip(value)
	return value
}

// Every JSON report has the form of the schema.
func TestJSONReportsHaveTheSchema(t *testing.T) {
	path, err := filepath.Abs(filepath.Join("..", "..", reportSchema))
	require.NoError(t, err)
	schema, err := santhosh.NewCompiler().Compile(path)
	require.NoError(t, err)
	for name, r := range map[string]*validate.Report{"clean": clean(), "drift": drift(), "builtin": builtin(), "hostile": hostile(), "cut": cut(), "many": many(25), "accepted": accepted()} {
		f, _ := render.FindFormat("json", render.KindReport)
		var b bytes.Buffer
		require.NoError(t, f.Report(&b, r, render.Options{}))
		validJSON(t, schema, b.Bytes(), name)
	}
	for text, reason := range map[string]string{
		`{}`:                   "nothing is there",
		`{"schemaVersion": 1}`: "another version",
		`[]`:                   "a list",
	} {
		value, err := santhosh.UnmarshalJSON(bytes.NewReader([]byte(text)))
		require.NoError(t, err)
		assert.Error(t, schema.Validate(value), reason)
	}
}
