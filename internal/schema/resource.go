package schema

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Resource is a schema with a URI of its own (`$id`), or a file, with everything below it that is
// not part of another resource.
type Resource struct {
	root    *spec.Node
	uri     *url.URL // nil for a file without $id
	asserts bool     // false if its dialect has no validation keywords
	formats bool     // false if its dialect has no `format`

	anchors map[string]*spec.Node
	dynamic map[string]*Schema // by $dynamicAnchor
}

// schemaResources holds the resources found so far.
type schemaResources struct {
	byRoot     map[*spec.Node]*Resource
	byURI      map[string]*Resource
	hasIDs     map[*spec.Node]bool // by the root of the file
	configured map[*spec.Node]string
	indexed    map[*spec.Node]bool // files whose anchors are known
}

func (r *schemaResources) init(given map[string]*spec.Node) {
	r.byRoot, r.byURI = make(map[*spec.Node]*Resource), make(map[string]*Resource)
	r.hasIDs, r.configured, r.indexed = make(map[*spec.Node]bool), make(map[*spec.Node]string), make(map[*spec.Node]bool)
	for uri, root := range given {
		r.configured[root] = uri
	}
}

// ownID returns the `$id` of a schema that is a resource, else an empty text.
func ownID(n *spec.Node) string {
	id, ok := n.Member("$id").AsString()
	if !ok || strings.HasPrefix(id, "#") {
		return ""
	}
	return id
}

func rootOf(n *spec.Node) *spec.Node {
	for n.Parent() != nil {
		n = n.Parent()
	}
	return n
}

// resourceOf returns the resource that a node belongs to.
func (c *Compiler) resourceOf(n *spec.Node) *Resource {
	root := rootOf(n)
	if c.mayHaveIDs(root) {
		for ; n != root && ownID(n) == ""; n = n.Parent() {
		}
		root = n
	}
	r := c.byRoot[root]
	if r == nil {
		r = c.newResource(root)
	}
	return r
}

// mayHaveIDs reports whether the text of a file contains $id.
func (c *Compiler) mayHaveIDs(root *spec.Node) bool {
	has, known := c.hasIDs[root]
	if !known {
		text, err := c.doc.FileText(root.Location().File)
		has = c.configured[root] != "" || err != nil || bytes.Contains(text, []byte("$id"))
		c.hasIDs[root] = has
	}
	return has
}

func (c *Compiler) newResource(root *spec.Node) *Resource {
	r := &Resource{root: root, asserts: true, formats: true}
	c.byRoot[root] = r
	id := ownID(root)
	switch {
	case root.Parent() != nil:
		parent := c.resourceOf(root.Parent())
		r.asserts, r.formats = parent.asserts, parent.formats
		r.uri = resolveURI(c.baseOf(parent), id)
	case c.configured[root] != "":
		given, _ := url.Parse(c.configured[root])
		r.uri = resolveURI(given, id)
	case id != "":
		r.uri = resolveURI(c.fileURI(root), id)
	}
	if meta := c.options.Resources[strings.TrimSuffix(root.Member("$schema").Text(), "#")]; meta != nil {
		r.setDialect(meta.Member("$vocabulary"))
	}
	if r.uri != nil {
		c.byURI[withoutFragment(r.uri)] = r
	}
	if c.dynamic.Load() {
		c.indexFile(rootOf(root))
	}
	return r
}

// setDialect reads the vocabularies of a meta-schema. The values of `$vocabulary` do not matter:
// they are for implementations that do not know a vocabulary.
func (r *Resource) setDialect(vocabularies *spec.Node) {
	if vocabularies == nil {
		return
	}
	has := func(name string) bool {
		return vocabularies.Member("https://json-schema.org/draft/2020-12/vocab/"+name) != nil
	}
	r.asserts = has("validation")
	r.formats = has("format-annotation") || has("format-assertion")
}

// fileScheme is the URI scheme of files without `$id`.
const fileScheme = "file"

func (c *Compiler) fileURI(root *spec.Node) *url.URL {
	return &url.URL{Scheme: fileScheme, Path: "/" + root.Location().File}
}

// baseOf returns the URI that references in a resource are relative to.
func (c *Compiler) baseOf(r *Resource) *url.URL {
	if r.uri != nil {
		return r.uri
	}
	return c.fileURI(r.root)
}

func resolveURI(base *url.URL, ref string) *url.URL {
	u, err := url.Parse(ref)
	if err != nil || ref == "" {
		return base
	}
	return base.ResolveReference(u)
}

func withoutFragment(u *url.URL) string {
	whole, _, _ := strings.Cut(u.String(), "#")
	return whole
}

// resourceAt returns the resource that a reference refers to, nil if no resource has that URI.
func (c *Compiler) resourceAt(base *Resource, u *url.URL) *Resource {
	if len(c.configured) == 0 && !c.mayHaveIDs(rootOf(base.root)) && !c.mayHaveIDs(c.doc.Root()) {
		return nil
	}
	c.indexAll()
	key := withoutFragment(c.baseOf(base).ResolveReference(u))
	if r := c.byURI[key]; r != nil {
		return r
	}
	if root := c.options.Resources[key]; root != nil {
		return c.resourceOf(root)
	}
	return nil
}

// indexAll finds the resources and anchors of all files read so far.
func (c *Compiler) indexAll() {
	c.indexFile(c.doc.Root())
	for root := range c.configured {
		c.indexFile(root)
	}
	for root := range c.hasIDs {
		c.indexFile(root)
	}
}

// indexResource finds the anchors of a resource.
func (c *Compiler) indexResource(r *Resource) { c.indexFile(rootOf(r.root)) }

func (c *Compiler) indexFile(root *spec.Node) {
	if c.indexed[root] {
		return
	}
	c.indexed[root] = true
	if c.configured[root] != "" {
		c.indexSchema(root)
		return
	}
	c.indexAny(root)
}

// indexAny looks for schemas in a value that is not a schema: an OpenAPI Object, or a file of any
// structure.
func (c *Compiler) indexAny(n *spec.Node) {
	c.registerSchema(n)
	for child := range n.All() {
		switch name := child.Name(); {
		case isSample[name], strings.HasPrefix(name, "x-"):
		case name == "schema" && child.Is(spec.Object):
			c.indexSchema(child)
		case name == "schemas" && child.Is(spec.Object):
			for s := range child.All() {
				c.indexSchema(s)
			}
		default:
			c.indexAny(child)
		}
	}
}

// isSample lists the members that hold values, not schemas.
var isSample = map[string]bool{"enum": true, "const": true, "default": true, "example": true, "examples": true}

// indexSchema looks for schemas below a schema.
func (c *Compiler) indexSchema(n *spec.Node) {
	c.registerSchema(n)
	for name, child := range n.Members() {
		switch name {
		case "additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames",
			"unevaluatedItems", "unevaluatedProperties", "contentSchema":
			c.indexSchema(child)
		case "allOf", "anyOf", "oneOf", "prefixItems":
			for _, item := range child.Items() {
				c.indexSchema(item)
			}
		case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions":
			for _, member := range child.Members() {
				c.indexSchema(member)
			}
		}
	}
}

// registerSchema registers a schema under its identifiers.
func (c *Compiler) registerSchema(n *spec.Node) {
	if !n.Is(spec.Object) {
		return
	}
	anchor, dynamic := n.Member("$anchor").Text(), n.Member("$dynamicAnchor").Text()
	if ownID(n) == "" && anchor == "" && dynamic == "" {
		return
	}
	r := c.resourceOf(n)
	if r.anchors == nil {
		r.anchors, r.dynamic = make(map[string]*spec.Node), make(map[string]*Schema)
	}
	if anchor != "" {
		r.anchors[anchor] = n
	}
	if dynamic != "" {
		r.anchors[dynamic] = n
		r.dynamic[dynamic] = c.schemaAt(n)
	}
}
