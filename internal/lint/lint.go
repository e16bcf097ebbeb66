// Package lint finds all problems of an OpenAPI document, each with its place and its fix. Problems
// do not stop a check; what depends on them stays unchecked.
package lint

import (
	"math"
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/spec"
)

// The rules of problems, besides those of package schema.
const (
	RuleVersion         = "document-version"
	RuleMemberType      = "member-type"
	RuleMemberMissing   = "member-missing"
	RuleMemberUnknown   = "member-unknown"
	RuleMemberVersion   = "member-version"
	RuleReference       = schema.RuleReference
	RulePathTemplate    = "path-template"
	RuleParameter       = "parameter-invalid"
	RuleResponseKey     = "response-key"
	RuleNoResponses     = "responses-missing"
	RuleOperationID     = "operation-id-duplicate"
	RuleServerURL       = "server-url"
	RuleSecurity        = "security-undefined"
	RuleKeywordUnknown  = "schema-keyword-unknown"
	RuleDefault         = "schema-default"
	RuleErrorTable      = spec.RuleErrorTable
	RuleTableMismatch   = spec.RuleTableMismatch
	RuleDocumentInvalid = "document-invalid"
)

// CheckDocument returns all problems of a document, in the order of the text. It reads everything
// that the document refers to.
func CheckDocument(doc *spec.Document) []spec.Problem {
	w := newWalker(doc, schemaengine.NewCompiler(doc, schemaengine.Options{}))
	w.checkVersion()
	w.walkObject(doc.Root(), "OpenAPI")
	for _, op := range doc.Operations() {
		w.checkTemplate(op)
	}
	w.checkOperationIDs(func(*spec.Operation) bool { return true })
	w.checkErrorTable()
	w.compileSchemas(math.MaxInt)
	return w.sortedProblems()
}

// maxMetSchemas is the maximum number of schemas that [CheckOperations] checks.
const maxMetSchemas = 5_000

// CheckOperations returns the problems of the document's own members, its paths and servers, and of
// the given operations with their schemas, in the order of the text. It compiles schemas with
// compiler, up to a limit, and also reports the problems of schemas that compiler compiled before.
func CheckOperations(doc *spec.Document, compiler *schema.Compiler, operations []*spec.Operation) []spec.Problem {
	w := newWalker(doc, compiler)
	w.checkVersion()
	w.shallow = true
	w.walkObject(doc.Root(), "OpenAPI")
	w.shallow = false
	asked := make(map[*spec.Operation]bool)
	for _, op := range operations {
		asked[op] = true
		w.walkPathItem(doc.Root().Member("paths").Member(op.PathTemplate), op)
	}
	w.checkOperationIDs(func(op *spec.Operation) bool { return asked[op] })
	w.problems = append(w.problems, w.doc.TableProblems()...)
	w.compileSchemas(maxMetSchemas)
	return w.sortedProblems()
}

func newWalker(doc *spec.Document, compiler *schema.Compiler) *documentWalker {
	return &documentWalker{doc: doc, is30: doc.Is30(), isLaterVersion: !isSupportedVersion(doc), seen: make(map[objectVisit]bool), compiler: compiler}
}

// sortedProblems returns all problems, each once.
func (w *documentWalker) sortedProblems() []spec.Problem {
	problems := slices.Concat(w.doc.SyntaxProblems(), w.problems, w.compiler.Problems())
	slices.SortStableFunc(problems, func(a, b spec.Problem) int { return a.Compare(&b) })
	return slices.CompactFunc(problems, func(a, b spec.Problem) bool { return a.Node == b.Node && a.Rule == b.Rule && a.Message == b.Message })
}
