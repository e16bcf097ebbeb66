package schemamatch

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
)

// lowerOnce creates the rules of a node when it is first reached.
func (n *schemaNode) lowerOnce() {
	if n.state.Load() != notLowered {
		return
	}
	n.compiler.mu.Lock()
	defer n.compiler.mu.Unlock()
	n.compiler.lowerNode(n)
}

// lowerNode creates the rules of a node. The mutex must be held.
func (c *Compiler) lowerNode(n *schemaNode) {
	if n.state.Load() == notLowered {
		c.fillNode(n)
		n.publishRules()
	}
}

// publishRules makes the rules visible to matchers.
func (n *schemaNode) publishRules() {
	if n.undecided || n.choices != nil {
		n.state.Store(lowered)
	} else {
		n.state.Store(scalar)
	}
}

func (c *Compiler) fillNode(n *schemaNode) {
	all, ok := conjunctKeywords(n.schemas[:])
	n.undecided = !ok
	n.types, n.possible, n.enum = schema.AnyType, schema.AnyType, enumOf(all)
	n.array, n.object = c.anything.array, c.anything.object
	for _, k := range all {
		n.addTypes(k)
		n.addText(k, c.options)
		n.addNumber(k, c.options)
		if !k.Loops {
			c.addChoices(n, k)
		}
	}
	if n.enum != nil {
		n.possible &= n.enum.types
		n.types &= n.enum.types &^ (schema.Array | schema.Object) // arrays and objects in an enum are undecided
	}
	if slices.ContainsFunc(all, func(k *schema.Keywords) bool { return k.AcceptNull }) {
		n.possible |= schema.Null // whatever the other keywords say
	}
	n.acceptNull = len(all) > 0 && n.schemas[1] == nil && all[0].AcceptNull
	c.addArray(n, all)
	c.addObject(n, all)
	someNumbers := n.types&schema.Number != schema.Number && n.types&schema.Number != 0
	n.choiceOnly = n.choices != nil && n.enum == nil && n.text == nil && n.numbers == nil && !someNumbers &&
		n.array == c.anything.array && n.object == c.anything.object
}

// maxKeywords is the maximum number of schemas that are followed for one value.
const maxKeywords = 100

// conjunctKeywords returns the keywords of the schemas, some of which may be nil, and of all
// schemas that must hold with them. It reports false if one of them leaves every value undecided.
func conjunctKeywords(schemas []*schema.Schema) (all []*schema.Keywords, ok bool) {
	seen := make(map[*schema.Schema]bool)
	var add func(schemas ...*schema.Schema) bool
	add = func(schemas ...*schema.Schema) bool {
		ok := true
		for _, s := range schemas {
			if s == nil || seen[s] {
				continue
			}
			if len(all) == maxKeywords {
				return false
			}
			seen[s] = true
			k := s.Keywords()
			all = append(all, k)
			ok = !isUndecided(k) && add(k.Ref) && add(k.AllOf...) && ok
		}
		return ok
	}
	ok = add(schemas...)
	return all, ok
}

// enumOf returns the rule for the values that all keywords list, nil if none has a list.
func enumOf(all []*schema.Keywords) *enumRule {
	var rule *enumRule
	for _, k := range all {
		rule = rule.intersect(k.Enum).intersect(k.Const)
	}
	return rule
}

// isUndecided reports whether keywords leave every value undecided.
func isUndecided(k *schema.Keywords) bool {
	return k.Loops || k.WriteOnly || k.DynamicRef != nil || k.Not != nil || k.If != nil && (k.Then != nil || k.Else != nil)
}

// addTypes restricts the types to those that keywords allow.
func (n *schemaNode) addTypes(k *schema.Keywords) {
	types := k.Types
	if k.False {
		types = 0
	}
	n.types &= types
	n.possible &= types
	for _, u := range k.Unusable {
		n.types &^= u.Types
	}
	if a := k.Array; a != nil && (a.Contains != nil || a.UnevaluatedItems != nil) {
		n.types &^= schema.Array
	}
	if o := k.Object; o != nil && (o.UnevaluatedProperties != nil || len(o.DependentSchemas)+len(o.DependentRequired) > 0) {
		n.types &^= schema.Object
	}
}

// intersect returns the rule for the values that other lists, too. A nil rule allows any value.
func (e *enumRule) intersect(other *schema.Enum) *enumRule {
	if other == nil {
		return e
	}
	rule := &enumRule{strings: other.Strings()}
	if e != nil {
		rule.strings = maps.Clone(rule.strings)
		maps.DeleteFunc(rule.strings, func(s string, _ bool) bool { return !e.strings[s] })
	}
	for _, value := range other.Values {
		switch v := value.(type) {
		case nil:
			rule.types |= schema.Null
		case bool:
			rule.types |= schema.Boolean
			rule.True = rule.True || v && (e == nil || e.True)
			rule.False = rule.False || !v && (e == nil || e.False)
		case string:
			rule.types |= schema.String
		case json.Number:
			rule.types |= schema.Number
			if d, ok := schema.ParseDecimal(v.String()); ok && (e == nil || e.hasNumber(d)) {
				rule.numbers = append(rule.numbers, d)
			}
		default:
			rule.types |= schema.Array | schema.Object
		}
	}
	if e != nil {
		rule.types &= e.types
	}
	return rule
}

func (n *schemaNode) addText(k *schema.Keywords, options Options) {
	rule := textRule{max: -1}
	if n.text != nil {
		rule = *n.text
	}
	before := len(rule.checks)
	if t := k.String; t != nil {
		rule.min, rule.max = max(rule.min, t.MinLength), tighterLimit(rule.max, t.MaxLength)
		if t.Pattern != nil {
			if isClass := oneClass(t.Pattern.Source); isClass != nil {
				rule.checks = append(rule.checks, isClass)
			} else {
				rule.patterns = append(rule.patterns, t.Pattern)
			}
		}
	}
	if check := formatCheck(k.Format); options.AssertFormats && check != nil {
		rule.checks = append(rule.checks, check)
	}
	if k.String != nil || len(rule.checks) > before {
		n.text = &rule
	}
}

// tighterLimit returns the smaller of two limits. A negative limit means none.
func tighterLimit(a, b int) int {
	if a < 0 || b >= 0 && b < a {
		return b
	}
	return a
}

func (n *schemaNode) addNumber(k *schema.Keywords, options Options) {
	if k.Number != nil {
		n.numbers = append(n.numbers, numberRule{keywords: k.Number})
	}
	if rule, ok := integerFormats[k.Format]; ok && options.AssertFormats {
		n.numbers = append(n.numbers, rule)
		n.types &^= schema.Fraction
	}
}

// addArray adds the rule for arrays of all keywords.
func (c *Compiler) addArray(n *schemaNode, all []*schema.Keywords) {
	rule := arrayRule{max: -1}
	var arrays []*schema.ArrayKeywords
	prefix := 0
	for _, k := range all {
		if a := k.Array; a != nil {
			arrays = append(arrays, a)
			rule.min, rule.max = max(rule.min, a.MinItems), tighterLimit(rule.max, a.MaxItems)
			rule.unique = rule.unique || a.UniqueItems
			prefix = max(prefix, len(a.PrefixItems))
		}
	}
	if arrays == nil {
		return
	}
	for i := range prefix {
		rule.prefix = append(rule.prefix, c.itemOf(arrays, i))
	}
	rule.items = c.itemOf(arrays, prefix)
	n.array = &rule
}

// itemOf returns the node of the item at an index.
func (c *Compiler) itemOf(arrays []*schema.ArrayKeywords, i int) *schemaNode {
	var schemas []*schema.Schema
	for _, a := range arrays {
		if i < len(a.PrefixItems) {
			schemas = append(schemas, a.PrefixItems[i])
		} else {
			schemas = append(schemas, a.Items)
		}
	}
	return c.nodeOf(schemas...)
}
