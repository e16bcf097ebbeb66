package document

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// findPosition sets the position of an error without one, to that of the first member that can have
// caused it: a value of the wrong type, or a reference.
func findPosition(d *spec.Document, e *spec.Error) {
	suspect := func(n *spec.Node) string { return brokenReference(d, n) }
	if m := wrongType.FindStringSubmatch(e.Message); m != nil {
		suspect = wrongValue(m[1], m[2])
		e.Message = fmt.Sprintf("`%s` cannot be of type %s", m[2], m[1])
	} else if m := wrongTarget.FindStringSubmatch(e.Message); m != nil {
		suspect = refersTo(m[1])
	}
	searchMembers(d, func(n *spec.Node) bool {
		why := suspect(n)
		if why == "" {
			return false
		}
		e.File = n.Location().File
		e.Line, e.Column = n.Position()
		if why != loaderReason {
			e.Message = why
		}
		return true
	})
}

// loaderReason means that the loader's own message is kept.
const loaderReason = "as the loader says"

// findExtra sets the position of an error about a member: the first member of its name after the
// position that the loader reports.
func findExtra(d *spec.Document, e *spec.Error, name string) {
	from := e.Line
	searchMembers(d, func(n *spec.Node) bool {
		if n.Name() != name || n.Location().File != e.File {
			return false
		}
		line, column := n.Position()
		if line < from {
			return false
		}
		e.Line, e.Column = line, column
		return true
	})
}

// searchMembers visits the members of all files, the document's own first, until visit
// returns true.
func searchMembers(d *spec.Document, visit func(*spec.Node) bool) {
	for _, root := range d.FileRoots() {
		if walkMembers(root, visit) {
			return
		}
	}
}

func walkMembers(n *spec.Node, visit func(*spec.Node) bool) bool {
	for child := range n.All() {
		if n.Is(spec.Object) && visit(child) || walkMembers(child, visit) {
			return true
		}
	}
	return false
}

var wrongType = regexp.MustCompile(`cannot unmarshal (\w+) into field (?:\w+\.)*(\S+) of type`)

// wrongValue matches members by name and JSON type.
func wrongValue(kind, name string) func(*spec.Node) string {
	return func(n *spec.Node) string {
		if n.Name() == name && strings.HasPrefix(n.Kind().String(), kind) {
			return loaderReason
		}
		return ""
	}
}

var wrongTarget = regexp.MustCompile(`bad data in "([^"]+)"`)

// refersTo matches references to something that the loader cannot use.
func refersTo(ref string) func(*spec.Node) string {
	return func(n *spec.Node) string {
		if n.Name() == "$ref" && strings.HasSuffix(n.Text(), ref) {
			return loaderReason
		}
		return ""
	}
}

// brokenReference matches references without a target, or out of the document.
func brokenReference(d *spec.Document, n *spec.Node) string {
	ref, isString := n.AsString()
	if n.Name() != "$ref" || !isString {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "" || u.Host != "" || path.IsAbs(u.Path) {
		return loaderReason
	}
	_, err = d.ResolveReference(n, ref)
	switch e, ok := err.(*spec.Error); {
	case err == nil:
		return ""
	case ok && (e.Err == nil || e.Err != spec.ErrOutside):
		return e.Message
	}
	return loaderReason
}
