package spec

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/suggest"
)

// RuleTableMismatch is the rule of what a table that was added to a document says of
// parts that the document lacks, or that no table has.
const RuleTableMismatch = "error-table-mismatch"

// AddErrorTable adds what a file says to the document: an OpenAPI Overlay (1.x), or an
// error table, which replaces the document's own. The table may be the whole file, or its
// member [tableExtension]. What is added keeps its position in the file.
//
// It must be called before anything else reads the document. The error is an *[Error].
func (d *Document) AddErrorTable(file *Node) error {
	defer d.forgetValues()
	if file.Is(Object) && file.Member("overlay") != nil {
		return d.applyOverlay(file)
	}
	table, err := tableOf(file)
	if err != nil {
		return err
	}
	d.root.setMember(tableExtension, table)
	return nil
}

// tableOf finds the error table in a file.
func tableOf(file *Node) (*Node, error) {
	const want = "want an object with `envelope` and `codes`, one with " + tableExtension + ", or an OpenAPI Overlay"
	if table := file.Member(tableExtension); table != nil {
		return table, nil
	}
	if !file.Is(Object) {
		return nil, file.Errorf("no error table: %s", want)
	}
	for name, member := range file.Members() {
		if slices.Contains(tableMembers["table"], name) {
			return file, nil
		}
		if isNearlyTableExtension(name) {
			return nil, member.Errorf("no error table: write %q, not %q", tableExtension, name)
		}
	}
	for name, member := range file.Members() {
		if near := suggest.Nearest(name, tableMembers["table"]); len(near) > 0 {
			return nil, member.Errorf("no error table: write %q, not %q", near[0], name)
		}
	}
	return nil, file.Errorf("no error table: %s", want)
}

// forgetValues drops what was derived from the tree, which has changed.
func (d *Document) forgetValues() {
	f := d.root.extra.file
	f.overlaid = true
	f.own()
	d.cachedValues.Clear()
	d.operations = sync.OnceValue(d.readOperations)
}

// applyOverlay does the actions of an overlay in their order (Overlay 1.0.0, section
// 4.4). A target that selects nothing is a problem.
func (d *Document) applyOverlay(overlay *Node) error {
	if version := overlay.Member("overlay"); !strings.HasPrefix(version.Text(), "1.") {
		return version.Errorf("not an OpenAPI Overlay 1.x: want `overlay: 1.0.0`")
	}
	actions := overlay.Member("actions")
	if !actions.Is(Array) || actions.Len() == 0 {
		return overlay.Errorf("the overlay has no `actions`")
	}
	for _, action := range actions.Items() {
		if err := d.applyAction(action); err != nil {
			return err
		}
	}
	return nil
}

// maxAdded bounds the values that one action may add.
const maxAdded = 5_000_000

// size returns the number of values in n.
func (n *Node) size() int {
	total := 1
	for child := range n.All() {
		total += child.size()
	}
	return total
}

func (d *Document) applyAction(action *Node) error {
	target, isText := action.Member("target").AsString()
	if !isText {
		return action.Errorf("the action has no `target`, a JSONPath such as $.paths")
	}
	targets, err := selectNodes(d.root, target)
	if err != nil {
		return action.Member("target").Errorf("the target %q is no JSONPath: %v", target, err)
	}
	if len(targets) == 0 {
		d.overlayProblems = append(d.overlayProblems, Problem{Rule: RuleTableMismatch, Node: action.Member("target"),
			Message: fmt.Sprintf("the target %q selects nothing in the document, so that the action does nothing", target), Fix: "Correct the target, or remove the action."})
		return nil
	}
	update, remove := action.Member("update"), action.Member("remove").IsTrue()
	switch {
	case slices.Contains(targets, d.root) && (remove || !update.Is(Object)):
		return action.Errorf("the action removes the whole document")
	case len(targets)*update.size() > maxAdded:
		return action.Errorf("the action adds more than %d values", maxAdded)
	case remove:
		removeNodes(d.root, targets)
	case update == nil:
		return action.Errorf("the action has neither `update` nor `remove: true`")
	default:
		// What holds others comes last, for its members move when it grows.
		for _, t := range slices.Backward(targets) {
			t.update(update)
		}
	}
	d.root.setParents()
	return nil
}

// setMember sets a member of an object to a copy of a value.
func (n *Node) setMember(name string, value *Node) {
	added := value.graft()
	added.name = name
	if own := n.Member(name); own != nil {
		*own = added
		return
	}
	n.children = append(n.children, added)
	n.indexMembers()
}

// update is the update of an action on its target.
func (n *Node) update(with *Node) {
	if n.Is(Array) && !with.Is(Array) {
		n.children = append(n.children, with.graft())
		return
	}
	n.merge(with)
}

// merge merges a value into n: members of objects one by one, arrays one behind the
// other; anything else is replaced.
func (n *Node) merge(with *Node) {
	switch {
	case n.Is(Object) && with.Is(Object):
		for name, member := range with.Members() {
			if own := n.Member(name); own != nil {
				own.merge(member)
			} else {
				n.children = append(n.children, member.graft())
			}
		}
		n.indexMembers()
	case n.Is(Array) && with.Is(Array):
		for _, item := range with.Items() {
			n.children = append(n.children, item.graft())
		}
	default:
		name := n.name
		*n = with.graft()
		n.name = name
	}
}

// graft returns a copy for another file that keeps its origin.
func (n *Node) graft() Node {
	c := n.copyTree()
	extra := c.needExtra()
	extra.file, extra.from = n.textRoot().extra.file, n
	return c
}

// copyTree returns a copy that has no parent yet.
func (n *Node) copyTree() Node {
	c := Node{name: n.name, text: n.text, offset: n.offset, kind: n.kind}
	if len(n.children) > 0 {
		c.children = make([]Node, len(n.children))
		for i := range n.children {
			c.children[i] = n.children[i].copyTree()
		}
	}
	c.indexMembers()
	return c
}

// removeNodes removes nodes from the tree below n.
func removeNodes(n *Node, gone []*Node) {
	for _, g := range gone {
		g.kind = Missing
	}
	n.removeMissing()
}

func (n *Node) removeMissing() {
	before := len(n.children)
	n.children = slices.DeleteFunc(n.children, func(c Node) bool { return c.kind == Missing })
	if len(n.children) < before {
		n.indexMembers()
	}
	for i := range n.children {
		n.children[i].removeMissing()
	}
}

// isNearlyTableExtension reports whether a name is a slip for [tableExtension].
func isNearlyTableExtension(name string) bool {
	if name == tableExtension {
		return false
	}
	folded := strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(name))
	near := suggest.Nearest(folded, []string{tableExtension})
	return len(near) > 0 && len(name) >= len("error-table") || folded == "error-table" || folded == "errortable" || folded == "x-errortable"
}
