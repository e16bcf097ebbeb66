package spec

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/suggest"
)

// A CallTable is what the extension says of calls, beside their errors.
type CallTable struct {
	// Idempotent are operations that a client may repeat without a key although their
	// method is not idempotent (RFC 9110, section 9.2.2): a second arrival does no more.
	Idempotent []OperationFact
	Keys       []KeyMember
	// Previews are operations that may change or disappear without notice.
	Previews []OperationFact
	// Retired are calls that are not operations of the document; the first that matches counts.
	Retired []RetiredCall
}

// An OperationFact is an operation that a statement of the table is about.
type OperationFact struct {
	Operation *Operation
	Basis     string // like a Fact's
	Location  Location
}

// A KeyMember is a member of a request's body that does what the header Idempotency-Key
// does: of two requests with the same value the server does the work once.
type KeyMember struct {
	Operation *Operation
	Member    []string // reference tokens from the body's root
	Basis     string   // like a Fact's
}

// Calls reads what the document's extension says of calls. It is nil if that is nothing.
// The error is that of [Document.ErrorTable].
func (d *Document) Calls() (*CallTable, error) {
	x := d.readExtension()
	return x.calls, x.err
}

// callMembers are the members of the extension that are about calls.
var callMembers = []string{"idempotency", "preview", "retired"}

func (r *tableReader) readCalls() *CallTable {
	t := &CallTable{}
	r.readIdempotency(t, r.Node.Member("idempotency"))
	r.readPreviews(t)
	r.readRetired(t)
	return t
}

func (r *tableReader) readIdempotency(t *CallTable, node *Node) {
	if node == nil || !r.checkMembers(node, "idempotency") {
		return
	}
	m := memberReader{r, node, "idempotency"}
	m.eachItem("operations", "an operation or a list of them", func(item *Node) {
		t.Idempotent = append(t.Idempotent, m.operationFacts(item, "operation")...)
	})
	m.eachItem("keys", "an object or a list of them", func(item *Node) {
		t.Keys = append(t.Keys, m.keyMembers(item)...)
	})
}

func (r *tableReader) readPreviews(t *CallTable) {
	m := memberReader{r, r.Node, "preview"}
	m.eachItem("preview", "an operation or a list of them", func(item *Node) {
		t.Previews = append(t.Previews, m.operationFacts(item, "operation")...)
	})
}

// operationFacts reads a pattern of operations, or an object of a kind with one.
func (m *memberReader) operationFacts(item *Node, kind string) []OperationFact {
	if item.Is(String) {
		return factsOf(m.table.operations(item), "", item)
	}
	if !m.table.checkMembers(item, kind) {
		return nil
	}
	inner := memberReader{m.table, item, m.subject}
	basis := inner.basis()
	if header := inner.readText("header"); header != "" {
		return factsOf(m.table.operationsWith(header, item), basis, item)
	}
	inner.required("operation")
	return factsOf(m.table.operations(item.Member("operation")), basis, item)
}

func factsOf(operations []*Operation, basis string, at *Node) []OperationFact {
	var all []OperationFact
	for _, op := range operations {
		all = append(all, OperationFact{op, basis, at.Location()})
	}
	return all
}

func (m *memberReader) keyMembers(item *Node) []KeyMember {
	if !m.table.checkMembers(item, "key") {
		return nil
	}
	inner := memberReader{m.table, item, m.subject}
	inner.required("operation")
	inner.required("member")
	tokens, basis := m.table.readPointer(item.Member("member")), inner.basis()
	var all []KeyMember
	for _, op := range m.table.operations(item.Member("operation")) {
		m.table.checkRequestMember(op, tokens, item.Member("member"))
		all = append(all, KeyMember{op, tokens, basis})
	}
	return all
}

// checkRequestMember checks that the schema of a request's body has a member.
func (r *tableReader) checkRequestMember(op *Operation, tokens []string, at *Node) {
	body := op.RequestBody()
	if len(tokens) == 0 || body == nil {
		return
	}
	found := false
	for _, media := range body.Media {
		r.document.EachSchema(media.Schema, tokens, func(*Node) { found = true })
	}
	if !found {
		r.addMismatchf(at, "Correct the pointer, or the schema.", "no schema of a request for %s has a member at %s", op.Name(), JoinPointer(tokens...))
	}
}

// codeOperations reads the operations that a code belongs to: patterns, or all operations
// that take a header.
func (m *memberReader) codeOperations() []OperationFact {
	var all []OperationFact
	m.eachItem("operations", "an operation or a list of them", func(item *Node) {
		all = append(all, m.operationFacts(item, "operations")...)
	})
	return all
}

// operationsWith returns the operations that document a request header.
func (r *tableReader) operationsWith(header string, at *Node) []*Operation {
	var all []*Operation
	for _, op := range r.document.Operations() {
		if slices.ContainsFunc(op.Parameters(), func(p *Parameter) bool { return p.In == "header" && strings.EqualFold(p.Name, header) }) {
			all = append(all, op)
		}
	}
	if len(all) == 0 {
		r.addMismatchf(at, "Correct the name of the header.", "no operation of the document has the request header %q", header)
	}
	return all
}

// operations returns the operations that a pattern names. One that names none is a
// mistake.
func (r *tableReader) operations(node *Node) []*Operation {
	text, ok := node.AsString()
	if !ok || text == "" {
		return nil // the caller says so
	}
	return r.operationsNamed(text, node)
}

// operationsNamed is operations for a pattern that stands at a node.
func (r *tableReader) operationsNamed(text string, node *Node) []*Operation {
	if err := pattern.CheckSyntax(text); err != nil {
		r.addMistakef(node, "Write an operationId, a path, or a method and a path.", "%v", err)
		return nil
	}
	var all []*Operation
	for _, op := range r.document.Operations() {
		if op.Fits(text) {
			all = append(all, op)
		}
	}
	if len(all) == 0 {
		r.addMissingf(node, r.operationFix(text), "no operation of the document is called %q", text)
	}
	return all
}

// Fits reports whether a pattern of package pattern names the operation.
func (op *Operation) Fits(text string) bool {
	return pattern.Matches(text, pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
}

// operationFix suggests the operation that a pattern was to name.
func (r *tableReader) operationFix(text string) string {
	var names []string
	for _, op := range r.document.Operations() {
		switch {
		case strings.HasPrefix(text, "/"):
			names = append(names, op.PathTemplate)
		case strings.Contains(text, " /"):
			names = append(names, op.Method+" "+op.PathTemplate)
		default:
			names = append(names, op.ID)
		}
	}
	if near := suggest.Nearest(text, names); len(near) > 0 {
		return "Write `" + near[0] + "`."
	}
	return "Write the operationId, the path, or the method and the path of an operation."
}

// checkCalls checks that the calls that a row names exist.
func (m *memberReader) checkCalls(calls []Fact) {
	for _, call := range calls {
		method, path, ok := strings.Cut(call.Text, " ")
		if !ok || !strings.HasPrefix(path, "/") || method != strings.ToUpper(method) {
			m.addMistakef("calls", "Write a method and a path, such as GET /videos/{video_id}.", "%q is not a call", call.Text)
		} else if m.table.document.Operation(method, path) == nil {
			m.table.addMissingf(m.node.Member("calls"), m.table.operationFix(call.Text), "%s: the document has no operation %q", m.subject, call.Text)
		}
	}
}
