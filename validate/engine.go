package validate

import (
	"context"
	"sync"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/stringformat"
)

// An engine checks values by schemas: fast, as far as it surely tells that they
// conform, and slowly, to say what is wrong.
type engine struct {
	errors   *schemaerror.Evaluator
	compiler *schemamatch.Compiler
	matchers sync.Pool // of *schemamatch.Matcher
}

func newEngine(annotateFormats bool) *engine {
	options := schemaerror.Options{Format: stringformat.Check}
	if annotateFormats {
		options.Format = nil
	}
	return &engine{
		errors:   schemaerror.New(options),
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
	return schema.NewCompiler(doc, schema.Options{CompilePattern: compilePattern, LenientNullable: lenientNullable})
}

func compilePattern(source string) (schema.Matcher, error) {
	p, err := ecmaregexp.Compile(source)
	if err != nil {
		return nil, err
	}
	return p, nil
}
