// Package lint finds the problems of an OpenAPI document: all of them, each with its
// place and how to fix it. Problems do not stop checking; they leave unchecked what
// depends on them.
package lint

import (
	"slices"

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
	RuleReference       = "reference-unresolved"
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
	RuleDocumentInvalid = "document-invalid"
)

// Document returns all problems of a document, in the order of the text. It reads
// everything that the document refers to.
func Document(doc *spec.Document) []spec.Problem {
	w := newWalker(doc)
	w.version()
	w.object(doc.Root(), "OpenAPI")
	w.operationIDs()
	w.errorTable()
	w.compileSchemas()
	w.problems = append(w.problems, w.compiler.Problems()...)
	return sorted(w.problems)
}

// Operations returns the problems of the document's own members, its paths and
// servers, and of the given operations, in the order of the text. Problems of schemas
// are not among them: the compiler that checks by them has those.
func Operations(doc *spec.Document, operations []*spec.Operation) []spec.Problem {
	w := newWalker(doc)
	w.version()
	w.shallow = true
	w.object(doc.Root(), "OpenAPI")
	w.shallow = false
	for _, op := range operations {
		w.pathItem(doc.Root().Member("paths").Member(op.PathTemplate), op)
	}
	return sorted(w.problems)
}

func newWalker(doc *spec.Document) *walker {
	return &walker{
		doc: doc, is30: doc.Is30(), tolerant: !knownVersion(doc), seen: make(map[visit]bool),
		compiler: schemaengine.NewCompiler(doc, schemaengine.Options{}),
	}
}

// sorted removes problems that were found twice.
func sorted(problems []spec.Problem) []spec.Problem {
	slices.SortStableFunc(problems, func(a, b spec.Problem) int { return a.Compare(&b) })
	return slices.CompactFunc(problems, func(a, b spec.Problem) bool { return a.Node == b.Node && a.Rule == b.Rule && a.Message == b.Message })
}
