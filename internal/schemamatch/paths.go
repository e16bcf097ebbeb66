package schemamatch

import (
	"maps"
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// withCapture returns a copy of a node that keeps the string at a path. It copies the nodes along
// the path, because they may apply to other values, too.
func (c *Compiler) withCapture(n *schemaNode, path []string, capture int8) *schemaNode {
	c.lowerNode(n)
	copied := &schemaNode{compiler: c, valueRules: n.valueRules}
	if len(path) == 0 {
		copied.types &= schema.String
		copied.capture, copied.acceptNull, copied.choiceOnly = capture, false, false
	} else if !n.undecided {
		c.captureBelow(copied, path, capture)
	}
	copied.publishRules()
	return copied
}

// captureBelow makes n keep the string at a path inside its values.
func (c *Compiler) captureBelow(n *schemaNode, path []string, capture int8) {
	if isIndex(path[0]) {
		n.types &^= schema.Array // the path may lead to an array item, which is not captured
	}
	rule := *n.object
	rule.members, rule.index = slices.Clone(rule.members), maps.Clone(rule.index)
	i, known := rule.index[path[0]]
	switch {
	case known:
		rule.members[i].node = c.withCapture(rule.members[i].node, path[1:], capture)
	case rule.additional == nil && rule.patterns == nil:
		return // no value can be there
	case len(rule.members) < maxMembers && rule.patterns == nil:
		if rule.index == nil {
			rule.index = make(map[string]uint8)
		}
		rule.appendMember(path[0], c.withCapture(rule.additional, path[1:], capture))
	default:
		n.types &^= schema.Object
		return
	}
	rule.hint = c.hints
	c.hints += 1 + len(rule.members)
	n.object, n.choiceOnly = &rule, false
}

// isIndex reports whether a token of a path may be the index of an item.
func isIndex(token string) bool {
	return token != "" && !slices.ContainsFunc([]byte(token), func(c byte) bool { return c < '0' || c > '9' })
}

// close returns a copy of a node that leaves objects at a path undecided if they have members that
// the schemas do not declare. It copies the nodes along the path, because they may apply to other
// values, too.
func (c *Compiler) close(n *schemaNode, path []string) *schemaNode {
	c.lowerNode(n)
	copied := &schemaNode{compiler: c, valueRules: n.valueRules}
	if n.undecided {
		copied.publishRules()
		return copied
	}
	rule := *n.object
	rule.members, rule.index = slices.Clone(rule.members), maps.Clone(rule.index)
	if len(path) == 0 {
		rule.additional, rule.patterns = nil, nil
	} else if i, known := rule.index[path[0]]; known {
		rule.members[i].node = c.close(rule.members[i].node, path[1:])
	}
	rule.hint = c.hints
	c.hints += 1 + len(rule.members)
	copied.object, copied.choiceOnly = &rule, false
	copied.publishRules()
	return copied
}
