package document

import (
	"errors"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// A Text finds lines and columns in the files of a document. Files are parsed
// when first asked for, for a clean run asks for none. It is safe for
// concurrent use.
type Text struct {
	read ReadFile

	mu    sync.Mutex
	files map[string]*yaml.Node // nil: unreadable
}

// NewText returns a Text over the files that read returns.
func NewText(read ReadFile) *Text {
	return &Text{read: read, files: make(map[string]*yaml.Node)}
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
	t.mu.Lock()
	defer t.mu.Unlock()
	if root, ok := t.files[file]; ok {
		return root
	}
	root, _ := t.parse(file)
	t.files[file] = root
	return root
}

func (t *Text) parse(file string) (*yaml.Node, error) {
	data, err := t.read(file)
	if err != nil {
		return nil, err
	}
	var top yaml.Node
	if err := yaml.Unmarshal(data, &top); err != nil {
		return nil, err
	}
	if top.Kind != yaml.DocumentNode || len(top.Content) == 0 {
		return nil, errors.New("the file is empty")
	}
	return top.Content[0], nil
}

// member returns the key and the value that token names in value. The key of an
// array's item is the item.
func member(value *yaml.Node, token string) (k, v *yaml.Node) {
	if value.Kind == yaml.AliasNode {
		value = value.Alias
	}
	switch value.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(value.Content); i += 2 {
			if value.Content[i].Value == token {
				return value.Content[i], value.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(token); err == nil && 0 <= i && i < len(value.Content) {
			return value.Content[i], value.Content[i]
		}
	}
	return nil, nil
}

// check says where a file is not YAML (or JSON, which is YAML).
func (t *Text) check(file string) error {
	root, err := t.parse(file)
	if err != nil {
		return t.syntaxError(file, err)
	}
	t.files[file] = root
	if root.Kind != yaml.MappingNode || t.Node(file, "/openapi") == nil {
		return &Error{File: file, Line: root.Line, Column: root.Column,
			Message: "not an OpenAPI 3 document: it has no `openapi` field"}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func (t *Text) syntaxError(file string, err error) error {
	e := &Error{File: file, Line: 1, Column: 1, Message: strings.TrimPrefix(err.Error(), "yaml: "), Err: err}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		e.Line, e.Column = 0, 0
		return e
	}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Message = m[2]
	}
	e.Column = t.indent(file, e.Line)
	return e
}

// indent is the column of a line's first character that is no blank: the YAML
// parser tells lines only.
func (t *Text) indent(file string, line int) int {
	data, _ := t.read(file)
	for range line - 1 {
		_, after, _ := strings.Cut(string(data), "\n")
		data = []byte(after)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	return len(first) - len(strings.TrimLeft(first, " \t")) + 1
}
