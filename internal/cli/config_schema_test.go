package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	santhosh "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/config"
	"github.com/apicontract/apicontract/validate"
)

const configSchema = "../../docs/config.schema.json"

type object = map[string]any

// makeConfigSchema returns the JSON Schema of the configuration file, made from the flags.
func makeConfigSchema(root *cobra.Command) object {
	properties := object{"suppressions": object{
		"description": "Findings that are tolerated for some time.",
		"type":        "array", "items": suppressionSchema(),
	}}
	usage := map[string]*pflag.Flag{}
	for _, section := range sections {
		eachConfigured(root, section, func(name string, f *pflag.Flag) { usage[name] = f })
	}
	for _, key := range configKeys(root) {
		section, name, found := strings.Cut(key.Name, ".")
		at := properties
		if !found {
			name = section
		} else {
			if properties[section] == nil {
				properties[section] = object{"type": "object", "additionalProperties": false, "properties": object{}, "description": "Flags of apicontract " + section + "."}
			}
			at = properties[section].(object)["properties"].(object)
		}
		at[name] = keySchema(key, usage[key.Name])
	}
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": config.FileName,
		"description": "The configuration of apicontract, for editors: docs/configuration.md explains it.",
		"type":        "object", "additionalProperties": false, "properties": properties,
	}
}

func keySchema(key config.Key, f *pflag.Flag) object {
	schema := object{"type": "string"}
	if f == nil {
		schema["description"] = "Captures that are checked without arguments: files, folders and globs, relative to this file."
	} else {
		schema["description"] = f.Usage
	}
	switch {
	case key.Kind == config.Levels:
		schema["type"] = "object"
		schema["propertyNames"] = object{"enum": ruleNames()}
		schema["additionalProperties"] = object{"enum": []string{"error", "warning", "note", "off"}}
	case key.Kind == config.List:
		schema["type"] = []string{"string", "array"}
		schema["items"] = object{"type": "string"}
	case f.Value.Type() == "bool":
		schema["type"] = "boolean"
	case f.Value.Type() == "PERCENT":
		schema["type"], schema["minimum"], schema["maximum"] = "number", 0, 100
	default:
		if choice, ok := f.Value.(*choiceFlag); ok {
			delete(schema, "type")
			schema["enum"] = choice.allowed
		}
	}
	return schema
}

func suppressionSchema() object {
	return object{
		"type": "object", "additionalProperties": false, "required": []string{"reason"},
		"anyOf": []object{{"required": []string{"rule"}}, {"required": []string{"operation"}}, {"required": []string{"status"}}, {"required": []string{"code"}}, {"required": []string{"capture"}}},
		"properties": object{
			"rule":      object{"description": "The rule that is broken.", "enum": ruleNames()},
			"operation": object{"description": "An operationId, a path or a method and path; globs match several.", "type": "string"},
			"status":    object{"description": "The status code of the response.", "type": "integer"},
			"code":      object{"description": "The error code of the response, or a glob.", "type": "string"},
			"capture":   object{"description": "A glob over the names of captures, relative to this file; without a slash, over their last elements.", "type": "string"},
			"reason":    object{"description": "Why it is tolerated.", "type": "string", "pattern": `\S`},
			"until":     object{"description": "The last day, such as 2027-01-31; a warning follows it.", "type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`},
		},
	}
}

func ruleNames() []string {
	var names []string
	for _, r := range validate.Rules() {
		names = append(names, string(r.ID))
	}
	return names
}

func testRoot() *cobra.Command { return newRoot(streams{out: io.Discard, err: io.Discard}) }

// The schema in docs is that of the flags. -update writes it; descriptions may lag behind.
func TestConfigSchemaIsCurrent(t *testing.T) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(makeConfigSchema(testRoot())))
	if flag.Lookup("update").Value.String() == "true" { // it belongs to the package cli_test
		require.NoError(t, os.WriteFile(configSchema, text.Bytes(), 0o644))
	}
	want, err := os.ReadFile(configSchema)
	require.NoError(t, err)
	assert.True(t, assert.ObjectsAreEqual(withoutDescription(t, want), withoutDescription(t, text.Bytes())), "%s is not that of the flags: run the test with -update", configSchema)
}

func withoutDescription(t *testing.T, schema []byte) any {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal(schema, &value))
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case object:
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

// What the schema accepts, the tool reads, and what it rejects is an error with its line.
func TestConfigSchemaAgrees(t *testing.T) {
	schema, err := santhosh.NewCompiler().Compile(configSchema)
	require.NoError(t, err)
	for text, reason := range map[string]string{
		"spec: api.yaml": "a common key",
		"check: {fail-on: warning, any-host: true, min-checked: 80, include: [a, b], exclude: c, level: {doc-url: off}}": "each kind of value",
		"coverage: {min-codes: 12.5}\nlint: {fail-on: never}":                                                            "other commands",
		"suppressions: [{rule: doc-url, status: 404, reason: r, until: 2027-01-31}]":                                     "a suppression",
		"{}": "an empty mapping",
	} {
		assert.NoError(t, schema.Validate(yamlValue(t, text)), reason)
		assert.NoError(t, readConfig(t, text), reason)
	}
	for text, reason := range map[string]string{
		"spek: api.yaml":                                           "an unknown key",
		"check: {fail-no: warning}":                                "an unknown key of a section",
		"check: {fail-on: fatal}":                                  "a value that is none",
		"check: {min-checked: 101}":                                "a number that is too large",
		"check: {any-host: perhaps}":                               "not a boolean",
		"check: {level: {doc-url: fatal}}":                         "an unknown level",
		"check: {level: {doc: error}}":                             "an unknown rule",
		"check: {include: {a: b}}":                                 "a mapping for a list",
		"check: {quiet: true}":                                     "a flag that no file sets",
		"check: [fail-on]":                                         "a list for a section",
		"suppressions: {rule: doc-url}":                            "a mapping for a list of suppressions",
		"suppressions: [{rule: doc-url}]":                          "no reason",
		"suppressions: [{reason: r}]":                              "it matches everything",
		"suppressions: [{rule: x, reason: r}]":                     "an unknown rule of a suppression",
		"suppressions: [{rule: doc-url, reason: r, until: soon}]":  "not a date",
		"suppressions: [{rule: doc-url, reason: r, untill: soon}]": "an unknown key of a suppression",
		"suppressions: [{status: many, reason: r}]":                "not a status",
		"[]": "a list",
	} {
		assert.Error(t, schema.Validate(yamlValue(t, text)), reason)
		err := readConfig(t, text)
		if assert.Error(t, err, reason) {
			assert.Regexp(t, `config\.yaml:1: `, err.Error(), reason)
		}
	}
}

// yamlValue returns a text of YAML as a value that a schema can be compared with.
func yamlValue(t *testing.T, text string) any {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal([]byte(text), &value))
	asJSON, err := json.Marshal(value)
	require.NoError(t, err)
	asJSON = bytes.ReplaceAll(asJSON, []byte("T00:00:00Z"), nil) // editors read a date as text
	back, err := santhosh.UnmarshalJSON(bytes.NewReader(asJSON))
	require.NoError(t, err)
	return back
}

// readConfig reads a configuration as the command config does.
func readConfig(t *testing.T, text string) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	root := testRoot()
	root.SetArgs([]string{"config", "--config", path})
	return root.ExecuteContext(t.Context())
}
