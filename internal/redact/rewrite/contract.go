package rewrite

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/stringformat"
)

// A Contract is what a document says of values that may be secret. The zero value says nothing.
type Contract struct {
	keys     []string            // the parameters of security schemes
	segments map[string]bool     // the literal segments of paths
	listed   map[string][]string // the values of enums, by the names of their members
	all      map[string]bool     // all of these values
	rules    []valueRule
}

// A valueRule is a pattern or a format of a member whose name is that of a secret: tokens of
// values that keep to it keep to it, too.
type valueRule struct {
	holds  func(value string) bool
	prefix string // that every value has which keeps to it
}

// NewContract collects what a document says of values of these names.
func NewContract(doc *spec.Document, names Names) Contract {
	c := Contract{segments: make(map[string]bool), listed: make(map[string][]string), all: make(map[string]bool)}
	for _, scheme := range doc.SecuritySchemes() {
		if scheme.Parameter != "" {
			c.keys = append(c.keys, scheme.Parameter)
		}
	}
	for _, op := range doc.Operations() {
		for segment := range strings.SplitSeq(op.PathTemplate, "/") {
			c.segments[segment] = true
		}
	}
	names.contract = c
	w := contractWalker{doc: doc, names: &names, contract: &c, seen: make(map[string]bool)}
	for _, root := range doc.FileRoots() {
		w.walk(root)
	}
	return c
}

// A contractWalker goes through a document.
type contractWalker struct {
	doc      *spec.Document
	names    *Names
	contract *Contract
	seen     map[string]bool // rules that the contract has
	left     int             // schemas that are still looked at for the current value
}

// walk looks at the properties and parameters below a node.
func (w *contractWalker) walk(n *spec.Node) {
	if properties := n.Member("properties"); properties.Is(spec.Object) {
		for name, schema := range properties.Members() {
			w.value(name, schema)
		}
	}
	if name, ok := n.Member("name").AsString(); ok && n.Member("in").Is(spec.String) {
		w.value(name, n.Member("schema"))
	}
	for child := range n.All() {
		w.walk(child)
	}
}

// maxSchemas is how many schemas are looked at for one value.
const maxSchemas = 100

// value keeps what a schema says of a value.
func (w *contractWalker) value(name string, schema *spec.Node) {
	w.left = maxSchemas
	w.schema(name, schema)
}

// schema keeps what a schema, and those that it consists of, say of a value.
func (w *contractWalker) schema(name string, n *spec.Node) {
	if n = w.doc.Follow(n); !n.Is(spec.Object) || w.left == 0 {
		return
	}
	w.left--
	values := n.Member("enum").Strings()
	if value, ok := n.Member("const").AsString(); ok {
		values = append(values, value)
	}
	if len(values) > 0 {
		w.contract.listed[name] = append(w.contract.listed[name], values...)
		for _, value := range values {
			w.contract.all[value] = true
		}
	}
	if w.names.find(InBody, name) != "" || w.names.find(InQuery, name) != "" {
		w.rule("pattern "+n.Member("pattern").Text(), patternRule)
		w.rule("format "+n.Member("format").Text(), formatRule)
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		for _, part := range n.Member(keyword).Items() {
			w.schema(name, part)
		}
	}
	w.schema(name, n.Member("items"))
}

// rule adds a rule for the text of a keyword, unless there is none or it is known.
func (w *contractWalker) rule(key string, create func(text string) (valueRule, bool)) {
	_, text, _ := strings.Cut(key, " ")
	if text == "" || w.seen[key] {
		return
	}
	w.seen[key] = true
	if rule, ok := create(text); ok {
		w.contract.rules = append(w.contract.rules, rule)
	}
}

func patternRule(pattern string) (valueRule, bool) {
	compiled := ecmaregexp.CompileLenient(pattern)
	return valueRule{compiled.MatchString, literalPrefix(pattern)}, true
}

func formatRule(format string) (valueRule, bool) {
	_, known := stringformat.CheckText(format, "")
	return valueRule{func(value string) bool {
		problem, _ := stringformat.CheckText(format, value)
		return problem == ""
	}, ""}, known
}

// literalPrefix returns the characters that every value has which matches a pattern from its
// start on.
func literalPrefix(pattern string) string {
	rest, ok := strings.CutPrefix(pattern, "^")
	if !ok || strings.Contains(rest, "|") {
		return ""
	}
	end := 0
	for end < len(rest) && (isLetter(rest[end]) || isDigit(rest[end]) || rest[end] == '_' || rest[end] == '-') {
		end++
	}
	if end < len(rest) && strings.IndexByte("?*{", rest[end]) >= 0 {
		end-- // the last character is optional
	}
	return rest[:max(end, 0)]
}

// listsAnywhere reports whether the contract lists a value under any name.
func (c *Contract) listsAnywhere(value string) bool {
	return c.segments[value] || c.all[value]
}

// lists reports whether the contract lists a value among those that a member may have: it is
// public, and another one would be a violation.
func (c *Contract) lists(name, value string) bool { return slices.Contains(c.listed[name], value) }

// keepsRules reports whether a token keeps to the rules that its value keeps to.
func (c *Contract) keepsRules(value, token string) bool {
	return !slices.ContainsFunc(c.rules, func(r valueRule) bool { return r.holds(value) && !r.holds(token) })
}

// prefixOf returns the longest prefix that a rule asks for of a value.
func (c *Contract) prefixOf(value string) (prefix string) {
	for _, r := range c.rules {
		if len(r.prefix) > len(prefix) && strings.HasPrefix(value, r.prefix) {
			prefix = r.prefix
		}
	}
	return prefix
}
