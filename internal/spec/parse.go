package spec

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// maxDepth bounds the nesting of a file. Documents that people and generators
// write stay below a tenth of it.
const maxDepth = 300

// parseRoot fills the root. A text that begins like JSON is read as JSON; any other
// text, or one that is not JSON after all, is read as YAML.
func (f *parsedFile) parseRoot() error {
	looksJSON := bytes.HasPrefix(bytes.TrimLeft(f.data, " \t\r\n"), []byte("{"))
	if !looksJSON {
		return f.parseYAML()
	}
	notJSON := f.parseJSON()
	if notJSON == nil {
		return nil
	}
	f.root = Node{}
	err := f.parseYAML()
	if err != nil && !strings.HasPrefix(path.Ext(f.name), ".y") {
		return notJSON
	}
	return err
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

// indexMembers indexes the members of a large object, and reports the first name that
// is repeated.
func (f *parsedFile) indexMembers(n *Node) error {
	if n.kind != Object {
		return nil
	}
	if len(n.children) < manyMembers {
		for i := range n.children {
			for j := range i {
				if n.children[i].name == n.children[j].name {
					return f.repeatedKeyError(&n.children[j], &n.children[i])
				}
			}
		}
		return nil
	}
	byName := make(map[string]int32, len(n.children))
	for i := range n.children {
		if first, known := byName[n.children[i].name]; known {
			return f.repeatedKeyError(&n.children[first], &n.children[i])
		}
		byName[n.children[i].name] = int32(i)
	}
	n.extra = &nodeExtra{byName: byName}
	return nil
}

func (f *parsedFile) repeatedKeyError(first, second *Node) error {
	line, _ := f.linePosition(first.offset)
	return f.errorAt(int(second.offset),
		fmt.Sprintf("the key %q is repeated: it is first on line %d", second.name, line), nil)
}

func (f *parsedFile) depthError(offset int) error {
	return f.errorAt(offset, fmt.Sprintf("nested deeper than the %d levels that are read", maxDepth), nil)
}
