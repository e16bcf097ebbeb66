package validate

import (
	"context"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/serialization"
)

// A schemaEngine checks values by schemas: fast, as far as it surely tells that they
// conform, and slowly, to say what is wrong.
type schemaEngine struct {
	errors   *schemaerror.Evaluator
	compiler *schemamatch.Compiler
	matchers sync.Pool // of *schemamatch.Matcher
	options  schemaengine.Options
	// serialized reads values that are not JSON.
	serialized *serialization.Reader
}

func newEngine(options schemaengine.Options) *schemaEngine {
	e := &schemaEngine{
		errors:   schemaengine.NewEvaluator(options),
		compiler: schemamatch.NewCompiler(schemamatch.Options{AssertFormats: !options.AnnotateFormats}),
		matchers: sync.Pool{New: func() any { return new(schemamatch.Matcher) }},
		options:  options,
	}
	e.serialized = &serialization.Reader{AcceptsAll: e.acceptsAll, Conforms: func(s *schema.Schema, value any) schema.Truth {
		return e.errors.Conforms(context.Background(), s, value)
	}}
	return e
}

// conformsToSchema reports whether a value surely conforms to a schema.
func (e *schemaEngine) conformsToSchema(ctx context.Context, s *schema.Schema, value any) bool {
	return e.errors.Conforms(ctx, s, value) == schema.True
}

// acceptsAll reports whether a schema surely accepts every value of some types.
func (e *schemaEngine) acceptsAll(s *schema.Schema, types schema.Types) bool {
	return s.AcceptsAll(types, e.options.AssertsFormat)
}
