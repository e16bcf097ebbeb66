package spec

// An Encoding is an Encoding Object: how a member of a form, or a part of a multipart
// body, is written.
type Encoding struct {
	Node        *Node
	ContentType string // media types, with commas in between; empty: the default of the type
	Style       string // of a form; "form" by default
	Explode     bool   // by default for the style form only
	Headers     []*Header
}

// encodings reads a map of Encoding Objects by the names of members.
func (d *Document) encodings(node *Node) map[string]*Encoding {
	if node.Len() == 0 {
		return nil
	}
	all := make(map[string]*Encoding)
	for name, n := range node.Members() {
		e := &Encoding{Node: n, ContentType: n.Member("contentType").Text(), Style: n.Member("style").Text(),
			Headers: d.headers(n.Member("headers"))}
		if e.Style == "" {
			e.Style = "form"
		}
		e.Explode = isExploded(n, e.Style)
		all[name] = e
	}
	return all
}

// isExploded returns the member explode of a Parameter, Header or Encoding Object.
func isExploded(n *Node, style string) bool {
	if explode := n.Member("explode"); explode != nil {
		return explode.IsTrue()
	}
	return style == "form"
}
