package spec

import (
	"slices"
	"strconv"
	"strings"
)

// A Response is a Response Object under one key. Operations that refer to the
// same component share it.
type Response struct {
	Key     string // "404", "4XX" or "default", as the document writes it
	Node    *Node  // behind its reference
	Media   []*MediaType
	Headers []*Header
	// BadReference and BadMember say that a part of the response cannot be read: a
	// reference leads nowhere, or a member is of the wrong type. Node is nil if the
	// response itself is behind such a reference.
	BadReference, BadMember bool
}

// status returns the status code of the key, 0 for a range or default.
func (r *Response) status() int {
	status, _ := strconv.Atoi(r.Key)
	return status
}

// IsResponseKey reports whether a key is a status code, a range such as 4XX, or
// default (OpenAPI, Responses Object).
func IsResponseKey(key string) bool {
	if strings.EqualFold(key, "default") {
		return true
	}
	if len(key) != 3 || key[0] < '1' || key[0] > '5' {
		return false
	}
	_, err := strconv.Atoi(key)
	return err == nil || strings.EqualFold(key[1:], "XX")
}

// A MediaType is a Media Type Object.
type MediaType struct {
	Name   string // as the document writes it: "application/json; charset=utf-8", "text/*"
	Node   *Node  // behind its reference, unless that leads nowhere
	Schema *Node  // the Schema Object, which may be a reference; nil if there is none
	// ItemSchema is the Schema Object of the items of a sequence (OpenAPI 3.2); nil if
	// there is none.
	ItemSchema *Node
	Encoding   map[string]*Encoding // by the names of members
}

// A Header is a Header Object of a response.
type Header struct {
	Name     string
	Node     *Node // behind its reference
	Required bool
	Explode  bool
	Schema   *Node      // nil if there is none
	Content  *MediaType // of which the value is, instead of a Schema; nil if there is none
}

// A RequestBody is a Request Body Object.
type RequestBody struct {
	Node     *Node
	Required bool
	Media    []*MediaType
}

// A Parameter is a Parameter Object.
type Parameter struct {
	Name     string
	In       string // "query", "path", "header" or "cookie"
	Required bool
	Style    string // by default "form" in the query and cookies, else "simple"
	Explode  bool   // by default for the style form only
	// AllowEmpty allows an empty value of any type: allowEmptyValue.
	AllowEmpty bool
	Node       *Node      // behind its reference
	Schema     *Node      // that of Content, if there is one; nil if there is none
	Content    *MediaType // of which the value is, instead of a style; nil if there is none
}

// responseKey identifies a shared response.
type responseKey struct {
	node *Node
	key  string
}

// sharedResponse returns the response of a key, which operations may share.
func (d *Document) sharedResponse(key string, node *Node) *Response {
	node = d.Follow(node)
	if node == nil {
		return &Response{Key: key, BadReference: true}
	}
	return d.CachedValue(responseKey{node, key}, func() any { return d.newResponse(key, node) }).(*Response)
}

func (d *Document) newResponse(key string, node *Node) *Response {
	r := &Response{Key: key, Node: node, Media: d.bodies(node.Member("content")), Headers: d.headers(node.Member("headers"))}
	r.findUnread(d)
	return r
}

// findUnread finds out whether a part of the response cannot be read.
func (r *Response) findUnread(d *Document) {
	see := func(n *Node) {
		target := d.Follow(n)
		r.BadReference = r.BadReference || target == nil && n != nil
		r.BadMember = r.BadMember || !mayBeObject(target)
	}
	see(r.Node)
	for _, name := range []string{"content", "headers"} {
		see(r.Node.Member(name))
		for _, part := range r.Node.Member(name).Members() {
			see(part)
		}
	}
}

// headers reads a map of Header Objects, sorted by name.
func (d *Document) headers(node *Node) []*Header {
	var all []*Header
	for name, n := range node.Members() {
		if n = d.Follow(n); !n.Is(Object) {
			continue
		}
		h := &Header{Name: name, Node: n, Required: n.Member("required").IsTrue(), Explode: isExploded(n, "simple"), Schema: n.Member("schema")}
		if content := d.mediaTypes(n.Member("content")); len(content) > 0 && h.Schema == nil {
			h.Content = content[0] // there is exactly one (OpenAPI, Header Object)
		}
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b *Header) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// bodies reads the media types of a response or request, with their encodings.
func (d *Document) bodies(content *Node) []*MediaType {
	all := d.mediaTypes(content)
	for _, m := range all {
		m.Encoding = d.encodings(m.Node.Member("encoding"))
	}
	return all
}

// HasUnknownBody reports whether the document does not say whether the response has a body,
// because something else than objects stands where it should.
func (r *Response) HasUnknownBody() bool {
	return !mayBeObject(r.Node) || !mayBeObject(r.Node.Member("content"))
}

// mayBeObject reports whether a value is an object, or what authors leave out or leave
// empty for an empty one.
func mayBeObject(n *Node) bool { return n == nil || n.Is(Object) || n.Is(Null) }

// mediaTypes reads a map of Media Type Objects, sorted by name. References to them, which
// OpenAPI has from 3.2 on, are followed in every version.
func (d *Document) mediaTypes(content *Node) []*MediaType {
	var all []*MediaType
	for name, node := range content.Members() {
		if target := d.Follow(node); target != nil {
			node = target
		}
		all = append(all, &MediaType{Name: name, Node: node, Schema: node.Member("schema"), ItemSchema: node.Member("itemSchema")})
	}
	slices.SortFunc(all, func(a, b *MediaType) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func (d *Document) newParameter(node *Node) *Parameter {
	node = d.Follow(node)
	name, ok := node.Member("name").AsString()
	if !ok {
		return nil
	}
	p := &Parameter{Name: name, In: node.Member("in").Text(), Required: node.Member("required").IsTrue(),
		Style: node.Member("style").Text(), AllowEmpty: node.Member("allowEmptyValue").IsTrue(),
		Node: node, Schema: node.Member("schema")}
	if p.Style == "" {
		p.Style = defaultStyles[p.In]
	}
	p.Explode = isExploded(node, p.Style)
	if content := d.mediaTypes(node.Member("content")); len(content) > 0 && p.Schema == nil {
		p.Content, p.Schema = content[0], content[0].Schema // there is exactly one
	}
	return p
}

// defaultStyles are the styles of parameters that name none (OpenAPI, Parameter Object).
var defaultStyles = map[string]string{"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
