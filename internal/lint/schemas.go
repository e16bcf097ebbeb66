package lint

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/suggest"
)

// keywords30 are the members of a Schema Object of OpenAPI 3.0, and those of later versions that
// the compiler reports as without effect.
var keywords30 = []string{
	"$ref", "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern",
	"maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf", "anyOf", "not",
	"items", "properties", "additionalProperties", "description", "format", "default", "nullable", "discriminator", "readOnly", "writeOnly",
	"xml", "externalDocs", "example", "deprecated",
}

// compileSchemas compiles the collected schemas and their subschemas, up to a limit, so that the
// compiler reports their problems.
func (w *documentWalker) compileSchemas(limit int) {
	s := schemaWalker{documentWalker: w, left: limit, seen: make(map[*schema.Schema]bool), evaluator: schemaengine.NewEvaluator(schemaengine.Options{AnnotateFormats: true})}
	for _, n := range w.schemas {
		s.walkSchema(w.compiler.Schema(n))
	}
}

type schemaWalker struct {
	*documentWalker
	left      int // number of schemas to check before the limit
	seen      map[*schema.Schema]bool
	evaluator interface {
		Conforms(ctx context.Context, s *schema.Schema, value any) schema.Truth
	}
}

// walkSchema compiles a schema and all below it.
func (w *schemaWalker) walkSchema(s *schema.Schema) {
	pending := []*schema.Schema{s}
	for len(pending) > 0 && w.left > 0 {
		s := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if s == nil || w.seen[s] {
			continue
		}
		w.seen[s] = true
		w.left--
		pending = append(pending, s.Subschemas()...)
		w.checkNode(s)
	}
}

// checkNode reports the problems of a Schema Object that the compiler does not report.
func (w *schemaWalker) checkNode(s *schema.Schema) {
	n := s.Node()
	if value := n.Member("default"); value != nil && w.evaluator.Conforms(context.Background(), s, value.Value()) == schema.False {
		w.problemf(RuleDefault, value, "Correct the default, or the schema.", "the default does not conform to its own schema")
	}
	if !w.is30 {
		return
	}
	for name, value := range n.Members() {
		if strings.HasPrefix(name, "x-") || slices.Contains(keywords30, name) || schema.IsLaterKeyword(name) {
			continue
		}
		fix := "Remove it, or let its name begin with x-."
		if near := suggest.Nearest(name, keywords30); len(near) > 0 {
			fix = "Write `" + near[0] + "`, if that is meant; else remove it, or let its name begin with x-."
		}
		w.problemf(RuleKeywordUnknown, value, fix, "`%s` is no keyword of OpenAPI 3.0, and has no effect", name)
	}
}

// checkErrorTable reports the mistakes in the document's own error table, and the rows of an added
// table that do not fit the document.
func (w *documentWalker) checkErrorTable() {
	w.problems = append(w.problems, w.doc.TableProblems()...)
	_, err := w.doc.ErrorTable()
	if e, ok := errors.AsType[*spec.TableError](err); ok {
		w.problems = append(w.problems, e.Mistakes...)
	}
}
