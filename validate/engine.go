package validate

import (
	"context"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/spec"
)

// An engine checks values by schemas: fast, as far as it surely tells that they
// conform, and slowly, to say what is wrong.
type engine struct {
	errors   *schemaerror.Evaluator
	compiler *schemamatch.Compiler
	matchers sync.Pool // of *schemamatch.Matcher
}

func newEngine(annotateFormats bool) *engine {
	return &engine{
		errors:   schemaerror.New(schemaengine.Options(annotateFormats)),
		compiler: schemamatch.NewCompiler(schemamatch.Options{AssertFormats: !annotateFormats}),
		matchers: sync.Pool{New: func() any { return new(schemamatch.Matcher) }},
	}
}

// conforms reports whether a value surely conforms to a schema.
func (e *engine) conforms(s *schema.Schema, value any) bool {
	return e.errors.Conforms(context.Background(), s, value) == schema.True
}

// newSchemaCompiler returns the compiler of a document's schemas.
func newSchemaCompiler(doc *spec.Document, lenientNullable bool) *schema.Compiler {
	return schema.NewCompiler(doc, schema.Options{LenientNullable: lenientNullable})
}
