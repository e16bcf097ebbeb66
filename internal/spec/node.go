package spec

import (
	"encoding/json"
	"iter"
	"strconv"
)

// A Kind is the JSON type of a [Node].
type Kind uint8

// The JSON types. The zero Kind is that of a nil *Node.
const (
	Missing Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "boolean", "number", "string", "array", "object"}

// String returns the JSON Schema name of the type: "object", "boolean" and so on.
func (k Kind) String() string { return kindNames[k] }

// A Node is one value of a document. All methods accept a nil *Node, which is a
// value that the document does not have.
type Node struct {
	parent   *Node
	name     string // of the member whose value this is; empty in arrays
	text     string // of a scalar: a string's value, a number as JSON writes it
	children []Node // values of members, or items
	extra    *nodeExtra
	offset   int32 // of the member's name, of the item, or of the root
	index    int32 // among the parent's children
	kind     Kind
}

// nodeExtra holds what few nodes need.
type nodeExtra struct {
	file   *parsedFile      // of a root, and of a part that an overlay added
	from   *Node            // of such a part: what was added, in the tree of its own file
	byName map[string]int32 // of a large object
}

func (n *Node) needExtra() *nodeExtra {
	if n.extra == nil {
		n.extra = &nodeExtra{}
	}
	return n.extra
}

// manyMembers is the number of members from which an object has an index.
const manyMembers = 24

// Kind returns the JSON type of n.
func (n *Node) Kind() Kind {
	if n == nil {
		return Missing
	}
	return n.kind
}

// Is reports whether n is of a JSON type.
func (n *Node) Is(k Kind) bool { return n.Kind() == k }

// Text returns a string's value, a number as JSON writes it, "true" or "false";
// for other types it is empty.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	return n.text
}

// AsString returns the value of a string, and false for all other types.
func (n *Node) AsString() (string, bool) {
	if !n.Is(String) {
		return "", false
	}
	return n.text, true
}

// IsTrue reports whether n is the value true.
func (n *Node) IsTrue() bool { return n.Is(Bool) && n.text == "true" }

// AsInt returns a number without fraction and exponent that an int can hold.
func (n *Node) AsInt() (int, bool) {
	if !n.Is(Number) {
		return 0, false
	}
	i, err := strconv.Atoi(n.text)
	return i, err == nil
}

// Name returns the name of the member whose value n is; for items and roots it
// is empty.
func (n *Node) Name() string {
	if n == nil {
		return ""
	}
	return n.name
}

// Parent returns the object or array that holds n, nil for the root of a file.
func (n *Node) Parent() *Node {
	if n == nil {
		return nil
	}
	return n.parent
}

// Len returns the number of members or items.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.children)
}

// All yields the values of an object's members, or an array's items, in the
// order of the text.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for i := range n.Len() {
			if !yield(&n.children[i]) {
				return
			}
		}
	}
}

// Items yields the items of an array with their indexes, and nothing for other
// types.
func (n *Node) Items() iter.Seq2[int, *Node] {
	return func(yield func(int, *Node) bool) {
		if !n.Is(Array) {
			return
		}
		for i := range n.children {
			if !yield(i, &n.children[i]) {
				return
			}
		}
	}
}

// Members yields the members of an object with their names, and nothing for
// other types.
func (n *Node) Members() iter.Seq2[string, *Node] {
	return func(yield func(string, *Node) bool) {
		if !n.Is(Object) {
			return
		}
		for i := range n.children {
			if !yield(n.children[i].name, &n.children[i]) {
				return
			}
		}
	}
}

// Member returns the value of an object's member, nil if there is none.
func (n *Node) Member(name string) *Node {
	if !n.Is(Object) {
		return nil
	}
	if n.extra != nil && n.extra.byName != nil {
		if i, ok := n.extra.byName[name]; ok {
			return &n.children[i]
		}
		return nil
	}
	for i := range n.children {
		if n.children[i].name == name {
			return &n.children[i]
		}
	}
	return nil
}

// Item returns an array's item, nil if there is none.
func (n *Node) Item(i int) *Node {
	if !n.Is(Array) || i < 0 || i >= len(n.children) {
		return nil
	}
	return &n.children[i]
}

// At follows reference tokens (RFC 6901) from n; nil if they lead to nothing.
func (n *Node) At(tokens ...string) *Node {
	for _, token := range tokens {
		if n.Is(Array) {
			n = n.Item(arrayIndex(token))
		} else {
			n = n.Member(token)
		}
	}
	return n
}

// arrayIndex reads an array index as RFC 6901 writes it; -1 if it is none.
func arrayIndex(token string) int {
	if token == "" || len(token) > 1 && token[0] == '0' || token[0] == '+' || token[0] == '-' {
		return -1
	}
	i, err := strconv.Atoi(token)
	if err != nil {
		return -1
	}
	return i
}

// Strings returns the strings of an array, without items of other types.
func (n *Node) Strings() []string {
	var all []string
	for _, item := range n.Items() {
		if s, ok := item.AsString(); ok {
			all = append(all, s)
		}
	}
	return all
}

// Value returns the value as [encoding/json] decodes it with UseNumber. The
// caller owns it.
func (n *Node) Value() any {
	switch n.Kind() {
	case Bool:
		return n.text == "true"
	case Number:
		return json.Number(n.text)
	case String:
		return n.text
	case Array:
		items := make([]any, len(n.children))
		for i := range n.children {
			items[i] = n.children[i].Value()
		}
		return items
	case Object:
		members := make(map[string]any, len(n.children))
		for i := range n.children {
			members[n.children[i].name] = n.children[i].Value()
		}
		return members
	}
	return nil
}

// tokensFromRoot are the reference tokens from the root to n.
func (n *Node) tokensFromRoot() []string {
	var reversed []string
	for ; n.parent != nil; n = n.parent {
		if n.parent.kind == Array {
			reversed = append(reversed, strconv.Itoa(int(n.index)))
		} else {
			reversed = append(reversed, n.name)
		}
	}
	for i, j := 0, len(reversed)-1; i < j; i, j = i+1, j-1 {
		reversed[i], reversed[j] = reversed[j], reversed[i]
	}
	return reversed
}

// fileRoot returns the root of the file that n is in.
func (n *Node) fileRoot() *Node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

// textRoot returns the nearest of n and what holds it that has a file of its own: the
// root, or a part that an overlay added.
func (n *Node) textRoot() *Node {
	for n.extra == nil || n.extra.file == nil {
		n = n.parent
	}
	return n
}

// Location returns the location of n in the document.
func (n *Node) Location() Location {
	if n == nil {
		return Location{}
	}
	return Location{File: n.fileRoot().extra.file.name, Pointer: JoinPointer(n.tokensFromRoot()...)}
}

// Position returns the line and column of n, from 1: of the member's name if n
// is a member, else of the value. Columns count characters.
func (n *Node) Position() (line, column int) {
	if n == nil {
		return 0, 0
	}
	return n.textRoot().extra.file.lines.position(n.offset)
}

// SourceLocation returns where the text of n stands: like [Node.Location], but in the
// overlay for what an overlay added.
func (n *Node) SourceLocation() Location {
	if n == nil {
		return Location{}
	}
	top := n.textRoot()
	if top.parent == nil {
		return n.Location()
	}
	below := n.tokensFromRoot()[len(top.tokensFromRoot()):]
	return top.extra.from.Location().Child(below...)
}
