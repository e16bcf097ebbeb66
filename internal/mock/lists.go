package mock

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/synth"
)

// paged yields a value with the page that was asked for, if it is a list, and
// then as it is.
func (mk *maker) paged(about *subject, mt *openapi3.MediaType, value any, o synth.Options, yield func(any) bool) bool {
	if about.asked == nil {
		return yield(value)
	}
	pager := *about.op.pager
	pager.Items = mk.items
	page, err := pager.Page(value, mt.Schema, about.asked, mk.itemsOf(mt, value, o))
	if e, ok := errors.AsType[*PageError](err); ok {
		about.pageErr = e
		return yield(value)
	}
	return yield(page) && yield(value)
}

// itemsOf makes the items of a list: those that it has, and then such as its
// schema has them.
func (mk *maker) itemsOf(mt *openapi3.MediaType, value any, o synth.Options) func(int) any {
	l, ok := findList(value, mt.Schema)
	if !ok {
		return func(int) any { return nil }
	}
	var schema *openapi3.SchemaRef
	for _, s := range schemasAt(l.schema, l.path) {
		if s.Items != nil {
			schema = s.Items
		}
	}
	return func(i int) any {
		if i < len(l.items) {
			return l.items[i]
		}
		item := o
		item.Key = fmt.Sprintf("%s item %d", o.Key, i)
		made, err := mk.synth.Value(schema, item)
		if err != nil {
			return l.items[i%max(1, len(l.items))]
		}
		return made
	}
}

// asked is a request's URL as the client has it, for links to other pages, less
// the keys in its query.
func (c *call) asked(m *Model) *url.URL {
	u := *c.URL
	u.Scheme, u.Host, u.User = "http", c.Host, nil
	if c.TLS != nil {
		u.Scheme = "https"
	}
	query := u.Query()
	for name := range query {
		if m.isKey("query", name) {
			query.Del(name)
		}
	}
	u.RawQuery = query.Encode()
	return &u
}
