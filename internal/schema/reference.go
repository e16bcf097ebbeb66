package schema

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// isOnlyReference reports whether n only refers to another schema.
func (c *Compiler) isOnlyReference(n *spec.Node) bool {
	if !n.Member("$ref").Is(spec.String) {
		return false
	}
	if c.is30 {
		return !n.Member("nullable").IsTrue() // other keywords beside $ref are ignored
	}
	if c.mayHaveIDs(rootOf(n)) {
		return false // its meaning may depend on its resource
	}
	for name := range n.Members() {
		switch name {
		case "$ref", "description", "summary", "title", "example", "examples", "deprecated", "$comment", "default", "$defs":
		default:
			if !strings.HasPrefix(name, "x-") {
				return false
			}
		}
	}
	return true
}

// resolveReference returns the target of a reference. A reference without a target is a problem.
func (c *Compiler) resolveReference(ref *spec.Node) (*spec.Node, error) {
	target, err := c.findTarget(ref)
	if err == nil && isNoSchema(target) {
		err = ref.Errorf("the reference %q does not lead to a schema", ref.Text())
	}
	if err != nil {
		c.addProblem(RuleReference, ref, messageOf(err), fixOf(err))
		return nil, err
	}
	return target, nil
}

// isNoSchema reports whether a node is surely not a schema: the OpenAPI Object, another object of
// OpenAPI, or a component of another kind.
func isNoSchema(n *spec.Node) bool {
	parent := n.Parent()
	switch {
	case parent == nil:
		return isOpenAPI(n)
	case isOpenAPI(parent):
		return slices.Contains(rootObjects, n.Name())
	case parent.Name() == "components" && isOpenAPI(parent.Parent()):
		return !strings.HasPrefix(n.Name(), "x-")
	}
	kinds := parent.Parent()
	return kinds.Name() == "components" && isOpenAPI(kinds.Parent()) && slices.Contains(otherComponents, parent.Name())
}

var (
	rootObjects     = []string{"info", "servers", "paths", "components", "webhooks", "security", "tags", "externalDocs"}
	otherComponents = []string{"responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links", "callbacks", "pathItems", "mediaTypes"}
)

func isOpenAPI(n *spec.Node) bool {
	return n != nil && n.Parent() == nil && n.Member("openapi") != nil
}

// messageOf returns the text of an error without its position, because problems have one.
func messageOf(err error) string {
	if e, ok := errors.AsType[*spec.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

func fixOf(err error) string {
	switch {
	case errors.Is(err, spec.ErrNetwork):
		return "Download the file and refer to the copy. Until then, values of the schema are not checked."
	case errors.Is(err, spec.ErrOutside):
		return "Open the document from a folder that holds both files. Until then, values of the schema are not checked."
	}
	return "Correct the reference. Until then, values of the schema are not checked."
}

// findTarget finds the target of a reference.
func (c *Compiler) findTarget(ref *spec.Node) (*spec.Node, error) {
	text := ref.Text()
	if c.is30 {
		return c.doc.ResolveReference(ref, text)
	}
	base := c.resourceOf(ref.Parent())
	fragment := strings.HasPrefix(text, "#") // the usual case
	if fragment && base.uri == nil && (text == "#" || strings.HasPrefix(text, "#/")) {
		return c.doc.ResolveReference(ref, text)
	}
	u, err := url.Parse(text)
	if err != nil {
		return c.doc.ResolveReference(ref, text)
	}
	resource := base
	if !fragment {
		if resource = c.resourceAt(base, u); resource == nil {
			return c.followFile(ref, base, u)
		}
	}
	if target := c.nodeInResource(resource, u.Fragment); target != nil {
		return target, nil
	}
	return nil, ref.Errorf("the reference %q leads nowhere", text)
}

// followFile follows a reference to a file of the document.
func (c *Compiler) followFile(ref *spec.Node, base *Resource, u *url.URL) (*spec.Node, error) {
	if base.uri != nil {
		u = base.uri.ResolveReference(u)
	}
	if u.Scheme == fileScheme && base.uri != nil {
		root := c.doc.NodeAt(spec.Location{File: strings.TrimPrefix(u.Path, "/")})
		if root == nil {
			return nil, ref.Errorf("the reference %q leads nowhere", ref.Text())
		}
		return c.nodeInFile(ref, root, u.Fragment)
	}
	whole := *u
	whole.Fragment, whole.RawFragment = "", ""
	if u.Fragment == "" || strings.HasPrefix(u.Fragment, "/") {
		return c.doc.ResolveReference(ref, u.String())
	}
	root, err := c.doc.ResolveReference(ref, whole.String())
	if err != nil {
		return nil, err
	}
	return c.nodeInFile(ref, root, u.Fragment)
}

func (c *Compiler) nodeInFile(ref, root *spec.Node, fragment string) (*spec.Node, error) {
	if target := c.nodeInResource(c.resourceOf(root), fragment); target != nil {
		return target, nil
	}
	return nil, ref.Errorf("the reference %q leads nowhere", ref.Text())
}

// nodeInResource returns the target of a URI's fragment in a resource: a JSON Pointer or an anchor;
// nil if there is none.
func (c *Compiler) nodeInResource(r *Resource, fragment string) *spec.Node {
	if fragment == "" || strings.HasPrefix(fragment, "/") {
		return r.root.At(spec.SplitPointer(fragment)...)
	}
	c.indexResource(r)
	return r.anchors[fragment]
}

// A DynamicRef is a $dynamicRef.
type DynamicRef struct {
	// Static is the target of the reference outside of dynamic scopes.
	Static *Schema
	// Anchor is the dynamic anchor that other resources may redefine; empty if Static has none.
	Anchor string
}

// TargetIn returns the schema with the dynamic anchor in a resource, nil if it has none.
func (d *DynamicRef) TargetIn(r *Resource) *Schema {
	if r == nil {
		return nil
	}
	return r.dynamic[d.Anchor]
}

func (t *schemaTranslation) dynamicReference(n *spec.Node) {
	target, err := t.resolveReference(n)
	if err != nil {
		t.addUnusable("$dynamicRef", BadReference, AnyType)
		return
	}
	d := &DynamicRef{Static: t.schemaAt(target)}
	_, fragment, _ := strings.Cut(n.Text(), "#")
	if fragment != "" && target.Member("$dynamicAnchor").Text() == fragment {
		d.Anchor = fragment
	}
	t.dynamic.Store(true)
	t.indexAll()
	t.to.DynamicRef = d
}
