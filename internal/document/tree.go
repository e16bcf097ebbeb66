package document

import (
	"encoding/json"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Tree returns a file of the document as [encoding/json] would decode it with
// UseNumber: YAML's further types, such as dates, are the strings that stand
// there. The second result is false if the file cannot be read.
func (d *Document) Tree(file string) (any, bool) {
	root := d.text.root(file)
	if root == nil {
		return nil, false
	}
	return tree(root)
}

// maxNodes bounds what aliases may make of a file, as maxDepth does. The loader
// has a bound of its own, but does not see every file that a schema may lead to.
const maxNodes = 10_000_000

func tree(n *yaml.Node) (any, bool) {
	e := expansion{left: maxNodes}
	value := e.value(n)
	return value, e.left > 0
}

// ValueOf returns what a node of YAML stands for, as [Document.Tree] does. The
// second result is false if that is too much.
func ValueOf(n *yaml.Node) (any, bool) { return tree(n) }

// An expansion makes values of nodes until it has made enough.
type expansion struct{ left, depth int }

func (e *expansion) value(n *yaml.Node) any {
	if !e.enter() {
		return nil
	}
	defer e.leave()
	switch n.Kind {
	case yaml.AliasNode:
		return e.value(n.Alias)
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		e.members(m, n)
		return m
	case yaml.SequenceNode:
		items := make([]any, len(n.Content))
		for i, item := range n.Content {
			items[i] = e.value(item)
		}
		return items
	}
	return scalar(n)
}

// members enters a mapping's members: its own, and of those that it takes from
// others the ones it lacks.
func (e *expansion) members(m map[string]any, n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if _, taken := m[key.Value]; !taken && !isMerge(key) {
			m[key.Value] = e.value(n.Content[i+1])
		}
	}
	for _, base := range merged(n) {
		if base = follow(base); base.Kind == yaml.MappingNode && e.enter() {
			e.members(m, base)
			e.leave()
		}
	}
}

func (e *expansion) enter() bool {
	if e.left--; e.depth > maxDepth {
		e.left = 0
	}
	if e.left <= 0 {
		return false
	}
	e.depth++
	return true
}

func (e *expansion) leave() { e.depth-- }

func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		b, _ := strconv.ParseBool(n.Value)
		return b
	case "!!int", "!!float":
		var number json.Number
		if json.Unmarshal([]byte(n.Value), &number) == nil {
			return number
		}
		var f float64 // hexadecimal and the like
		if n.Decode(&f) == nil {
			return f
		}
	}
	return n.Value
}

// Value returns what stands at a place, as [Document.Tree] does.
func (d *Document) Value(p Place) (any, bool) {
	n := d.text.Node(p.File, p.Pointer)
	if n == nil {
		return nil, false
	}
	return tree(n)
}
