package schemamatch

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// addObject adds the rule for objects of all keywords.
func (c *Compiler) addObject(n *schemaNode, all []*schema.Keywords) {
	var objects []*schema.ObjectKeywords
	for _, k := range all {
		if k.Object != nil {
			objects = append(objects, k.Object)
		}
	}
	if objects == nil || n.types&schema.Object == 0 {
		return
	}
	b := objectBuilder{Compiler: c, objects: objects, to: &objectRule{max: -1, index: make(map[string]uint8)}}
	if !b.buildRule() {
		n.types &^= schema.Object
		return
	}
	for i := range n.schemas {
		own, _ := conjunctKeywords(n.schemas[i : i+1])
		b.addRequired(own)
	}
	b.to.hint = c.hints
	c.hints += 1 + len(b.to.members)
	n.object = b.to
}

// An objectBuilder builds one rule from the object keywords of several schemas.
type objectBuilder struct {
	*Compiler
	objects []*schema.ObjectKeywords
	to      *objectRule
}

// buildRule adds everything except `required`. It reports false if the matcher cannot decide any
// object.
func (b *objectBuilder) buildRule() bool {
	var additional, names []*schema.Schema
	for _, o := range b.objects {
		if len(o.PatternProperties) > 0 && len(b.objects) > 1 {
			return false
		}
		b.to.min, b.to.max = max(b.to.min, o.MinProperties), tighterLimit(b.to.max, o.MaxProperties)
		additional = append(additional, o.AdditionalProperties)
		if o.PropertyNames != nil {
			names = append(names, o.PropertyNames)
		}
	}
	if !slices.ContainsFunc(additional, isFalse) {
		b.to.additional = b.nodeOf(additional...)
	}
	if names != nil {
		b.to.names = b.nodeOf(names...)
	}
	for _, p := range b.objects[0].PatternProperties {
		b.to.patterns = append(b.to.patterns, patternRule{p.Pattern, b.nodeOf(p.Schema)})
	}
	return b.addDeclared()
}

func isFalse(s *schema.Schema) bool { return s != nil && s.Keywords().False }

// addDeclared adds the members that any of the schemas declares.
func (b *objectBuilder) addDeclared() bool {
	for _, o := range b.objects {
		for _, p := range o.Properties {
			if !b.addMember(p.Name) {
				return false
			}
		}
		for _, name := range o.Required {
			if !b.addMember(name) {
				return false
			}
		}
	}
	return true
}

// addMember adds a member once, with all schemas that apply to it.
func (b *objectBuilder) addMember(name string) bool {
	if _, known := b.to.index[name]; known {
		return true
	}
	if len(b.to.members) == maxMembers {
		return false
	}
	var schemas []*schema.Schema
	for _, o := range b.objects {
		of, ok := schemasOf(o, name)
		if !ok {
			return false
		}
		schemas = append(schemas, of...)
	}
	b.to.appendMember(name, b.nodeOf(schemas...))
	return true
}

func (o *objectRule) appendMember(name string, n *schemaNode) {
	o.index[name] = uint8(len(o.members))
	o.members = append(o.members, memberRule{name, quotedName(name), n})
}

// quotedName returns a name as bodies usually write it, with the closing quote and the colon; empty
// if it needs escapes.
func quotedName(name string) string {
	if end, plain := stringEnd([]byte(name+`"`), 0); !plain || end != len(name) {
		return ""
	}
	return name + `":`
}

// schemasOf returns the schemas that apply to a member; false if they are not known.
func schemasOf(o *schema.ObjectKeywords, name string) ([]*schema.Schema, bool) {
	var schemas []*schema.Schema
	if property := o.Property(name); property != nil {
		schemas = append(schemas, property)
	}
	for _, p := range o.PatternProperties {
		switch matches, err := p.Pattern.MatchString(name); {
		case err != nil:
			return nil, false
		case matches:
			schemas = append(schemas, p.Schema)
		}
	}
	if schemas == nil {
		schemas = append(schemas, o.AdditionalProperties)
	}
	return schemas, true
}

// addRequired adds the members that the conjuncts of one schema require, except for those that the
// same conjuncts declare as writeOnly, because a response need not have them.
func (b *objectBuilder) addRequired(all []*schema.Keywords) {
	for _, k := range all {
		if k.Object == nil {
			continue
		}
		for _, name := range k.Object.Required {
			if !slices.ContainsFunc(all, func(k *schema.Keywords) bool { return isWriteOnly(k.Object.Property(name)) }) {
				b.to.required.addIndex(int(b.to.index[name]))
			}
		}
	}
}

func isWriteOnly(s *schema.Schema) bool {
	all, _ := conjunctKeywords([]*schema.Schema{s})
	return slices.ContainsFunc(all, func(k *schema.Keywords) bool { return k.WriteOnly })
}
