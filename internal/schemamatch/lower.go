package schemamatch

import (
	"encoding/json"

	"github.com/apicontract/apicontract/internal/schema"
)

// lower makes the rules of a node that is reached for the first time.
func (n *node) lower() {
	if n.state.Load() != notLowered {
		return
	}
	n.compiler.mu.Lock()
	defer n.compiler.mu.Unlock()
	n.compiler.lower(n)
}

// lower is node.lower under the mutex.
func (c *Compiler) lower(n *node) {
	if n.state.Load() == notLowered {
		c.fill(n)
		n.publish()
	}
}

// publish makes the rules visible to matchers.
func (n *node) publish() {
	if n.undecided || n.choices != nil {
		n.state.Store(lowered)
	} else {
		n.state.Store(scalar)
	}
}

func (c *Compiler) fill(n *node) {
	all, ok := n.schemas.conjuncts()
	if !ok {
		n.undecided = true
		return
	}
	n.types = schema.AnyType
	n.array, n.object = c.anything.array, c.anything.object
	n.acceptNull = n.schemas[1] == nil && n.schemas[0].Keywords().AcceptNull
	for _, k := range all {
		n.types &= decidedTypes(k)
		n.enum = n.enum.and(k.Enum).and(k.Const)
		n.addText(k, c.options)
		n.addNumber(k, c.options)
		c.addChoices(n, k)
	}
	if n.enum != nil {
		n.types &^= schema.Array | schema.Object // such values of an enum are undecided
	}
	c.addArray(n, all)
	c.addObject(n, all)
	partly := n.types&schema.Number != schema.Number && n.types&schema.Number != 0
	n.choiceOnly = n.choices != nil && n.enum == nil && n.text == nil && n.numbers == nil && !partly &&
		n.array == c.anything.array && n.object == c.anything.object
}

// conjuncts returns the keywords of all schemas that must hold for the value; false
// if one of them leaves every value undecided.
func (c *conjunction) conjuncts() ([]*schema.Keywords, bool) {
	var all conjuncts
	for _, s := range c {
		if s != nil && !all.add(s) {
			return nil, false
		}
	}
	return all.keywords, true
}

// conjunctsOf returns the keywords of a schema and of those that must hold with it, as
// far as they can be followed.
func conjunctsOf(s *schema.Schema) []*schema.Keywords {
	var all conjuncts
	all.add(s)
	return all.keywords
}

// conjuncts collects the keywords of schemas that must hold for one value, each once.
type conjuncts struct {
	keywords []*schema.Keywords
	seen     map[*schema.Schema]bool
}

// maxKeywords bounds the schemas that are followed for one value.
const maxKeywords = 100

// add adds a schema and those that must hold with it. It reports false if one of them
// leaves every value undecided.
func (c *conjuncts) add(s *schema.Schema) bool {
	if c.seen[s] {
		return true
	}
	if c.seen == nil {
		c.seen = make(map[*schema.Schema]bool)
	}
	c.seen[s] = true
	k := s.Keywords()
	if k.Loops || len(c.keywords) == maxKeywords {
		return false
	}
	c.keywords = append(c.keywords, k)
	ok := !isUndecided(k) && (k.Ref == nil || c.add(k.Ref))
	for _, other := range k.AllOf {
		ok = c.add(other) && ok
	}
	return ok
}

// isUndecided reports whether keywords leave every value undecided.
func isUndecided(k *schema.Keywords) bool {
	return k.WriteOnly || k.DynamicRef != nil || k.Not != nil || k.If != nil && (k.Then != nil || k.Else != nil)
}

// decidedTypes are the types of the values that keywords allow and can be decided.
func decidedTypes(k *schema.Keywords) schema.Types {
	types := k.Types
	if k.False {
		return 0
	}
	for _, u := range k.Unusable {
		types &^= u.Types
	}
	if a := k.Array; a != nil && (a.Contains != nil || a.UnevaluatedItems != nil) {
		types &^= schema.Array
	}
	if o := k.Object; o != nil && (o.UnevaluatedProperties != nil || len(o.DependentSchemas) > 0) {
		types &^= schema.Object
	}
	return types
}

// and returns the rule for the values that other lists, too. A nil rule allows any
// value.
func (e *enumRule) and(other *schema.Enum) *enumRule {
	if other == nil {
		return e
	}
	rule := &enumRule{}
	var texts []string
	for _, value := range other.Values {
		switch v := value.(type) {
		case nil:
			rule.null = e == nil || e.null
		case bool:
			rule.True = rule.True || v && (e == nil || e.True)
			rule.False = rule.False || !v && (e == nil || e.False)
		case string:
			if e == nil || e.strings.has([]byte(v)) {
				texts = append(texts, v)
			}
		case json.Number:
			if d, ok := schema.ParseDecimal(v.String()); ok && (e == nil || e.hasNumber(d)) {
				rule.numbers = append(rule.numbers, d)
			}
		}
	}
	rule.strings = newStringSet(texts)
	return rule
}

func (n *node) addText(k *schema.Keywords, options Options) {
	rule := textRule{max: -1}
	if n.text != nil {
		rule = *n.text
	}
	before := len(rule.checks)
	if t := k.String; t != nil {
		rule.min, rule.max = max(rule.min, t.MinLength), tighter(rule.max, t.MaxLength)
		if t.Pattern != nil {
			rule.checks = append(rule.checks, patternCheck(t.Pattern))
		}
	}
	if check := formatCheck(k.Format); options.AssertFormats && check != nil {
		rule.checks = append(rule.checks, check)
	}
	if k.String != nil || len(rule.checks) > before {
		n.text = &rule
	}
}

// tighter returns the smaller of two limits, of which negative ones are none.
func tighter(a, b int) int {
	if a < 0 || b >= 0 && b < a {
		return b
	}
	return a
}

func (n *node) addNumber(k *schema.Keywords, options Options) {
	if k.Number != nil {
		n.numbers = append(n.numbers, numberRule{keywords: k.Number})
	}
	if rule, ok := integerFormats[k.Format]; ok && options.AssertFormats {
		n.numbers = append(n.numbers, rule)
		n.types &^= schema.Fraction
	}
}

// addArray makes the rule for arrays of all keywords.
func (c *Compiler) addArray(n *node, all []*schema.Keywords) {
	rule := arrayRule{max: -1}
	var arrays []*schema.ArrayKeywords
	prefix := 0
	for _, k := range all {
		if a := k.Array; a != nil {
			arrays = append(arrays, a)
			rule.min, rule.max = max(rule.min, a.MinItems), tighter(rule.max, a.MaxItems)
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
func (c *Compiler) itemOf(arrays []*schema.ArrayKeywords, i int) *node {
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
