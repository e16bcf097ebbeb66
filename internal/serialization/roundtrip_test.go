package serialization_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/serialization"
	"github.com/apicontract/apicontract/internal/spec"
)

const members = `
openapi: 3.1.0
info: {title: T, version: "1"}
paths: {}
components:
  schemas:
    Flat:
      type: object
      required: [s, i, b]
      properties: {s: {type: string}, i: {type: integer}, n: {type: number}, b: {type: boolean}, e: {oneOf: [{type: boolean}, {type: integer}]}}
      additionalProperties: false
    Whole:
      allOf: [{$ref: '#/components/schemas/Flat'}]
    Listed:
      allOf:
        - type: object
          properties: {s: {type: string}, i: {type: integer}, n: {type: number}, b: {type: boolean}, e: {}, l: {type: array, items: {type: integer}}, o: {$ref: '#/components/schemas/Flat'}}
`

// newReader returns a reader, and a function that compiles the schemas of the document.
func newReader(t *testing.T) (*serialization.Reader, func(name string) *schema.Schema) {
	t.Helper()
	doc, err := spec.Load(fstest.MapFS{"doc.yaml": {Data: []byte(members)}}, "doc.yaml")
	require.NoError(t, err)
	var options schemaengine.Options
	compiler, evaluator := schemaengine.NewCompiler(doc, options), schemaengine.NewEvaluator(options)
	reader := &serialization.Reader{
		Conforms: func(s *schema.Schema, value any) schema.Truth {
			return evaluator.Conforms(context.Background(), s, value)
		},
		AcceptsAll: func(s *schema.Schema, types schema.Types) bool { return s.AcceptsAll(types, options.AssertsFormat) },
	}
	return reader, func(name string) *schema.Schema {
		return compiler.Schema(doc.Root().At("components", "schemas", name))
	}
}

// flatObject returns an object of the schema Flat.
func flatObject(random *rand.Rand, texts []string) map[string]any {
	object := map[string]any{
		"s": texts[random.IntN(len(texts))],
		"i": json.Number(fmt.Sprint(random.IntN(1000) - 500)),
		"b": random.IntN(2) == 0,
	}
	if random.IntN(2) == 0 {
		object["n"] = json.Number(fmt.Sprint(random.Float64()))
	}
	if random.IntN(2) == 0 {
		object["e"] = []any{true, json.Number("7")}[random.IntN(2)]
	}
	return object
}

// written returns an object as fields.
func written(object map[string]any) url.Values {
	fields := make(url.Values)
	for name, value := range object {
		fields.Set(name, fmt.Sprint(value))
	}
	return fields
}

// TestRoundTrips checks that objects written as a form, as parts or as a header are read back.
func TestRoundTrips(t *testing.T) {
	reader, compiled := newReader(t)
	texts := []string{"", "a b", "1", "true", "null", "é&=+%", "[1]", `{"a":1}`, "x,y", "\u0000", "a\r\nb"}
	words := []string{"a", "1", "true", "a b"} // a header has no commas in it
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		object := flatObject(random, texts)
		fields := written(object)
		assert.Contains(t, reader.Form([]byte(fields.Encode()), compiled("Whole"), nil), any(object), "%s", fields.Encode())

		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for name := range fields {
			require.NoError(t, w.WriteField(name, fields.Get(name)))
		}
		require.NoError(t, w.Close())
		parts, err := reader.Multipart(body.Bytes(), w.Boundary(), compiled("Whole"), nil)
		require.NoError(t, err)
		assert.Contains(t, parts.Readings, any(object), "%s", body.String())

		object = flatObject(random, words)
		var plain, exploded []string
		for name, value := range object {
			plain = append(plain, name, fmt.Sprint(value))
			exploded = append(exploded, name+"="+fmt.Sprint(value))
		}
		for explode, items := range map[bool][]string{false: plain, true: exploded} {
			readings, err := reader.Header(serialization.NewHeader("X-A", compiled("Whole"), explode, ""), []string{strings.Join(items, ", ")})
			require.NoError(t, err)
			assert.Contains(t, readings, any(object), "%v", items)
		}
	}
}

// TestNestedRoundTrips checks that lists and objects inside a form are read in each of their
// styles.
func TestNestedRoundTrips(t *testing.T) {
	reader, compiled := newReader(t)
	inner := map[string]any{"s": "x y", "i": json.Number("1"), "b": true}
	want := any(map[string]any{"l": []any{json.Number("1"), json.Number("2")}, "o": inner})
	for _, c := range []struct {
		form     string
		encoding map[string]*spec.Encoding
	}{
		{"l=1&l=2&o[s]=x+y&o[i]=1&o[b]=true", nil},
		{"l=[1,2]&o=%7B%22s%22:%22x+y%22,%22i%22:1,%22b%22:true%7D", nil},
		{"l=1,2&o=s,x+y,i,1,b,true", map[string]*spec.Encoding{"l": {Style: "form"}, "o": {Style: "form"}}},
		{"l=1|2&o[b]=true&o[s]=x%20y&o[i]=1", map[string]*spec.Encoding{"l": {Style: "pipeDelimited"}, "o": {Style: "deepObject"}}},
		{"l=1+2&o={\"s\":\"x+y\",\"i\":1,\"b\":true}", map[string]*spec.Encoding{"l": {Style: "spaceDelimited"}, "o": {Style: "form", Explode: true, ContentType: "application/json"}}},
	} {
		assert.Contains(t, reader.Form([]byte(c.form), compiled("Listed"), c.encoding), want, c.form)
	}
}
