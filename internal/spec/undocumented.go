package spec

import "slices"

// An UndocumentedCode is an error code that is known to occur, although the published
// table lacks it.
type UndocumentedCode struct {
	Name     string
	Statuses []int // ascending; none: any status of an error
	Meaning  string
	Basis    string // one of [Bases]; empty: not said
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
			code.Statuses, code.Meaning, code.Basis = m.statuses(), m.readText("meaning"), m.basis()
		}
		r.UndocumentedCodes = append(r.UndocumentedCodes, code)
	}
}

// statuses reads a status or a list of them.
func (m *memberReader) statuses() []int {
	items := []*Node{m.node.Member("status")}
	if items[0].Is(Array) {
		items = slices.Collect(items[0].All())
	}
	var all []int
	for _, item := range items {
		switch status, ok := item.AsInt(); {
		case item == nil:
		case !ok || status < 300 || status > 599:
			m.table.addMistakef(item, "Write a status from 300 to 599.", "%s: %s is no status code of an error", m.subject, item.describe())
		default:
			all = append(all, status)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// describe names a scalar by its text, and anything else by its type.
func (n *Node) describe() string {
	if n.Text() != "" {
		return n.Text()
	}
	return n.Kind().String()
}
