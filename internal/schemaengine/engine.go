// Package schemaengine assembles the schema engine of all checks: patterns of ECMA-262 and the
// formats that apicontract asserts.
package schemaengine

import (
	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/stringformat"
)

// Options are set by the user.
type Options struct {
	// AnnotateFormats asserts no format. By default the formats of
	// [stringformat.Names] are asserted; all others are annotations.
	AnnotateFormats bool
	// LenientNullable accepts null wherever a schema says `nullable: true`, even where OpenAPI
	// gives it no effect.
	LenientNullable bool
	// MaxVisits limits the work of one check; 0 means the default of schemaerror.
	MaxVisits int
}

// NewCompiler returns the compiler of a document's schemas.
func NewCompiler(doc *spec.Document, o Options) *schema.Compiler {
	return schema.NewCompiler(doc, o.CompilerOptions())
}

// NewEvaluator returns the evaluator of values of response bodies and headers.
func NewEvaluator(o Options) *schemaerror.Evaluator { return schemaerror.New(o.EvaluatorOptions()) }

// CompilerOptions returns the options for a compiler.
func (o Options) CompilerOptions() schema.Options {
	return schema.Options{CompilePattern: compilePattern, LenientNullable: o.LenientNullable}
}

// EvaluatorOptions returns the options for an evaluator.
func (o Options) EvaluatorOptions() schemaerror.Options {
	options := schemaerror.Options{MaxVisits: o.MaxVisits}
	if !o.AnnotateFormats {
		options.Format = stringformat.CheckText
	}
	return options
}

// AssertsFormat reports whether a format is asserted for strings or numbers.
func (o Options) AssertsFormat(format string) bool {
	_, known := stringformat.CheckText(format, "")
	return !o.AnnotateFormats && (known || stringformat.AppliesToNumbers(format))
}

// compilePattern returns a nil Matcher with an error, not one that holds a nil
// pointer.
func compilePattern(source string) (schema.PatternMatcher, error) {
	re, err := ecmaregexp.Compile(source)
	if err != nil {
		return nil, err
	}
	return re, nil
}
