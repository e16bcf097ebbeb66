package document

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// find gives an error of the loader that tells no place the place of the first
// thing that could have caused it: a value of the wrong type, or a reference.
func (t *Text) find(e *Error) {
	suspect := t.broken
	if m := wrongType.FindStringSubmatch(e.Message); m != nil {
		suspect = wrongValue(m[1], m[2])
		e.Message = fmt.Sprintf("`%s` cannot be of type %s", m[2], m[1])
	} else if m := wrongTarget.FindStringSubmatch(e.Message); m != nil {
		suspect = refersTo(m[1])
	}
	t.search(e.File, func(file string, key, value *yaml.Node) bool {
		why := suspect(file, key, value)
		if why == "" {
			return false
		}
		e.File, e.Line, e.Column = file, key.Line, key.Column
		if why != asLoaderSays {
			e.Message = why
		}
		return true
	})
}

// asLoaderSays is the reason of a suspect about whom the loader's own words are
// good enough.
const asLoaderSays = "as the loader says"

// findExtra gives an error about a member the member's own place: the first of
// its name below where the loader says.
func (t *Text) findExtra(e *Error, name string) {
	from := e.Line
	t.search(e.File, func(file string, key, _ *yaml.Node) bool {
		found := file == e.File && key.Value == name && key.Line >= from
		if found {
			e.Line, e.Column = key.Line, key.Column
		}
		return found
	})
}

// search visits the members of all files that were read, the document's own
// first, until visit is content.
func (t *Text) search(name string, visit func(file string, key, value *yaml.Node) bool) {
	files := slices.Sorted(maps.Keys(t.files))
	slices.SortStableFunc(files, func(a, b string) int {
		return map[bool]int{true: 1}[a != name] - map[bool]int{true: 1}[b != name]
	})
	for _, file := range files {
		if root := t.root(file); root != nil && walk(root, func(k, v *yaml.Node) bool { return visit(file, k, v) }) {
			return
		}
	}
}

// walk visits the members below n in the order of the text. Aliases are not
// followed: what they lead to stands somewhere, too.
func walk(n *yaml.Node, visit func(key, value *yaml.Node) bool) bool {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && visit(n.Content[i-1], child) || walk(child, visit) {
			return true
		}
	}
	return false
}

var wrongType = regexp.MustCompile(`cannot unmarshal (\w+) into field (?:\w+\.)*(\S+) of type`)

// wrongValue suspects members of a name and JSON type.
func wrongValue(kind, name string) func(string, *yaml.Node, *yaml.Node) string {
	return func(_ string, key, value *yaml.Node) string {
		if key.Value == name && kindOf(follow(value)) == kind {
			return asLoaderSays
		}
		return ""
	}
}

var wrongTarget = regexp.MustCompile(`bad data in "([^"]+)"`)

// refersTo suspects references to what the loader could not use.
func refersTo(ref string) func(string, *yaml.Node, *yaml.Node) string {
	return func(_ string, key, value *yaml.Node) string {
		if key.Value == "$ref" && strings.HasSuffix(value.Value, ref) {
			return asLoaderSays
		}
		return ""
	}
}

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "object"
	case n.Kind == yaml.SequenceNode:
		return "array"
	case n.Tag == "!!bool":
		return "bool"
	case n.Tag == "!!int", n.Tag == "!!float":
		return "number"
	}
	return "string"
}

// broken suspects references that lead nowhere, or outside.
func (t *Text) broken(file string, key, value *yaml.Node) string {
	if key.Value != "$ref" || value.Kind != yaml.ScalarNode {
		return ""
	}
	ref, err := url.Parse(value.Value)
	if err != nil || ref.Scheme != "" || ref.Host != "" || path.IsAbs(ref.Path) {
		return asLoaderSays
	}
	to := Place{File: file}.Follow(value.Value)
	if !fs.ValidPath(to.File) {
		return asLoaderSays
	}
	_, err = t.parse(to.File)
	switch {
	case err != nil:
		return fmt.Sprintf("the reference %q cannot be followed: %v", value.Value, err)
	case (to.Pointer == "" || strings.HasPrefix(to.Pointer, "/")) && t.Node(to.File, to.Pointer) == nil:
		return fmt.Sprintf("the reference %q leads nowhere", value.Value)
	}
	return ""
}
