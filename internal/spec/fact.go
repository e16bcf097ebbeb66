package spec

import "slices"

// A Fact is a sentence or a name of the error table, and where it comes from.
type Fact struct {
	Text  string
	Basis string // one of [bases]; empty: the page that documents the errors
}

// A Link is an address that the page names for a code.
type Link struct {
	URL   string
	Title string // what is there; may be empty
	Basis string // like a Fact's
}

// readFacts reads what the row says beside the values that are checked.
func (m *memberReader) readFacts(c *ErrorCode) {
	own := m.readBasis(c)
	c.Causes, c.Fixes = m.facts("causes", "text", own), m.facts("fixes", "text", own)
	c.Fields, c.Headers, c.Calls = m.facts("fields", "name", own), m.facts("headers", "name", own), m.facts("calls", "name", own)
	c.Links = m.links(own)
	m.checkCalls(c.Calls)
}

// readBasis reads the basis of the row's values: one word for the whole row, which is
// returned, or a word for each value.
func (m *memberReader) readBasis(c *ErrorCode) string {
	node := m.node.Member("basis")
	if node == nil {
		return ""
	}
	c.Basis = make(map[string]string)
	if node.Is(String) {
		word := m.basis()
		for _, name := range rowValues {
			if word != "" && m.node.Member(name) != nil {
				c.Basis[name] = word
			}
		}
		return word
	}
	if m.table.checkMembers(node, "basis") {
		inner := memberReader{m.table, node, m.subject}
		for name, member := range node.Members() {
			if m.node.Member(name) == nil && slices.Contains(rowValues, name) {
				m.table.addMistakef(member, "Remove it.", "%s: `basis` is about `%s`, which the row does not have", m.subject, name)
			}
			if word := inner.basisWord(name); word != "" {
				c.Basis[name] = word
			}
		}
	}
	return ""
}

// basis reads the member of that name.
func (m *memberReader) basis() string { return m.basisWord("basis") }

func (m *memberReader) basisWord(name string) string {
	return m.readWord(name, "basis", bases, "page, openapi, live or reading")
}

// facts reads a list of strings, or of objects with a member that has the text; one
// string is a list of one.
func (m *memberReader) facts(name, textMember, basis string) []Fact {
	var all []Fact
	m.eachItem(name, "a string or a list of them", func(item *Node) {
		fact := Fact{Basis: basis}
		if text, ok := item.AsString(); ok {
			fact.Text = text
		} else if m.table.checkMembers(item, textMember) {
			inner := memberReader{m.table, item, m.subject}
			fact.Text = inner.required(textMember)
			if own := inner.basis(); own != "" {
				fact.Basis = own
			}
		}
		if fact.Text != "" {
			all = append(all, fact)
		}
	})
	return all
}

// links reads a list of URLs, or of objects with a URL.
func (m *memberReader) links(basis string) []Link {
	var all []Link
	m.eachItem("links", "a URL or a list of links", func(item *Node) {
		link := Link{Basis: basis}
		if url, ok := item.AsString(); ok {
			link.URL = url
		} else if m.table.checkMembers(item, "link") {
			inner := memberReader{m.table, item, m.subject}
			link.URL, link.Title = inner.required("url"), inner.readText("title")
			if own := inner.basis(); own != "" {
				link.Basis = own
			}
		}
		if link.URL != "" {
			all = append(all, link)
		}
	})
	return all
}

// eachItem visits the items of a list, or the one value that is written in place of a
// list.
func (m *memberReader) eachItem(name, want string, visit func(*Node)) {
	switch member := m.node.Member(name); {
	case member == nil:
	case member.Is(Array):
		for _, item := range member.Items() {
			visit(item)
		}
	case member.Is(String) || member.Is(Object):
		visit(member)
	default:
		m.addMistakef(name, "Write "+want+".", "`%s` has to be %s, not %s", name, want, member.Kind())
	}
}

// required reads a text that must be there.
func (m *memberReader) required(name string) string {
	text := m.readText(name)
	if text == "" && (m.node.Member(name) == nil || m.node.Member(name).Is(String)) {
		m.table.addMistakef(m.node, "Add it.", "%s: `%s` is missing", m.subject, name)
	}
	return text
}
