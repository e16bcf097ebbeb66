package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxExpansion bounds the values that aliases and merge keys add to a file.
const maxExpansion = 1_000_000

// parseYAML reads the file as the first document of a YAML stream.
func (f *parsedFile) parseYAML() error {
	var top yaml.Node
	if err := yaml.Unmarshal(f.data, &top); err != nil {
		return f.yamlError(err)
	}
	if top.Kind != yaml.DocumentNode || len(top.Content) == 0 {
		return f.errorAt(0, "the file is empty", nil)
	}
	e := yamlExpander{file: f, left: maxExpansion, open: make(map[*yaml.Node]bool)}
	f.root.offset = f.offsetOf(top.Content[0].Line, top.Content[0].Column)
	return e.expandValue(&f.root, top.Content[0], 0)
}

// yamlExpander turns YAML nodes into a tree in which aliases and merge keys are
// replaced by what they lead to.
type yamlExpander struct {
	file    *parsedFile
	left    int                 // values that aliases may still add
	aliased int                 // depth of aliases and merges around the current value
	open    map[*yaml.Node]bool // anchors whose aliases are being expanded
}

func (e *yamlExpander) expandValue(n *Node, y *yaml.Node, depth int) error {
	if depth > maxDepth {
		return e.file.depthError(int(e.nodeOffset(y)))
	}
	if e.aliased > 0 {
		if e.left--; e.left < 0 {
			return e.file.errorAt(int(e.nodeOffset(y)), fmt.Sprintf("its aliases make more than %d values", maxExpansion), nil)
		}
	}
	switch y.Kind {
	case yaml.AliasNode:
		return e.expandAlias(n, y, depth)
	case yaml.MappingNode:
		return e.expandMapping(n, y, depth)
	case yaml.SequenceNode:
		n.kind = Array
		n.children = make([]Node, len(y.Content))
		for i, item := range y.Content {
			n.children[i].offset = e.nodeOffset(item)
			if err := e.expandValue(&n.children[i], item, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	n.kind, n.text = yamlScalar(y)
	return nil
}

func (e *yamlExpander) expandAlias(n *Node, y *yaml.Node, depth int) error {
	if e.open[y.Alias] {
		return e.file.errorAt(int(e.nodeOffset(y)), fmt.Sprintf("the anchor %q contains itself", y.Value), nil)
	}
	e.open[y.Alias] = true
	e.aliased++
	defer func() {
		e.aliased--
		delete(e.open, y.Alias)
	}()
	return e.expandValue(n, y.Alias, depth+1)
}

func (e *yamlExpander) nodeOffset(y *yaml.Node) int32 { return e.file.offsetOf(y.Line, y.Column) }

func (e *yamlExpander) expandMapping(n *Node, y *yaml.Node, depth int) error {
	n.kind = Object
	n.children = make([]Node, 0, len(y.Content)/2)
	var bases []*yaml.Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		if isMergeKey(key) {
			bases = append(bases, mergeBases(value)...)
			continue
		}
		if err := e.expandMember(n, key, value, depth); err != nil {
			return err
		}
	}
	if len(bases) > 0 {
		if err := e.addMerged(n, bases, depth); err != nil {
			return err
		}
	}
	return e.file.indexMembers(n)
}

func (e *yamlExpander) expandMember(n *Node, key, value *yaml.Node, depth int) error {
	key = aliasTarget(key)
	if key.Kind != yaml.ScalarNode {
		return e.file.errorAt(int(e.nodeOffset(key)), "a key has to be a string", nil)
	}
	child := Node{name: key.Value, offset: e.nodeOffset(key)}
	if err := e.expandValue(&child, value, depth+1); err != nil {
		return err
	}
	n.children = append(n.children, child)
	return nil
}

// addMerged adds the members that n takes from other mappings and lacks itself
// (YAML merge key).
func (e *yamlExpander) addMerged(n *Node, bases []*yaml.Node, depth int) error {
	e.aliased++
	defer func() { e.aliased-- }()
	own := make(map[string]bool, len(n.children))
	for i := range n.children {
		own[n.children[i].name] = true
	}
	for _, base := range bases {
		if base = aliasTarget(base); base.Kind != yaml.MappingNode {
			continue
		}
		var merged Node
		if err := e.expandValue(&merged, base, depth+1); err != nil {
			return err
		}
		for _, child := range merged.children {
			if !own[child.name] {
				own[child.name] = true
				n.children = append(n.children, child)
			}
		}
	}
	return nil
}

func isMergeKey(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Tag == "!!merge" }

// mergeBases returns the mappings that the value of a merge key names.
func mergeBases(value *yaml.Node) []*yaml.Node {
	if list := aliasTarget(value); list.Kind == yaml.SequenceNode {
		return list.Content
	}
	return []*yaml.Node{value}
}

func aliasTarget(y *yaml.Node) *yaml.Node {
	if y.Kind == yaml.AliasNode {
		return y.Alias
	}
	return y
}

// yamlScalar reads a scalar as JSON has it. YAML's further types, such as dates,
// are the strings that the text shows.
func yamlScalar(y *yaml.Node) (Kind, string) {
	switch y.Tag {
	case "!!null":
		return Null, ""
	case "!!bool":
		var b bool
		if y.Decode(&b) == nil {
			return Bool, strconv.FormatBool(b)
		}
	case "!!int", "!!float":
		if text, ok := yamlNumber(y); ok {
			return Number, text
		}
	}
	return String, y.Value
}

// yamlNumber writes a number as JSON does. Infinity and NaN are none of JSON's.
func yamlNumber(y *yaml.Node) (string, bool) {
	var number json.Number
	if json.Unmarshal([]byte(y.Value), &number) == nil {
		return number.String(), true
	}
	var i int64
	if y.Tag == "!!int" && y.Decode(&i) == nil {
		return strconv.FormatInt(i, 10), true
	}
	var v float64
	if y.Decode(&v) != nil {
		return "", false
	}
	text, err := json.Marshal(v)
	return string(text), err == nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlError finds the position in the words of the YAML parser, which reports
// lines only.
func (f *parsedFile) yamlError(err error) error {
	line, message := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	} else if !utf8.Valid(f.data) {
		line = 1 + bytes.Count(f.data[:invalidUTF8(f.data)], []byte("\n"))
	}
	return &Error{File: f.name, Line: line, Column: f.firstColumn(line), Message: message, Err: err}
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8.
func invalidUTF8(data []byte) int {
	offset := 0
	for offset < len(data) {
		r, size := utf8.DecodeRune(data[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	return offset
}

// firstColumn returns the column of the first character of a line that is not blank.
func (f *parsedFile) firstColumn(line int) int {
	starts := f.lineStarts()
	if line > len(starts) {
		return 1
	}
	text, _, _ := bytes.Cut(f.data[starts[line-1]:], []byte("\n"))
	return len(text) - len(bytes.TrimLeft(text, " \t")) + 1
}
