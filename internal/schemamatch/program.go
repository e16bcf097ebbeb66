// Package schemamatch recognizes JSON bodies that conform to a schema, in one pass
// over the bytes, without a tree and without garbage. Its only answers are "conforms"
// and "undecided": an undecided body goes to the slow path, which alone finds errors.
// The law that tests hold: what the matcher accepts, schemaerror accepts.
//
// The matcher is strict about JSON (RFC 8259): it accepts no duplicate names, invalid
// UTF-8, lone surrogates or trailing data.
package schemamatch

import (
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/schema"
)

// Options change what is matched.
type Options struct {
	// AssertFormats asserts the formats of package stringformat. Without it
	// formats are annotations.
	AssertFormats bool
}

// A Compiler makes programs that one [Matcher] can run. Schemas are lowered to nodes
// when a body first reaches them, each once. A Compiler is safe for concurrent use.
type Compiler struct {
	options   Options
	anything  *schemaNode // of any JSON value
	undecided *schemaNode // of which no value is decided

	mu        sync.Mutex // guards what follows, and the lowering of nodes
	nodes     map[conjunction]*schemaNode
	writeOnly map[*schema.Schema]bool // whether a writeOnly member may be inside
	hints     int                     // that the object rules use so far
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

// maxCaptures bounds the captures of a program.
const maxCaptures = 4

// Compile returns the program of a schema; nil allows any JSON. Each capture is a path
// of member names from the body down. If a string is there, [Matcher.CapturedText] returns it
// by the capture's number; any other value there is undecided. A nil path captures
// nothing.
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

// Close makes every body undecided that has a member which the schemas do not name, in
// the objects at the paths. A path is one of member names from the body down; the empty
// one is the body itself. Call it before the program is in use.
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

// maxConjuncts bounds the schemas that allOf, references and properties of one name
// put together for one value.
const maxConjuncts = 8

// A conjunction is a set of schemas that must all hold for one value.
type conjunction [maxConjuncts]*schema.Schema

// nodeOf returns the node of the schemas that must all hold; nil is a schema that
// allows anything. The compiler is locked.
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
