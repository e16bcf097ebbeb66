package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/suggest"
)

// A documentWalker walks the objects of a document.
type documentWalker struct {
	doc            *spec.Document
	is30           bool
	isLaterVersion bool // the version is a later one with unknown members
	shallow        bool // skip path items and components
	seen           map[objectVisit]bool
	compiler       *schema.Compiler
	schemas        []*spec.Node
	problems       []spec.Problem
}

type objectVisit struct {
	node   *spec.Node
	object string
}

func (w *documentWalker) problemf(rule string, n *spec.Node, fix, format string, args ...any) {
	w.problems = append(w.problems, spec.Problem{Rule: rule, Node: n, Message: fmt.Sprintf(format, args...), Fix: fix})
}

// walkValue walks a value. holds is its entry in the object table.
func (w *documentWalker) walkValue(n *spec.Node, holds string) {
	switch holds[0] {
	case 's':
		w.expectKind(n, spec.String)
	case 'b':
		w.expectKind(n, spec.Bool)
	case 'n':
		w.expectKind(n, spec.Number)
	case 'a':
	case '[':
		if w.expectKind(n, spec.Array) {
			for _, item := range n.Items() {
				w.walkValue(item, holds[1:])
			}
		}
	case '{':
		w.walkMap(n, holds[1:])
	default:
		w.walkObject(n, holds)
	}
}

func (w *documentWalker) walkMap(n *spec.Node, holds string) {
	if !w.expectKind(n, spec.Object) {
		return
	}
	for name, item := range n.Members() {
		if !strings.HasPrefix(name, "x-") || holds == "a" {
			w.walkValue(item, holds)
		}
	}
}

// expectKind reports whether a value has a type, and reports a problem if not.
func (w *documentWalker) expectKind(n *spec.Node, kind spec.Kind) bool {
	if n.Is(kind) {
		return true
	}
	fix := "Make it " + withArticle(kind.String()) + "."
	if kind == spec.String && n.Is(spec.Number) {
		fix = "Put it in quotes."
	}
	w.problemf(RuleMemberType, n, fix, "%s must be %s, not %s", describeNode(n), withArticle(kind.String()), withArticle(n.Kind().String()))
	return false
}

func withArticle(kind string) string {
	switch {
	case kind == "null":
		return kind
	case strings.ContainsRune("aeiou", rune(kind[0])):
		return "an " + kind
	}
	return "a " + kind
}

// describeNode returns the name of a member, or "an item of" and the list's name.
func describeNode(n *spec.Node) string {
	switch {
	case n.Name() != "":
		return "`" + n.Name() + "`"
	case n.Parent() == nil:
		return "the document"
	}
	return "an item of " + describeNode(n.Parent())
}

// walkObject walks an object of the table, once.
func (w *documentWalker) walkObject(n *spec.Node, object string) {
	if w.seen[objectVisit{n, object}] {
		return
	}
	w.seen[objectVisit{n, object}] = true
	if object == "Schema" {
		w.schemas = append(w.schemas, n)
		return
	}
	if !w.expectKind(n, spec.Object) {
		return
	}
	if referable[object] && n.Member("$ref") != nil {
		w.walkReference(n, object)
		if object != "PathItem" {
			return
		}
	}
	if name := unusualReferences[object]; name != "" && n.Member("$ref") != nil {
		if !w.isLaterVersion || object != "MediaType" { // MediaType gets it in OpenAPI 3.2
			w.problemf(RuleMemberUnknown, n.Member("$ref"), "Write what it refers to in its place, or refer to an object that contains it.",
				"OpenAPI has no reference in place of %s; it is followed all the same", name)
		}
		w.walkReference(n, object)
		return
	}
	if holds, isMap := mapObjects[object]; isMap {
		w.checkObject(n, object)
		if object != "Paths" || !w.shallow {
			w.walkMap(n, holds)
		}
		return
	}
	w.walkMembers(n, object)
	w.checkObject(n, object)
}

// walkMembers walks the members of an object.
func (w *documentWalker) walkMembers(n *spec.Node, object string) {
	table := objectMembers[w.is30][object]
	for name, value := range n.Members() {
		m, known := table[name]
		switch {
		case strings.HasPrefix(name, "x-"):
		case !known:
			w.reportUnknownMember(value, object, table)
		case !m.appliesTo(w.is30):
			w.problemf(RuleMemberVersion, value, "Remove it, or write the document in OpenAPI "+m.only+".",
				"`%s` is a member of OpenAPI %s, and has no effect here", name, m.only)
		case w.shallow && (name == "components" || name == "webhooks"):
		default:
			w.walkValue(value, m.holds)
		}
	}
	for name, m := range table {
		if m.required && m.appliesTo(w.is30) && n.Member(name) == nil {
			w.problemf(RuleMemberMissing, n, "Add `"+name+"`.", "the %s does not have the required member `%s`", objectName(object), name)
		}
	}
}

func (w *documentWalker) reportUnknownMember(n *spec.Node, object string, table map[string]objectMember) {
	if w.isLaterVersion {
		w.laterMember(n, object)
		return
	}
	var names []string
	for name, m := range table {
		if m.appliesTo(w.is30) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	fix := "Remove it, or let its name begin with x-."
	if near := suggest.Nearest(n.Name(), names); len(near) > 0 {
		fix = "Write `" + near[0] + "`, if that is meant; else remove it, or let its name begin with x-."
	}
	w.problemf(RuleMemberUnknown, n, fix, "`%s` is no member of the %s", n.Name(), objectName(object))
}

// laterMember handles a member that OpenAPI 3.1 lacks and a later version has. Some of them are
// read nevertheless.
func (w *documentWalker) laterMember(n *spec.Node, object string) {
	switch {
	case object == "MediaType" && n.Name() == "itemSchema":
		w.walkValue(n, "Schema")
	case object == "Components" && n.Name() == "mediaTypes":
		w.walkValue(n, "{MediaType")
	case object == "PathItem" && n.Name() == "query":
		w.walkValue(n, "Operation")
	case object == "PathItem" && n.Name() == "additionalOperations":
		w.walkValue(n, "{Operation")
	default:
		w.problemf(RuleVersion, n, "Expect no check of it.",
			"`%s` is no member of the %s in OpenAPI 3.1, and is not checked", n.Name(), objectName(object))
	}
}

// objectName returns the name of an object in the specification.
func objectName(object string) string {
	switch object {
	case "OpenAPI":
		return "document"
	case "PathItem":
		return "Path Item Object"
	case "MediaType":
		return "Media Type Object"
	case "RequestBody":
		return "Request Body Object"
	case "ServerVariable":
		return "Server Variable Object"
	case "SecurityScheme":
		return "Security Scheme Object"
	case "ExternalDocs":
		return "External Documentation Object"
	case "OAuthFlows":
		return "OAuth Flows Object"
	case "OAuthFlow":
		return "OAuth Flow Object"
	}
	return object + " Object"
}

// walkReference follows a Reference Object.
func (w *documentWalker) walkReference(n *spec.Node, object string) {
	ref := n.Member("$ref")
	if !w.expectKind(ref, spec.String) {
		return
	}
	if target := w.resolveTarget(ref); target != nil {
		w.walkObject(target, object)
	}
}

// resolveTarget returns the target of a reference. If there is none, it reports a problem and returns nil.
func (w *documentWalker) resolveTarget(ref *spec.Node) *spec.Node {
	target, err := w.doc.ResolveReference(ref, ref.Text())
	if err != nil {
		message := err.Error()
		if e, ok := errors.AsType[*spec.Error](err); ok {
			message = e.Message
		}
		w.problemf(RuleReference, ref, referenceFix(err), "%s", message)
	}
	return target
}

// unusualReferences names the objects in whose place OpenAPI allows no reference, although many
// documents have one.
var unusualReferences = map[string]string{"Operation": "an operation", "Responses": "the responses", "MediaType": "a media type"}

func referenceFix(err error) string {
	switch {
	case errors.Is(err, spec.ErrNetwork):
		return "Download the file and refer to the copy. Until then, what needs the reference is unchecked."
	case errors.Is(err, spec.ErrOutside):
		return "Open the document from a folder that holds both files. Until then, what needs the reference is unchecked."
	}
	return "Correct the reference. Until then, what needs it is unchecked."
}
