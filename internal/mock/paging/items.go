package paging

import "github.com/getkin/kin-openapi/openapi3"

// Items returns a callback for [Pager.Page]. It yields the items of the list in body, and after
// them generated ones, for which it calls generate with the schema of the list's items, nil if
// there is none. If that fails, it repeats the items of the body; if the body has none, the item is
// null.
func Items(body any, schema *openapi3.SchemaRef, generate func(schema *openapi3.SchemaRef, index int) (any, error)) func(index int) any {
	c, ok := findCollection(body, schema)
	if !ok {
		return func(int) any { return nil }
	}
	itemSchema := c.itemSchema()
	return func(i int) any {
		if i < len(c.items) {
			return c.items[i]
		}
		item, err := generate(itemSchema, i)
		switch {
		case err == nil:
			return item
		case len(c.items) == 0:
			return nil
		}
		return c.items[i%len(c.items)]
	}
}

// ItemSchema returns the schema of the items of the list in a body, nil if there is none.
func ItemSchema(body any, schema *openapi3.SchemaRef) *openapi3.SchemaRef {
	if c, ok := findCollection(body, schema); ok {
		return c.itemSchema()
	}
	return nil
}

// itemSchema returns the schema of the list's items, nil if there is none.
func (c *itemCollection) itemSchema() *openapi3.SchemaRef {
	var items *openapi3.SchemaRef
	for _, s := range SchemasAt(c.schema, c.path) {
		if s.Items != nil {
			items = s.Items
		}
	}
	return items
}
