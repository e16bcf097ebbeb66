package validate

import (
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/spec"
)

// memberName is a member's name as a finding may show it. One that the document
// does not have is the traffic's: the key of a map may be a person's address.
func (c *Contract) memberName(token string) string {
	if isDigits(token) && len(token) < 8 || c.memberNames()[token] || !redact.IsIdentifier(token) {
		return sanitize(token)
	}
	return "*"
}

// pathText returns a path without an operation as findings show it: parts that look like
// identifiers or secrets are replaced, because no template says which parts are parameters.
func (c *Contract) pathText(path string) string {
	const enough = 16 * maxText
	if len(path) > enough {
		path = path[:strings.LastIndexByte(path[:enough], '/')+1] + "…"
	}
	return sanitize(redact.Path(path, func(segment string) bool { return c.literalSegments()[segment] }))
}

// literalSegments returns the literal segments of a document's path templates.
func literalSegments(d *spec.Document) map[string]bool {
	segments := make(map[string]bool)
	for _, op := range d.Operations() {
		for segment := range strings.SplitSeq(op.PathTemplate, "/") {
			if !strings.ContainsAny(segment, "{}") {
				segments[segment] = true
			}
		}
	}
	return segments
}

// memberNames returns the names of all properties of a document.
func memberNames(d *spec.Document) map[string]bool {
	names := make(map[string]bool)
	for _, root := range d.FileRoots() {
		addMemberNames(names, root)
	}
	return names
}

func addMemberNames(names map[string]bool, n *spec.Node) {
	for child := range n.All() {
		if child.Name() == "properties" {
			for name := range child.Members() {
				names[name] = true
			}
		}
		addMemberNames(names, child)
	}
}
