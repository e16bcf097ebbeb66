package schema

import (
	"fmt"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Discriminator says by a member's value which schema an object is meant for.
type Discriminator struct {
	Property string
	branches map[string]*Schema
}

// Branch returns the schema that a value names, nil if it names none.
func (d *Discriminator) Branch(value string) *Schema { return d.branches[value] }

// discriminator translates the Discriminator Object beside anyOf or oneOf.
func (t *translation) discriminator() {
	n := t.node.Member("discriminator")
	if n == nil || len(t.to.AnyOf)+len(t.to.OneOf) == 0 {
		return
	}
	property, ok := n.Member("propertyName").Str()
	if !ok {
		t.problem(RuleKeywordType, n, "`discriminator` must be an object with a `propertyName`", "Add `propertyName`.")
		return
	}
	d := &Discriminator{property, make(map[string]*Schema)}
	for _, branches := range [][]*Schema{t.to.AnyOf, t.to.OneOf} {
		for _, branch := range branches {
			d.implicit(branch)
		}
	}
	for value, target := range n.Member("mapping").Members() {
		if s := t.mapped(target); s != nil {
			d.branches[value] = s
		}
	}
	t.to.Discriminator = d
}

// implicit enters a branch under the name of its component.
func (d *Discriminator) implicit(branch *Schema) {
	if name := branch.Name(); name != "" {
		d.branches[name] = branch
	}
}

// mapped returns the schema that a mapping leads to by name or by reference.
func (t *translation) mapped(target *spec.Node) *Schema {
	ref, ok := target.Str()
	if !ok {
		t.problem(RuleKeywordType, target, "a mapping of `discriminator` must be a string", "Write the name of a schema, or a reference.")
		return nil
	}
	if named := t.doc.Root().At("components", "schemas", ref); named != nil {
		return t.schema(named)
	}
	n, err := t.resolve(target)
	if err != nil {
		t.problem(RuleReference, target, fmt.Sprintf("the mapping to %q leads to no schema", ref), "Write the name of a schema, or a reference.")
		return nil
	}
	return t.schema(n)
}
