package lint

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/spec"
)

// checkObject reports the problems of an object that the table of members does not cover.
func (w *documentWalker) checkObject(n *spec.Node, object string) {
	switch object {
	case "Paths":
		w.checkPaths(n)
	case "Responses":
		w.checkResponses(n)
	case "Operation":
		if !w.is30 && n.Member("responses") == nil {
			w.problemf(RuleNoResponses, n, "Add `responses`, at least a `default` one.",
				"the operation documents no responses, so that nothing of them is checked")
		}
	case "Parameter":
		w.checkParameter(n)
	case "Server":
		w.checkServer(n)
	case "Security":
		w.checkSecurity(n)
	}
}

// isSupportedVersion reports whether the document's version is one whose members are known.
func isSupportedVersion(doc *spec.Document) bool {
	version := doc.Root().Member("openapi").Text()
	return strings.HasPrefix(version, "3.0") || strings.HasPrefix(version, "3.1")
}

func (w *documentWalker) checkVersion() {
	if w.isLaterVersion {
		n := w.doc.Root().Member("openapi")
		w.problemf(RuleVersion, n, "Expect no check of what is new in this version.",
			"OpenAPI %s is read as 3.1: what is new in it is not checked", n.Text())
	}
}

func (w *documentWalker) checkPaths(paths *spec.Node) {
	first := make(map[string]*spec.Node) // by template without parameter names
	for template, item := range paths.Members() {
		if strings.HasPrefix(template, "x-") {
			continue
		}
		if !strings.HasPrefix(template, "/") {
			w.problemf(RulePathTemplate, item, "Begin the path with a slash.", "the path %q does not begin with a slash, and is left out", template)
			continue
		}
		if strings.ContainsAny(template, "?#") {
			w.problemf(RulePathTemplate, item, "Write the path without it, and document query parameters with `in: query`.",
				"the path %q has a query or a fragment, so that no request matches it", template)
			continue
		}
		if !isClosed(template) {
			w.problemf(RulePathTemplate, item, "Close the brace, or write %7B or %7D for a brace that is part of the path.",
				"the path %q has a brace without its counterpart, which is taken for a part of the path", template)
		}
		if w.shallow {
			w.shallowPathItem(item)
		}
		key := withoutNames(template)
		if other := first[key]; other != nil && w.shareMethod(other, item) {
			line, _ := other.Position()
			w.problemf(RulePathTemplate, item, "Keep one of the two paths.",
				"the path %q has the same form as %q on line %d, so that requests cannot be told apart", template, other.Name(), line)
			continue
		}
		first[key] = item
	}
}

// isClosed reports whether the braces of a template match.
func isClosed(template string) bool {
	inside := false
	for _, c := range template {
		if c == '{' && inside || c == '}' && !inside {
			return false
		}
		inside = c == '{' || inside && c != '}'
	}
	return !inside
}

// shallowPathItem checks a path item without its operations.
func (w *documentWalker) shallowPathItem(item *spec.Node) {
	if !w.expectKind(item, spec.Object) {
		return
	}
	if ref := item.Member("$ref"); ref != nil && w.expectKind(ref, spec.String) {
		w.resolveTarget(ref)
	}
	table := objectMembers[w.is30]["PathItem"]
	for name, value := range item.Members() {
		if _, known := table[name]; !known && !strings.HasPrefix(name, "x-") {
			w.reportUnknownMember(value, "PathItem", table)
		}
	}
}

// withoutNames removes the parameter names from a template.
func withoutNames(template string) string {
	var b strings.Builder
	for template != "" {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			break
		}
		b.WriteString("{}")
		_, template, _ = strings.Cut(rest, "}")
	}
	return b.String()
}

// shareMethod reports whether two path items have an operation with the same method.
func (w *documentWalker) shareMethod(a, b *spec.Node) bool {
	a, b = w.doc.Follow(a), w.doc.Follow(b)
	for _, method := range w.doc.Methods() {
		if a.Member(method) != nil && b.Member(method) != nil {
			return true
		}
	}
	return false
}

// walkPathItem walks the path item of an operation, without its other operations.
func (w *documentWalker) walkPathItem(n *spec.Node, op *spec.Operation) {
	if ref := n.Member("$ref"); ref != nil {
		w.expectKind(ref, spec.String)
	}
	for _, name := range []string{"servers", "parameters"} {
		if m := op.PathItem.Member(name); m != nil {
			w.walkValue(m, objectMembers[w.is30]["PathItem"][name].holds)
		}
	}
	w.walkObject(operationIn(n, op), "Operation")
	w.checkTemplate(op)
}

// operationIn returns the operation in its path item, or the reference to it.
func operationIn(item *spec.Node, op *spec.Operation) *spec.Node {
	for _, owner := range []*spec.Node{item, op.PathItem} {
		if n := owner.Member(strings.ToLower(op.Method)); n != nil {
			return n
		}
	}
	return op.Node
}

// checkTemplate compares the parameters of a template with the documented ones.
func (w *documentWalker) checkTemplate(op *spec.Operation) {
	documented := make(map[string]bool)
	for _, p := range op.Parameters() {
		if p.In != "path" {
			continue
		}
		documented[p.Name] = true
		if !strings.Contains(op.PathTemplate, "{"+p.Name+"}") {
			w.problemf(RulePathTemplate, p.Node, "Add {"+p.Name+"} to the path, or remove the parameter.",
				"the path %q has no parameter {%s}", op.PathTemplate, p.Name)
		}
	}
	for _, name := range templateNames(op.PathTemplate) {
		if !documented[name] {
			w.problemf(RulePathTemplate, op.Node, "Document the parameter: `in: path`, `required: true`.",
				"the parameter {%s} of the path %q is not documented", name, op.PathTemplate)
		}
	}
}

func templateNames(template string) (names []string) {
	for {
		_, rest, found := strings.Cut(template, "{")
		if !found {
			return names
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return names
		}
		names = append(names, name)
		template = after
	}
}

func (w *documentWalker) checkResponses(n *spec.Node) {
	for key, response := range n.Members() {
		if !strings.HasPrefix(key, "x-") && !spec.IsResponseKey(key) {
			w.problemf(RuleResponseKey, response, "Write a status code, a range such as 4XX, or default.",
				"%q is no status code, no range and not default, so that the response is left out", key)
		}
	}
}

func (w *documentWalker) checkParameter(n *spec.Node) {
	in, isText := n.Member("in").AsString()
	switch {
	case !isText:
	case !slices.Contains([]string{"query", "path", "header", "cookie"}, in):
		w.problemf(RuleParameter, n.Member("in"), "Write query, path, header or cookie.", "a parameter is in the query, path, header or cookie, not in %q", in)
	case in == "path" && !n.Member("required").IsTrue():
		w.problemf(RuleParameter, n, "Add `required: true`.", "a parameter in the path is always required, and must say so")
	}
	if n.Member("schema") == nil && n.Member("content") == nil {
		w.problemf(RuleParameter, n, "Add `schema`.", "the parameter has neither `schema` nor `content`, so that any value is right")
	}
}

func (w *documentWalker) checkServer(n *spec.Node) {
	url, isText := n.Member("url").AsString()
	if !isText {
		return
	}
	server := spec.ServerOf(n)
	for _, matched := range server.MatchURLs() {
		if err := route.CheckServer(matched); err != nil {
			w.problemf(RuleServerURL, n.Member("url"), "Correct the URL. Until then, requests to it are not matched.", "%v", err)
			break
		}
	}
	for _, name := range templateNames(url) {
		if n.Member("variables").Member(name) == nil {
			w.problemf(RuleServerURL, n.Member("url"), "Add `"+name+"` to `variables`, with its default.",
				"the variable {%s} of the server URL %q is not documented", name, url)
		}
	}
}

func (w *documentWalker) checkSecurity(n *spec.Node) {
	schemes := w.doc.Root().At("components", "securitySchemes")
	for name, requirement := range n.Members() {
		if schemes.Member(name) == nil {
			w.problemf(RuleSecurity, requirement, "Add the scheme to components/securitySchemes, or correct the name.",
				"the document has no security scheme %q", name)
		}
	}
}

// checkOperationIDs reports operationIds that occur twice, if asked is true for at least one of the
// two operations.
func (w *documentWalker) checkOperationIDs(asked func(*spec.Operation) bool) {
	first := make(map[string]*spec.Operation)
	for _, op := range w.doc.Operations() {
		if op.ID == "" {
			continue
		}
		other := first[op.ID]
		if other == nil {
			first[op.ID] = op
			continue
		}
		id, otherID := op.Node.Member("operationId"), other.Node.Member("operationId")
		if id == otherID || !asked(op) && !asked(other) {
			continue
		}
		line, _ := otherID.Position()
		w.problemf(RuleOperationID, id, "Give each operation its own operationId.", "the operationId %q is also that of the operation on line %d", op.ID, line)
	}
}
