package serialization

import (
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
)

const (
	// maxDepth is the maximum number of brackets in one name.
	maxDepth = 32
)

// A deepNode is a value of the style deepObject: texts, or members in brackets.
type deepNode struct {
	texts   []string
	names   []string // names of the members, in the order of the request
	members map[string]*deepNode
}

// deepObject returns the value of a parameter of the style deepObject: "name[member]=value".
// OpenAPI defines one level of members. Deeper ones, and arrays as "name[member][]=item" or
// "name[member][0]=item", are read as most libraries write them.
func (r *Reader) deepObject(p *Parameter, s *valueShape, fields []RequestField) ParameterValue {
	root := &deepNode{}
	found := false
	for _, f := range fields {
		path, ok := bracketPath(unescapeField(f.Name), p.Name)
		if ok {
			root.insert(path, unescapeField(f.Value))
			found = true
		}
	}
	if !found {
		return ParameterValue{}
	}
	return ParameterValue{Present: true, Readings: r.deepReadings(s, root)}
}

// bracketPath returns the names in the brackets after a parameter's name: "f[a][b]" gives a and b.
func bracketPath(field, name string) ([]string, bool) {
	rest, ok := strings.CutPrefix(field, name+"[")
	if !ok || !strings.HasSuffix(rest, "]") {
		return nil, false
	}
	path := strings.Split(rest[:len(rest)-1], "][")
	return path, len(path) <= maxDepth
}

func (n *deepNode) insert(path []string, text string) {
	for _, name := range path {
		next := n.members[name]
		if next == nil {
			if n.members == nil {
				n.members = make(map[string]*deepNode)
			}
			next = &deepNode{}
			n.members[name] = next
			n.names = append(n.names, name)
		}
		n = next
	}
	n.texts = append(n.texts, text)
}

// deepReadings returns the readings of a value in brackets.
func (r *Reader) deepReadings(s *valueShape, n *deepNode) []any {
	if n.members == nil {
		return r.explodedReadings(s, n.texts)
	}
	if s.mustBe(schema.Array) && n.hasIndexes() {
		return []any{r.deepArray(s.itemShape(), n)}
	}
	return combineShapes(s, func(s *valueShape) []objectMember {
		members := make([]objectMember, len(n.names))
		for i, name := range n.names {
			members[i] = objectMember{name, r.deepReadings(s.memberShape(name), n.members[name])}
		}
		return members
	})
}

// hasIndexes reports whether all members are items of an array: they have an index, or no name.
func (n *deepNode) hasIndexes() bool {
	return !slices.ContainsFunc(n.names, func(name string) bool { return strings.Trim(name, "0123456789") != "" })
}

// deepArray returns the array of members that have an index or no name, in their order.
func (r *Reader) deepArray(items *valueShape, n *deepNode) any {
	names := slices.Clone(n.names)
	slices.SortStableFunc(names, func(a, b string) int { return indexOf(a) - indexOf(b) })
	array := []any{}
	for _, name := range names {
		member := n.members[name]
		if name == "" && member.members == nil {
			for _, text := range member.texts {
				array = append(array, r.explodedReadings(items, []string{text})[0])
			}
			continue
		}
		array = append(array, r.deepReadings(items, member)[0])
	}
	return array
}

// indexOf returns the index of an item. An item without one is after all others.
func indexOf(name string) int {
	if i, err := strconv.ParseUint(name, 10, 30); err == nil {
		return int(i)
	}
	return 1 << 30
}
