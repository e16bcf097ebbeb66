package spec

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// maxExpansion bounds the values that aliases and merge keys add to a file.
const maxExpansion = 1_000_000

// yamlExpander turns YAML nodes into a tree in which aliases and merge keys are
// replaced by what they lead to.
type yamlExpander struct {
	file    *parsedFile
	text    *textrepair.YAML
	left    int                 // values that aliases may still add
	aliased int                 // depth of aliases and merges around the current value
	open    map[*yaml.Node]bool // anchors whose aliases are being expanded
	nodes   nodeBlocks

	linesBefore int // those before the lines that were parsed
}

func newExpander(file *parsedFile, text *textrepair.YAML) yamlExpander {
	return yamlExpander{file: file, text: text, left: maxExpansion, open: make(map[*yaml.Node]bool)}
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
		n.children = e.nodes.take(len(y.Content))
		for i, item := range y.Content {
			n.children[i].offset = e.nodeOffset(item)
			if err := e.expandValue(&n.children[i], item, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	n.kind, n.text = yamlScalar(y)
	n.text = e.text.Reveal(n.text)
	return nil
}

func (e *yamlExpander) expandAlias(n *Node, y *yaml.Node, depth int) error {
	if e.open[y.Alias] {
		e.file.syntax.addf(RuleYAMLSyntax, e.nodeOffset(y), "Remove the alias, or refer to the value with $ref.",
			"the anchor %q contains itself: the alias is read as null", y.Value)
		n.kind = Null
		return nil
	}
	e.open[y.Alias] = true
	e.aliased++
	defer func() {
		e.aliased--
		delete(e.open, y.Alias)
	}()
	return e.expandValue(n, y.Alias, depth+1)
}

func (e *yamlExpander) nodeOffset(y *yaml.Node) int32 {
	return e.file.lines.offsetOf(e.linesBefore+y.Line, y.Column)
}

func (e *yamlExpander) expandMapping(n *Node, y *yaml.Node, depth int) error {
	n.kind = Object
	n.children = e.nodes.take(len(y.Content) / 2)[:0]
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
	e.file.indexMembers(n)
	return nil
}

func (e *yamlExpander) expandMember(n *Node, key, value *yaml.Node, depth int) error {
	key = aliasTarget(key)
	if key.Kind != yaml.ScalarNode {
		e.file.syntax.addf(RuleYAMLSyntax, e.nodeOffset(key), "Write the key as text.", "a key must be a string: the entry is left out")
		return nil
	}
	n.children = append(n.children, Node{name: e.text.Reveal(key.Value), offset: e.nodeOffset(key)})
	return e.expandValue(&n.children[len(n.children)-1], value, depth+1)
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
		var merged Node
		if err := e.base(&merged, base, depth); err != nil {
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

// base fills n with the members of a mapping that another one merges; what is no mapping,
// or contains the merge key itself, has none.
func (e *yamlExpander) base(n *Node, y *yaml.Node, depth int) error {
	at := e.nodeOffset(y)
	y = aliasTarget(y)
	switch {
	case y.Kind != yaml.MappingNode:
		e.file.syntax.addf(RuleYAMLSyntax, at, "Merge an object, or a list of objects.", "only objects can be merged: the value is left out")
		return nil
	case e.open[y]:
		e.file.syntax.addf(RuleYAMLSyntax, at, "Remove the merge key.", "the object merges itself: the merge key has no effect")
		return nil
	}
	e.open[y] = true
	defer delete(e.open, y)
	return e.expandValue(n, y, depth+1)
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
		if text, ok := yamlNumber(y.Value); ok {
			return Number, text
		}
	case "!!str":
		if text, ok := yamlNumber(y.Value); ok && y.Style == 0 { // too large for the parser
			return Number, text
		}
	}
	return String, y.Value
}

// yamlFloat is what the core schema of YAML 1.2.2 (section 10.3.2) takes for a decimal
// number, which may have digits that JSON does not allow.
var yamlFloat = regexp.MustCompile(`^([-+]?)0*([0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?$`)

// yamlNumber writes a number as JSON does, with all its digits. Infinity and NaN are none
// of JSON's.
func yamlNumber(value string) (text string, ok bool) {
	if value == "" || !strings.Contains("+-.0123456789", value[:1]) {
		return "", false // nearly always
	}
	var number json.Number
	if json.Unmarshal([]byte(value), &number) == nil && number != "" {
		return value, true
	}
	if len(value) > maxNumberLength || !strings.ContainsAny(value, "0123456789") {
		return "", false
	}
	if base := map[string]int{"0x": 16, "0o": 8}[value[:min(2, len(value))]]; base != 0 {
		i, ok := new(big.Int).SetString(value[2:], base)
		return i.String(), ok && !strings.ContainsAny(value, "_+-")
	}
	m := yamlFloat.FindStringSubmatch(value)
	if m == nil {
		return "", false
	}
	sign, whole, fraction, exponent := strings.TrimPrefix(m[1], "+"), cmp.Or(m[2], "0"), m[3], m[4]
	if fraction == "." {
		fraction = ""
	}
	return sign + whole + fraction + exponent, true
}

// maxNumberLength bounds the numbers that are rewritten.
const maxNumberLength = 20_000
