package spec

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// maxDepth bounds the nesting of a file. Documents that people and generators
// write stay below a tenth of it.
const maxDepth = 300

// parseRoot fills the root. A text that begins like JSON is read as JSON; any other text, or
// one that is not JSON after all, is read as YAML.
func (f *parsedFile) parseRoot() error {
	f.restart()
	if !textrepair.LooksJSON(f.data) {
		return f.parseYAML()
	}
	notJSON := f.parseJSON(f.data, false)
	if notJSON == nil {
		return nil
	}
	if f.parseRepairedJSON() {
		return nil
	}
	f.restart()
	err := f.parseYAML()
	switch {
	case f.mayBeYAML():
		return err
	case err != nil || textrepair.HasComments(f.data):
		return notJSON // YAML takes the comments of other languages for values
	}
	reason, _ := errors.AsType[*Error](notJSON)
	f.syntax.addf(RuleJSONSyntax, f.lines.offsetOf(reason.Line, reason.Column), "Correct the JSON, or name the file .yaml.",
		"the file is not JSON, and is read as YAML: %s", reason.Message)
	return nil
}

// mayBeYAML reports whether the name of the file is one of YAML.
func (f *parsedFile) mayBeYAML() bool { return strings.HasPrefix(path.Ext(f.name), ".y") }

// restart forgets what a parser has made that gave up.
func (f *parsedFile) restart() {
	f.root = Node{}
	f.syntax = syntaxFindings{}
	f.syntax.add(f.encoding...)
	f.lineBreakFindings()
}

// parseRepairedJSON reads a text that is JSON but for what is often found in it.
func (f *parsedFile) parseRepairedJSON() bool {
	repaired, findings := textrepair.JSON(f.data, f.mayBeYAML())
	if repaired == nil {
		return false
	}
	f.restart()
	if f.parseJSON(repaired, true) != nil {
		return false
	}
	f.syntax.add(findings...)
	return true
}

// setParents sets the parents below n, once the whole tree stands at its final
// address.
func (n *Node) setParents() {
	for i := range n.children {
		child := &n.children[i]
		child.parent, child.index = n, int32(i)
		child.setParents()
	}
}

// indexMembers removes repeated members, and indexes the members of a large object.
func (f *parsedFile) indexMembers(n *Node) {
	if n.kind != Object {
		return
	}
	if len(n.children) < manyMembers {
		if hasDuplicates(n.children) {
			f.removeDuplicates(n)
		}
		return
	}
	n.indexMembers()
	if len(n.extra.byName) < len(n.children) {
		f.removeDuplicates(n)
		n.indexMembers()
	}
}

// indexMembers makes the members of a large object quick to find. Of equal names it keeps the
// first.
func (n *Node) indexMembers() {
	if n.extra != nil {
		n.extra.byName = nil
	}
	if n.kind != Object || len(n.children) < manyMembers {
		return
	}
	byName := make(map[string]int32, len(n.children))
	for i := len(n.children) - 1; i >= 0; i-- {
		byName[n.children[i].name] = toOffset(i)
	}
	n.needExtra().byName = byName
}

// hasDuplicates reports whether two of a few members have one name.
func hasDuplicates(members []Node) bool {
	for i := range members {
		for j := range i {
			if members[i].name == members[j].name {
				return true
			}
		}
	}
	return false
}

func (f *parsedFile) depthError(offset int) error {
	return f.errorAt(offset, fmt.Sprintf("nested deeper than the %d levels that are read", maxDepth), nil)
}
