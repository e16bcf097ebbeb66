package spec

import (
	"slices"
	"strings"
)

// A SecurityScheme is a Security Scheme Object.
type SecurityScheme struct {
	Name      string // in components/securitySchemes
	Type      string // "apiKey", "http", "oauth2", "openIdConnect" or "mutualTLS"
	In        string // of an apiKey: "query", "header" or "cookie"
	Parameter string // of an apiKey: the name of the header, parameter or cookie
	Scheme    string // of http: "basic", "bearer" and so on
}

// A SecurityRequirement lists the schemes that one alternative needs together.
// Without any, it asks for nothing.
type SecurityRequirement struct {
	Schemes []string // sorted
}

func securityRequirements(node *Node) []SecurityRequirement {
	var all []SecurityRequirement
	for _, item := range node.Items() {
		var r SecurityRequirement
		for name := range item.Members() {
			r.Schemes = append(r.Schemes, name)
		}
		slices.Sort(r.Schemes)
		all = append(all, r)
	}
	return all
}

// SecuritySchemes returns the document's security schemes, sorted by name.
func (d *Document) SecuritySchemes() []SecurityScheme {
	var all []SecurityScheme
	for name, node := range d.root.At("components", "securitySchemes").Members() {
		if node = d.Follow(node); node.Is(Object) {
			all = append(all, SecurityScheme{Name: name, Type: node.Member("type").Text(), In: node.Member("in").Text(),
				Parameter: node.Member("name").Text(), Scheme: node.Member("scheme").Text()})
		}
	}
	slices.SortFunc(all, func(a, b SecurityScheme) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// SecurityScheme returns the security scheme called name, and whether there is
// one.
func (d *Document) SecurityScheme(name string) (SecurityScheme, bool) {
	all := d.SecuritySchemes()
	i := slices.IndexFunc(all, func(s SecurityScheme) bool { return s.Name == name })
	if i < 0 {
		return SecurityScheme{}, false
	}
	return all[i], true
}
