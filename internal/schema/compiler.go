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
	// LenientNullable lets `nullable: true` allow null also where OpenAPI gives it
	// no effect.
	LenientNullable bool
	// Resources are further JSON Schema resources by URI, to which references
	// may lead.
	Resources map[string]*spec.Node
}

// A Compiler compiles the schemas of one document. It is safe for concurrent use.
type Compiler struct {
	doc     *spec.Document
	options Options
	is30    bool

	// dynamic and oneWay are set once a schema with $dynamicRef, or with
	// readOnly or writeOnly, is compiled.
	dynamic, readWriteOnly atomic.Bool

	mu        sync.Mutex // guards what follows
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

// Schema returns the schema at n, which is a Schema Object, a reference to one or
// a boolean. A nil node allows anything. What cannot be used is a problem, and a
// schema that leaves every value unchecked.
func (c *Compiler) Schema(n *spec.Node) *Schema {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.schemaAt(n)
}

// UsesDynamicRef reports whether a schema that was compiled so far depends on the
// schemas through which it is reached.
func (c *Compiler) UsesDynamicRef() bool { return c.dynamic.Load() }

// UsesReadWriteOnly reports whether a schema that was compiled so far has readOnly
// or writeOnly.
func (c *Compiler) UsesReadWriteOnly() bool { return c.readWriteOnly.Load() }

// Compiler returns the compiler that made s.
func (s *Schema) Compiler() *Compiler { return s.compiler }

// schemaAt is Schema under the mutex.
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

// maxReferences bounds a chain of references.
const maxReferences = 100

// referenceTarget follows n as long as it is a plain reference, which has no meaning of its
// own, and returns the schema at its end.
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

// schemaOf returns the schema of a node that is no plain reference.
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

// compileKeywords makes the keywords of a schema, and of those that apply to the same
// values.
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

// draftKeywords returns the keywords of a schema before loops are known.
func (c *Compiler) draftKeywords(s *Schema) *Keywords {
	if s.draft == nil {
		s.draft = c.translateNode(s.node)
	}
	return s.draft
}
