package schema

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Discriminator selects the schema for an object by the value of a member.
type Discriminator struct {
	Property string
	branches map[string]*Schema
}

// Branch returns the schema for a value, nil if there is none.
func (d *Discriminator) Branch(value string) *Schema { return d.branches[value] }

// translateDiscriminator translates the Discriminator Object beside anyOf or oneOf.
func (t *schemaTranslation) translateDiscriminator() {
	n := t.node.Member("discriminator")
	if n == nil || len(t.to.AnyOf)+len(t.to.OneOf) == 0 {
		return
	}
	property, ok := n.Member("propertyName").AsString()
	if !ok {
		t.addProblem(RuleKeywordType, n, "`discriminator` must be an object with a `propertyName`", "Add `propertyName`.")
		return
	}
	d := &Discriminator{property, make(map[string]*Schema)}
	for _, branches := range [][]*Schema{t.to.AnyOf, t.to.OneOf} {
		for _, branch := range branches {
			d.addImplicit(branch)
		}
	}
	for value, target := range n.Member("mapping").Members() {
		if s := t.mappedSchema(target); s != nil {
			d.branches[value] = s
		}
	}
	t.to.Discriminator = d
}

// addImplicit adds a branch under the name of its component.
func (d *Discriminator) addImplicit(branch *Schema) {
	if name := branch.Name(); name != "" {
		d.branches[name] = branch
	}
}

// mappedSchema returns the schema of a mapping, which is a name or a reference.
func (t *schemaTranslation) mappedSchema(target *spec.Node) *Schema {
	ref, ok := target.AsString()
	if !ok {
		t.addProblem(RuleKeywordType, target, "a mapping of `discriminator` must be a string", "Write the name of a schema, or a reference.")
		return nil
	}
	if named := t.doc.Root().At("components", "schemas", ref); named != nil {
		return t.schemaAt(named)
	}
	n, err := t.resolveReference(target)
	if err != nil {
		t.addProblem(RuleReference, target, fmt.Sprintf("the mapping to %q leads to no schema", ref), "Write the name of a schema, or a reference.")
		return nil
	}
	return t.schemaAt(n)
}
