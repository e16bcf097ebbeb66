package schemaerror_test

import (
	"os"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

const wrongBody = `{"error":{"code":"no_such_code","message":5,"param":{},"doc_url":null},"data":1}`

// BenchmarkWrongBody compares the engine with kin-openapi on an error body that is wrong in each
// member. It does not measure decoding.
func BenchmarkWrongBody(b *testing.B) {
	value, err := schemaerror.Decode([]byte(wrongBody))
	require.NoError(b, err)
	b.Run("apicontract", func(b *testing.B) {
		doc, err := spec.Load(os.DirFS("../.."), "openapi.yaml")
		require.NoError(b, err)
		node := doc.Operation("GET", "/v3/videos/{video_id}").Response(404).Media[0].Schema
		s := schema.NewCompiler(doc, schema.Options{CompilePattern: goPattern}).Schema(node)
		evaluator := schemaerror.New(schemaerror.Options{})
		b.ReportAllocs()
		for b.Loop() {
			result := evaluator.Check(b.Context(), s, value)
			if len(result.Errors) == 0 {
				b.Fatal("no errors")
			}
		}
	})
	b.Run("kin-openapi", func(b *testing.B) {
		doc, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
		require.NoError(b, err)
		s := doc.Paths.Value("/v3/videos/{video_id}").Get.Responses.Status(404).Value.Content["application/json"].Schema.Value
		b.ReportAllocs()
		for b.Loop() {
			if s.VisitJSON(value, openapi3.MultiErrors()) == nil {
				b.Fatal("no errors")
			}
		}
	})
}
