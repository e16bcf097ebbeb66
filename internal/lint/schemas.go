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

// keywords30 are the members of a Schema Object of OpenAPI 3.0, and those of later
// versions, of which the compiler says that they have no effect.
var keywords30 = []string{
	"$ref", "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern",
	"maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf", "anyOf", "not",
	"items", "properties", "additionalProperties", "description", "format", "default", "nullable", "discriminator", "readOnly", "writeOnly",
	"xml", "externalDocs", "example", "deprecated",
}

// compileSchemas compiles the schemas that were met and all below them, up to a number,
// so that the compiler meets their problems.
func (w *documentWalker) compileSchemas(limit int) {
	s := schemaWalker{documentWalker: w, left: limit, seen: make(map[*schema.Schema]bool), evaluator: schemaengine.NewEvaluator(schemaengine.Options{AnnotateFormats: true})}
	for _, n := range w.schemas {
		s.walkSchema(w.compiler.Schema(n))
	}
}

type schemaWalker struct {
	*documentWalker
	left      int // schemas that are still looked at
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

// checkNode looks for the problems of one Schema Object that its compiler does not find.
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

// checkErrorTable adds the mistakes in the document's own error table, and what does not
// fit in one that was added to it.
func (w *documentWalker) checkErrorTable() {
	w.problems = append(w.problems, w.doc.TableProblems()...)
	_, err := w.doc.ErrorTable()
	if e, ok := errors.AsType[*spec.TableError](err); ok {
		w.problems = append(w.problems, e.Mistakes...)
	}
}
