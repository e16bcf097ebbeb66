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
	return tree(root), true
}

func tree(n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return tree(n.Alias)
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = tree(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		items := make([]any, len(n.Content))
		for i, item := range n.Content {
			items[i] = tree(item)
		}
		return items
	}
	return scalar(n)
}

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
	return tree(n), true
}
