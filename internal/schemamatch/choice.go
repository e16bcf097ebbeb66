package schemamatch

import (
	"math/bits"

	"github.com/apicontract/apicontract/internal/schema"
)

// A choiceRule is a oneOf or an anyOf.
type choiceRule struct {
	isOneOf  bool // exactly one of the branches
	branches []*schemaNode
	// property is a member whose string value distinguishes the branches for objects; empty if
	// there is none.
	property string
	byValue  map[string]*schemaNode
	// writeOnlyBranches are the branches of anyOf that may contain writeOnly members; nil if there
	// are none. If there are any, all branches that the value conforms to must be checked.
	writeOnlyBranches map[*schemaNode]bool
}

// addChoices adds the anyOf and the oneOf of a schema.
func (c *Compiler) addChoices(n *schemaNode, k *schema.Keywords) {
	if len(k.AnyOf) > 0 {
		rule := c.newChoice(n, k.AnyOf, k.Discriminator)
		c.findWriteOnlyBranches(rule, k.AnyOf)
	}
	if len(k.OneOf) > 0 {
		c.newChoice(n, k.OneOf, k.Discriminator).isOneOf = true
	}
}

// newChoice adds a choice to n.
func (c *Compiler) newChoice(n *schemaNode, schemas []*schema.Schema, d *schema.Discriminator) *choiceRule {
	rule := &choiceRule{}
	var possible schema.Types
	for _, s := range schemas {
		b := c.nodeOf(s)
		c.lowerNode(b)
		rule.branches = append(rule.branches, b)
		possible |= b.possible
	}
	n.possible &= possible
	n.choices = append(n.choices, rule)
	if d == nil || !c.tellsApart(rule, d.Property) {
		c.findProperty(rule)
	}
	return rule
}

// findProperty finds a member that distinguishes the branches for objects.
func (c *Compiler) findProperty(rule *choiceRule) {
	for _, b := range rule.branches {
		if b.possible&schema.Object == 0 {
			continue
		}
		for i := range b.object.members {
			if c.tellsApart(rule, b.object.members[i].name) {
				return
			}
		}
		return
	}
}

// tellsApart adds the strings of a member if it distinguishes the branches for objects: each lists
// the strings that the member may have, and no two share one.
func (c *Compiler) tellsApart(rule *choiceRule, name string) bool {
	byValue := make(map[string]*schemaNode)
	for _, b := range rule.branches {
		if b.possible&schema.Object == 0 {
			continue
		}
		i, known := b.object.index[name]
		if !known {
			return false
		}
		all, _ := conjunctKeywords(b.object.members[i].node.schemas[:])
		enum := enumOf(all)
		if enum == nil {
			return false
		}
		for text := range enum.strings {
			if byValue[text] != nil {
				return false
			}
			byValue[text] = b
		}
	}
	rule.property, rule.byValue = name, byValue
	return true
}

// findWriteOnlyBranches finds the branches that may contain writeOnly members, if a value may
// conform to several.
func (c *Compiler) findWriteOnlyBranches(rule *choiceRule, schemas []*schema.Schema) {
	all, total := 0, 0
	for _, b := range rule.branches {
		all |= int(b.possible)
		total += bits.OnesCount8(uint8(b.possible))
	}
	if rule.property != "" && all == int(schema.Object) || total == bits.OnesCount8(uint8(all)) {
		return
	}
	for i, s := range schemas {
		if c.mayHoldWriteOnly(s) {
			if rule.writeOnlyBranches == nil {
				rule.writeOnlyBranches = make(map[*schemaNode]bool)
			}
			rule.writeOnlyBranches[rule.branches[i]] = true
		}
	}
}
