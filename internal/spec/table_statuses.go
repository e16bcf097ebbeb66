package spec

import "strconv"

// FillStatuses returns the root of a document in whose error table each row has the
// statuses that only the responses list, so that the table can be added to a document
// with other responses. It must be called before anything else reads the document. The
// error is a *[TableError].
func (d *Document) FillStatuses() (*Node, error) {
	table, err := d.ErrorTable()
	if err != nil || table == nil {
		return d.root, err
	}
	for _, c := range table.Codes {
		row := table.Node.At("codes", c.Name)
		if !row.Is(Object) || row.Member("status") != nil || len(c.Statuses) == 0 {
			continue
		}
		list := Node{name: "status", kind: Array, offset: row.offset}
		for _, status := range c.Statuses {
			list.children = append(list.children, Node{kind: Number, text: strconv.Itoa(status), offset: row.offset})
		}
		row.children = append(row.children, list)
		row.indexMembers()
	}
	d.forgetValues()
	return d.root, nil
}
