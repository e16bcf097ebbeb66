package validate

import "github.com/apicontract/apicontract/internal/spec"

// memberName is a member's name as a finding may show it. One that the document
// does not have is the traffic's: the key of a map may be a person's address.
func (c *Contract) memberName(token string) string {
	if isDigits(token) && len(token) < 8 || c.memberNames()[token] || !isID(token) {
		return sanitize(token)
	}
	return "*"
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
