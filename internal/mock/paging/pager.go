// Package paging splits a list that the mock generates into the pages that its operation documents.
package paging

import (
	"fmt"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	defaultItems = 25 // items of a collection
	defaultLimit = 10 // items of a page, if the document has no default
	maxLimit     = 1 << 20
)

// A Pager serves pages of a virtual collection, for an operation that returns a list. A page has as
// many items as the request asks for, and consistent members such as has_more, next_token and
// total, so that a client that follows them sees every item once. It is immutable and safe for
// concurrent use.
type Pager struct {
	// Items is the number of items of the collection; [NewPager] sets it to 25.
	Items int
	// Exact makes a list that has no pages have all items of the collection, too. Otherwise such a
	// list keeps the items of the body.
	Exact bool

	operation string
	limit     *openapi3.Parameter // the size of a page; nil if a client cannot choose it
	starts    []startParameter    // the first item of a page; none if a client cannot choose it
}

// A ParameterError says that a request asks for a page that does not exist. It
// does not contain the parameter's value.
type ParameterError struct {
	Parameter string // query parameter
	Problem   string // such as "is not a token of this list"
}

func (e *ParameterError) Error() string { return fmt.Sprintf("`%s` %s", e.Parameter, e.Problem) }

// NewPager returns the pager of an operation with its documented parameters. It uses only a hash of
// the operation's name.
func NewPager(operation string, params openapi3.Parameters) *Pager {
	p := &Pager{Items: defaultItems, operation: operation}
	for _, ref := range params {
		if ref.Value == nil || ref.Value.In != openapi3.ParameterInQuery {
			continue
		}
		if isLimit(ref.Value) && p.limit == nil {
			p.limit = ref.Value
		} else if s, ok := newStartParameter(ref.Value); ok {
			p.starts = append(p.starts, s)
		}
	}
	sortStarts(p.starts)
	return p
}

// Page returns a copy of body with the page that the query of the request asks
// for, or body itself if it is not a list with pages. The body is a decoded JSON
// value that conforms to the schema, which may be nil. The callback makes the item
// with an index below the number of items; different indexes must give different
// items. Links to other pages go to the request's URL. The error is a
// *[ParameterError].
func (p *Pager) Page(body any, schema *openapi3.SchemaRef, request *url.URL, item func(index int) any) (any, error) {
	c, ok := findCollection(body, schema)
	if !ok || p.isFixed() && !c.hasPages() && !p.Exact {
		return body, nil
	}
	if p.isFixed() && p.Exact {
		all := itemPage{limit: p.Items, end: p.Items, total: p.Items}
		return c.fillPage(all, itemsOf(all, item)), nil
	}
	if p.isFixed() {
		// A client cannot ask for another page, so this one has all items.
		return c.fillPage(itemPage{limit: len(c.items), end: len(c.items), total: len(c.items)}, c.items), nil
	}
	requested, err := p.requestedPage(c, request, item)
	if err != nil {
		return nil, err
	}
	return c.fillPage(requested, itemsOf(requested, item)), nil
}

func itemsOf(p itemPage, item func(index int) any) []any {
	items := make([]any, 0, p.end-p.start)
	for i := p.start; i < p.end; i++ {
		items = append(items, item(i))
	}
	return items
}

// isFixed reports whether the operation has no parameter that chooses a page.
func (p *Pager) isFixed() bool { return p.limit == nil && len(p.starts) == 0 }

// An itemPage is a range of the collection's items.
type itemPage struct {
	start, end   int
	limit, total int
	links        *pageLinker // nil if there is no other page
}

// requestedPage returns the page that a request asks for.
func (p *Pager) requestedPage(c *itemCollection, request *url.URL, item func(int) any) (itemPage, error) {
	query := request.Query()
	total := p.Items
	limit, err := p.requestedLimit(query, c.maxItems())
	if err != nil {
		return itemPage{}, err
	}
	requested := itemPage{limit: limit, total: total, end: min(limit, total)}
	links := &pageLinker{pager: p, url: request, item: item, limit: limit, total: total}
	if !links.reachNextPage(c) {
		// A client cannot ask for the rest, so there is none.
		requested.total = requested.end
		return requested, nil
	}
	requested.links = links
	for _, s := range p.starts {
		if value := query.Get(s.param.Name); value != "" {
			if requested.start, err = p.startIndex(s, value, limit, total, item); err != nil {
				return itemPage{}, err
			}
			requested.end = min(requested.start+limit, total)
			break
		}
	}
	return requested, nil
}
