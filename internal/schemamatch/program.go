// Package schemamatch recognizes JSON bodies that conform to a schema, in one pass over the bytes,
// without a tree and without garbage. Its only results are "conforms" and "undecided": an undecided
// body goes to the slow path, which alone finds errors. Tests ensure that schemaerror accepts what
// the matcher accepts.
//
// The matcher is strict about JSON (RFC 8259): it accepts no duplicate names, invalid UTF-8, lone
// surrogates or trailing data.
package schemamatch

import (
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
)

// Options set what is matched.
type Options struct {
	// AssertFormats asserts the formats of package stringformat. If false, formats are annotations.
	AssertFormats bool
}

// A Compiler compiles programs that one [Matcher] can run. Each schema is lowered to a node once,
// when a body first reaches it. A Compiler is safe for concurrent use.
type Compiler struct {
	options   Options
	anything  *schemaNode // for any JSON value
	undecided *schemaNode // leaves every value undecided

	mu        sync.Mutex // guards the fields below, and the lowering of nodes
	nodes     map[conjunction]*schemaNode
	writeOnly map[*schema.Schema]bool // whether a schema may contain a writeOnly member
	hints     int                     // number of hints that the object rules use so far
}

// NewCompiler returns a Compiler.
func NewCompiler(options Options) *Compiler {
	c := &Compiler{options: options, nodes: make(map[conjunction]*schemaNode), writeOnly: make(map[*schema.Schema]bool)}
	n := &schemaNode{compiler: c, valueRules: valueRules{types: schema.AnyType, possible: schema.AnyType}}
	n.object = &objectRule{max: -1, additional: n}
	n.array = &arrayRule{max: -1, items: n}
	n.publishRules()
	c.anything, c.hints = n, 1
	c.undecided = &schemaNode{compiler: c, valueRules: n.valueRules}
	c.undecided.undecided = true
	c.undecided.publishRules()
	return c
}

// A Program recognizes the bodies of one schema. It is safe for concurrent use.
type Program struct{ root *schemaNode }

// maxCaptures is the maximum number of captures of a program.
const maxCaptures = 4

// Compile returns the program of a schema; nil allows any JSON. A capture is a path of member names
// from the body down. If there is a string at the path, [Matcher.CapturedText] returns it by the
// capture's number; any other value there is undecided. A nil path captures nothing.
func (c *Compiler) Compile(s *schema.Schema, captures ...[]string) *Program {
	c.mu.Lock()
	defer c.mu.Unlock()
	root := c.nodeOf(s)
	for i, path := range captures[:min(len(captures), maxCaptures)] {
		if path != nil {
			root = c.withCapture(root, path, int8(i+1))
		}
	}
	return &Program{root}
}

// Close leaves a body undecided if an object at one of the paths has a member that the schemas do
// not declare. A path consists of member names from the body down; the empty path is the body
// itself. Call Close before the program is used.
func (c *Compiler) Close(p *Program, paths ...[]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, path := range paths {
		p.root = c.close(p.root, path)
	}
}

// Decides reports false if every body is undecided.
func (p *Program) Decides() bool {
	p.root.lowerOnce()
	return !p.root.undecided
}

// maxConjuncts is the maximum number of schemas that allOf, references and properties with one name
// combine for one value.
const maxConjuncts = 8

// A conjunction is a set of schemas that must all hold for one value.
type conjunction [maxConjuncts]*schema.Schema

// nodeOf returns the node for the schemas that must all hold; nil is a schema that allows anything.
// The compiler's mutex must be held.
func (c *Compiler) nodeOf(schemas ...*schema.Schema) *schemaNode {
	var all conjunction
	size := 0
	for _, s := range schemas {
		if s == nil || slices.Contains(all[:size], s) {
			continue
		}
		if size == maxConjuncts {
			return c.undecided
		}
		all[size] = s
		size++
	}
	if size == 0 {
		return c.anything
	}
	n := c.nodes[all]
	if n == nil {
		n = &schemaNode{compiler: c, schemas: all}
		c.nodes[all] = n
	}
	return n
}
