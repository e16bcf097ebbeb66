package document

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// find gives an error without a position that of the first member that can have
// caused it: a value of the wrong type, or a reference.
func find(d *spec.Document, e *spec.Error) {
	suspect := func(n *spec.Node) string { return brokenReference(d, n) }
	if m := wrongType.FindStringSubmatch(e.Message); m != nil {
		suspect = wrongValue(m[1], m[2])
		e.Message = fmt.Sprintf("`%s` cannot be of type %s", m[2], m[1])
	} else if m := wrongTarget.FindStringSubmatch(e.Message); m != nil {
		suspect = refersTo(m[1])
	}
	search(d, func(n *spec.Node) bool {
		why := suspect(n)
		if why == "" {
			return false
		}
		e.File = n.Location().File
		e.Line, e.Column = n.Position()
		if why != asLoaderSays {
			e.Message = why
		}
		return true
	})
}

// asLoaderSays is the reason for which the words of the loader are kept.
const asLoaderSays = "as the loader says"

// findExtra gives an error about a member the position of that member: the first
// of its name below the position that the loader reports.
func findExtra(d *spec.Document, e *spec.Error, name string) {
	from := e.Line
	search(d, func(n *spec.Node) bool {
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

// search visits the members of all files, the document's own first, until visit
// returns true.
func search(d *spec.Document, visit func(*spec.Node) bool) {
	for _, root := range d.Roots() {
		if walk(root, visit) {
			return
		}
	}
}

func walk(n *spec.Node, visit func(*spec.Node) bool) bool {
	for child := range n.All() {
		if n.Is(spec.Object) && visit(child) || walk(child, visit) {
			return true
		}
	}
	return false
}

var wrongType = regexp.MustCompile(`cannot unmarshal (\w+) into field (?:\w+\.)*(\S+) of type`)

// wrongValue suspects members of a name and JSON type.
func wrongValue(kind, name string) func(*spec.Node) string {
	return func(n *spec.Node) string {
		if n.Name() == name && strings.HasPrefix(n.Kind().String(), kind) {
			return asLoaderSays
		}
		return ""
	}
}

var wrongTarget = regexp.MustCompile(`bad data in "([^"]+)"`)

// refersTo suspects references to what the loader cannot use.
func refersTo(ref string) func(*spec.Node) string {
	return func(n *spec.Node) string {
		if n.Name() == "$ref" && strings.HasSuffix(n.Text(), ref) {
			return asLoaderSays
		}
		return ""
	}
}

// brokenReference suspects references that lead nowhere, or outside.
func brokenReference(d *spec.Document, n *spec.Node) string {
	ref, isString := n.Str()
	if n.Name() != "$ref" || !isString {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "" || u.Host != "" || path.IsAbs(u.Path) {
		return asLoaderSays
	}
	_, err = d.Reference(n, ref)
	switch e, ok := err.(*spec.Error); {
	case err == nil:
		return ""
	case ok && (e.Err == nil || e.Err != spec.ErrOutside):
		return e.Message
	}
	return asLoaderSays
}
