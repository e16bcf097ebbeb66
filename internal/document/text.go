package document

import (
	"slices"
	"strconv"
	"sync"

	"go.yaml.in/yaml/v3"
)

// A Text finds lines and columns in the files of a document. Files are parsed
// once, when first asked for. It is safe for concurrent use.
type Text struct {
	read ReadFile

	mu    sync.Mutex
	files map[string]parsed
}

type parsed struct {
	root *yaml.Node
	err  error
}

// NewText returns a Text over the files that read returns.
func NewText(read ReadFile) *Text {
	return &Text{read: read, files: make(map[string]parsed)}
}

// Locate returns the line and column, from 1, of the deepest part of a JSON
// Pointer that exists in a file; 0 and 0 if the file cannot be read.
func (t *Text) Locate(file, pointer string) (line, column int) {
	root := t.root(file)
	if root == nil {
		return 0, 0
	}
	key, value := root, root
	for _, token := range Tokens(pointer) {
		k, v := member(value, token)
		if v == nil {
			break
		}
		key, value = k, v
	}
	return key.Line, key.Column
}

// Node returns what a JSON Pointer leads to, nil if nothing.
func (t *Text) Node(file, pointer string) *yaml.Node {
	value := t.root(file)
	for _, token := range Tokens(pointer) {
		if value == nil {
			return nil
		}
		_, value = member(value, token)
	}
	return value
}

func (t *Text) root(file string) *yaml.Node {
	root, _ := t.parse(file)
	return root
}

// parse returns the root of a file. The error is an *[Error].
func (t *Text) parse(file string) (*yaml.Node, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, known := t.files[file]
	if !known {
		p.root, p.err = parseFile(t.read, file)
		t.files[file] = p
	}
	return p.root, p.err
}

// member returns the key and the value that token names in value. The key of an
// array's item is the item.
func member(value *yaml.Node, token string) (k, v *yaml.Node) {
	value = follow(value)
	switch value.Kind {
	case yaml.MappingNode:
		return namedMember(value, token)
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(token); err == nil && 0 <= i && i < len(value.Content) {
			return value.Content[i], value.Content[i]
		}
	}
	return nil, nil
}

// namedMember looks in a mapping, and then in those that it merges, each once:
// a hostile document may merge in circles.
func namedMember(mapping *yaml.Node, token string) (k, v *yaml.Node) {
	seen := map[*yaml.Node]bool{}
	for next := []*yaml.Node{mapping}; len(next) > 0; {
		m := follow(next[0])
		next = next[1:]
		if m.Kind != yaml.MappingNode || seen[m] {
			continue
		}
		for i := 0; i+1 < len(m.Content); i += 2 {
			if m.Content[i].Value == token {
				return m.Content[i], m.Content[i+1]
			}
		}
		seen[m] = true
		next = append(slices.Clone(merged(m)), next...)
	}
	return nil, nil
}

func follow(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// merged returns the mappings that a mapping takes further members from: the
// value of its key `<<`, or the items of that (YAML's merge key).
func merged(mapping *yaml.Node) []*yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if !isMerge(mapping.Content[i]) {
			continue
		}
		value := mapping.Content[i+1]
		if follow(value).Kind == yaml.SequenceNode {
			return follow(value).Content
		}
		return []*yaml.Node{value}
	}
	return nil
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Tag == "!!merge" }
