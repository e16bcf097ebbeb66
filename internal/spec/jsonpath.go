package spec

import (
	"fmt"

	"github.com/speakeasy-api/jsonpath/pkg/jsonpath"
	"gopkg.in/yaml.v3"
)

// selectNodes returns the nodes that a JSONPath (RFC 9535) selects below root, each once,
// in the order of the text: what holds others comes before them.
func selectNodes(root *Node, path string) (nodes []*Node, err error) {
	if path == "$" { // nearly always
		return []*Node{root}, nil
	}
	defer func() { // of the library, which reads a text that users write
		if r := recover(); r != nil {
			nodes, err = nil, fmt.Errorf("it cannot be read: %v", r)
		}
	}()
	parsed, err := jsonpath.NewPath(path)
	if err != nil {
		return nil, err
	}
	m := yamlMirror{nodes: make(map[*yaml.Node]*Node)}
	top := m.mirror(root)
	selected := make(map[*Node]bool)
	for _, found := range parsed.Query(top) {
		if n := m.nodes[found]; n != nil {
			selected[n] = true
		}
	}
	return appendSelected(nil, root, selected), nil
}

func appendSelected(all []*Node, n *Node, selected map[*Node]bool) []*Node {
	if selected[n] {
		all = append(all, n)
	}
	for child := range n.All() {
		all = appendSelected(all, child, selected)
	}
	return all
}

// A yamlMirror is a tree in the form that the JSONPath library reads.
type yamlMirror struct {
	nodes map[*yaml.Node]*Node // by their image
}

var yamlTags = [...]string{Null: "!!null", Bool: "!!bool", Number: "!!float", String: "!!str", Array: "!!seq", Object: "!!map"}

func (m *yamlMirror) mirror(n *Node) *yaml.Node {
	image := &yaml.Node{Kind: yaml.ScalarNode, Tag: yamlTags[n.kind], Value: n.text}
	if _, isInt := n.AsInt(); isInt {
		image.Tag = "!!int"
	}
	m.nodes[image] = n
	for child := range n.All() {
		if n.Is(Object) {
			image.Content = append(image.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: child.name})
		}
		image.Content = append(image.Content, m.mirror(child))
	}
	switch n.kind {
	case Array:
		image.Kind = yaml.SequenceNode
	case Object:
		image.Kind = yaml.MappingNode
	}
	return image
}
