package schema

import (
	"sync"
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/spec"
)

// Options change how schemas are compiled.
type Options struct {
	// CompilePattern compiles a regular expression of ECMA-262.
	CompilePattern func(source string) (PatternMatcher, error)
	// LenientNullable makes `nullable: true` allow null even where OpenAPI gives it no effect.
	LenientNullable bool
	// Resources are additional JSON Schema resources by URI, which references may refer to.
	Resources map[string]*spec.Node
}

// A Compiler compiles the schemas of one document. It is safe for concurrent use.
type Compiler struct {
	doc     *spec.Document
	options Options
	is30    bool

	// dynamic is set once a schema with $dynamicRef is compiled, readWriteOnly once one with
	// readOnly or writeOnly is.
	dynamic, readWriteOnly atomic.Bool

	mu        sync.Mutex // guards the fields below
	schemas   map[*spec.Node]*Schema
	patterns  map[string]compiledPattern
	problems  []spec.Problem
	reported  map[problemKey]bool
	anySchema *Schema
	schemaResources
}

// NewCompiler returns the compiler of a document's schemas.
func NewCompiler(doc *spec.Document, options Options) *Compiler {
	c := &Compiler{
		doc: doc, options: options, is30: doc.Is30(),
		schemas:  make(map[*spec.Node]*Schema),
		patterns: make(map[string]compiledPattern),
		reported: make(map[problemKey]bool),
	}
	c.anySchema = &Schema{compiler: c, draft: &Keywords{Types: AnyType}}
	c.init(options.Resources)
	if !c.is30 {
		c.checkDialect(doc.Root().Member("jsonSchemaDialect"))
	}
	return c
}

// Schema returns the schema at n, which is a Schema Object, a reference to one or a boolean. A nil
// node allows anything. A node that is none of these is a problem; its schema leaves every value
// unchecked.
func (c *Compiler) Schema(n *spec.Node) *Schema {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.schemaAt(n)
}

// UsesDynamicRef reports whether one of the schemas compiled so far has $dynamicRef, whose target
// depends on the schemas that lead to it.
func (c *Compiler) UsesDynamicRef() bool { return c.dynamic.Load() }

// UsesReadWriteOnly reports whether one of the schemas compiled so far has readOnly or writeOnly.
func (c *Compiler) UsesReadWriteOnly() bool { return c.readWriteOnly.Load() }

// Compiler returns the compiler that made s.
func (s *Schema) Compiler() *Compiler { return s.compiler }

// schemaAt returns the schema at n. The mutex must be held.
func (c *Compiler) schemaAt(n *spec.Node) *Schema {
	if n == nil {
		return c.anySchema
	}
	if s := c.schemas[n]; s != nil {
		return s
	}
	s := c.referenceTarget(n)
	c.schemas[n] = s
	return s
}

// maxReferences is the maximum length of a chain of references.
const maxReferences = 100

// referenceTarget follows n as long as it is a plain reference, and returns the schema at the end.
// A plain reference has no keywords of its own.
func (c *Compiler) referenceTarget(n *spec.Node) *Schema {
	at := n
	for range maxReferences {
		if !c.isOnlyReference(at) {
			return c.schemaOf(at)
		}
		next, err := c.resolveReference(at.Member("$ref"))
		if err != nil {
			return c.unusableSchema(at, "$ref", BadReference)
		}
		if s := c.schemas[next]; s != nil {
			return s
		}
		at = next
	}
	c.addProblem(RuleRecursion, n.Member("$ref"), "the chain of references does not end",
		"Let one of the references lead to a schema.")
	return c.unusableSchema(n, "$ref", BadReference)
}

// schemaOf returns the schema of a node that is not a plain reference.
func (c *Compiler) schemaOf(n *spec.Node) *Schema {
	s := c.schemas[n]
	if s == nil {
		s = &Schema{compiler: c, node: n}
		c.schemas[n] = s
	}
	return s
}

// unusableSchema returns a schema that leaves every value unchecked.
func (c *Compiler) unusableSchema(n *spec.Node, keyword string, reason UnusableReason) *Schema {
	return &Schema{compiler: c, node: n, draft: &Keywords{Types: AnyType, Unusable: []Unusable{{keyword, reason, AnyType}}}}
}

// compileKeywords compiles the keywords of a schema, and of those that apply to the same values.
func (c *Compiler) compileKeywords(s *Schema) *Keywords {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.draftKeywords(s)
	if k.InPlace {
		c.findLoop(s, k)
	}
	s.keywords.Store(k)
	return k
}

// draftKeywords returns the keywords of a schema before loops are detected.
func (c *Compiler) draftKeywords(s *Schema) *Keywords {
	if s.draft == nil {
		s.draft = c.translateNode(s.node)
	}
	return s.draft
}
