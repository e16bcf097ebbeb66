package spec

import "slices"

// An UndocumentedCode is an error code that is known to occur, although the published
// table lacks it.
type UndocumentedCode struct {
	Name     string
	Statuses []int // ascending; none: any status of an error
	Meaning  string
	Basis    string // one of [bases]; empty: not said
	Location Location
}

// Undocumented returns an undocumented code of the table, nil if it does not list it.
func (t *ErrorTable) Undocumented(name string) *UndocumentedCode {
	i := slices.IndexFunc(t.UndocumentedCodes, func(c *UndocumentedCode) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return t.UndocumentedCodes[i]
}

func (r *tableReader) readUndocumented(node *Node) {
	if node != nil && !node.Is(Object) {
		r.addMistakef(node, "Write an object, as in {not_found: {status: 404}}.", "`undocumented` needs an object with a member for each error code")
	}
	for name, member := range node.Members() {
		if r.byName[name] != nil {
			r.addMistakef(member, "Keep one of the two.", "%s: the code is in `codes` as well as in `undocumented`", name)
		}
		code := &UndocumentedCode{Name: name, Location: member.Location()}
		if r.checkMembers(member, "undocumented") {
			m := memberReader{r, member, name}
			code.Statuses, code.Meaning, code.Basis = m.readStatuses(member.Member("status")), m.readText("meaning"), m.basis()
		}
		r.UndocumentedCodes = append(r.UndocumentedCodes, code)
	}
}

// describe names a scalar by its text, and anything else by its type.
func (n *Node) describe() string {
	if n.Text() != "" {
		return n.Text()
	}
	return n.Kind().String()
}
