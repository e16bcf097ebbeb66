package schemamatch

import (
	"encoding/json"
	"math/bits"

	"github.com/apicontract/apicontract/internal/schema"
)

// A choiceRule is a oneOf or an anyOf.
type choiceRule struct {
	one      bool // exactly one of the branches
	branches []branch
	// property is a member by whose string the branches for objects can be told
	// apart; empty: there is none.
	property string
	byValue  map[string]*node
	// hidden says that a branch of anyOf may hold writeOnly members. What is
	// decided then depends on each branch that the value conforms to.
	hidden bool
}

// A branch is a schema of a choice.
type branch struct {
	node      *node
	types     schema.Types // of the values that the branch may allow
	strings   *stringSet   // that it may allow; nil: any
	writeOnly bool         // it may hold writeOnly members
}

// addChoices adds the anyOf and the oneOf of a schema.
func (c *Compiler) addChoices(n *node, k *schema.Keywords) {
	if len(k.AnyOf) > 0 {
		n.choices = append(n.choices, c.choice(k.AnyOf, false, k.Discriminator))
	}
	if len(k.OneOf) > 0 {
		n.choices = append(n.choices, c.choice(k.OneOf, true, k.Discriminator))
	}
}

func (c *Compiler) choice(schemas []*schema.Schema, one bool, d *schema.Discriminator) *choiceRule {
	rule := &choiceRule{one: one}
	total, most := 0, 0 // types of the branches
	for _, s := range schemas {
		b := branch{node: c.nodeOf(s), types: c.possibleTypes(s), strings: possibleStrings(s)}
		rule.branches = append(rule.branches, b)
		total += bits.OnesCount8(uint8(b.types))
		most |= int(b.types)
	}
	if total > bits.OnesCount8(uint8(most)) && !one {
		for i, s := range schemas {
			b := &rule.branches[i]
			b.writeOnly = c.mayHoldWriteOnly(s)
			rule.hidden = rule.hidden || b.writeOnly
		}
	}
	rule.findProperty(schemas, d)
	return rule
}

// possibleTypes are the types of the values that a schema may allow, or leave
// unchecked. The value of any other type surely breaks it.
func (c *Compiler) possibleTypes(s *schema.Schema) schema.Types {
	types, known := c.possible[s]
	if !known {
		types = c.findTypes(s.Keywords())
		c.possible[s] = types
	}
	return types
}

func (c *Compiler) findTypes(k *schema.Keywords) schema.Types {
	types := k.Types
	if k.False {
		types = 0
	}
	types &= listedTypes(k.Enum) & listedTypes(k.Const)
	if !k.Loops {
		if k.Ref != nil {
			types &= c.possibleTypes(k.Ref)
		}
		for _, other := range k.AllOf {
			types &= c.possibleTypes(other)
		}
		types &= c.typesOfAny(k.AnyOf) & c.typesOfAny(k.OneOf)
	}
	if k.AcceptNull {
		types |= schema.Null
	}
	return types
}

// listedTypes are the types of the values that an enum lists.
func listedTypes(e *schema.Enum) schema.Types {
	if e == nil {
		return schema.AnyType
	}
	var types schema.Types
	for _, value := range e.Values {
		switch value.(type) {
		case nil:
			types |= schema.Null
		case bool:
			types |= schema.Boolean
		case string:
			types |= schema.String
		case json.Number:
			types |= schema.Number
		case []any:
			types |= schema.Array
		default:
			types |= schema.Object
		}
	}
	return types
}

// typesOfAny are the types that any of the branches may allow.
func (c *Compiler) typesOfAny(branches []*schema.Schema) schema.Types {
	if len(branches) == 0 {
		return schema.AnyType
	}
	var types schema.Types
	for _, s := range branches {
		types |= c.possibleTypes(s)
	}
	return types
}

// possibleStrings are the strings that a schema may allow; nil: it lists none.
func possibleStrings(s *schema.Schema) *stringSet {
	if texts, ok := listedStrings(s); ok {
		set := newStringSet(texts)
		return &set
	}
	return nil
}

// listedStrings returns the strings that an enum or const of a schema, or of one that
// must hold with it, lists; false if there is no enum. Any other string breaks it.
func listedStrings(s *schema.Schema) (texts []string, ok bool) {
	for _, k := range conjunctsOf(s) {
		for _, e := range [...]*schema.Enum{k.Enum, k.Const} {
			if e == nil {
				continue
			}
			for _, value := range e.Values {
				if text, isText := value.(string); isText {
					texts = append(texts, text)
				}
			}
			return texts, true
		}
	}
	return nil, false
}

// findProperty finds a member that tells apart the branches for objects: each lists the
// strings that it may be, and no two of them the same.
func (c *choiceRule) findProperty(schemas []*schema.Schema, d *schema.Discriminator) {
	var objects []int
	for i, b := range c.branches {
		if b.types&schema.Object != 0 {
			objects = append(objects, i)
		}
	}
	if len(objects) < 2 {
		return
	}
	if d != nil && c.tellsApart(d.Property, objects, schemas) {
		return
	}
	for _, k := range conjunctsOf(schemas[objects[0]]) {
		if k.Object == nil {
			continue
		}
		for _, p := range k.Object.Properties {
			if c.tellsApart(p.Name, objects, schemas) {
				return
			}
		}
	}
}

// tellsApart reports whether a member tells apart the branches for objects, and then
// enters it.
func (c *choiceRule) tellsApart(name string, objects []int, schemas []*schema.Schema) bool {
	indexes := make(map[string]int)
	for _, i := range objects {
		texts, ok := listedByMember(schemas[i], name)
		if !ok {
			return false
		}
		for _, text := range texts {
			if other, taken := indexes[text]; taken && other != i {
				return false
			}
			indexes[text] = i
		}
	}
	c.property, c.byValue = name, make(map[string]*node, len(indexes))
	for text, i := range indexes {
		c.byValue[text] = c.branches[i].node
	}
	return true
}

// listedByMember returns the strings that a member of an object may be.
func listedByMember(s *schema.Schema, name string) ([]string, bool) {
	for _, k := range conjunctsOf(s) {
		if property := k.Object.Property(name); property != nil {
			if texts, ok := listedStrings(property); ok {
				return texts, true
			}
		}
	}
	return nil, false
}
