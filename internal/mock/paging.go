package mock

import (
	"fmt"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	defaultItems = 25 // of a collection
	defaultLimit = 10 // of a page, where the document says nothing
	maxLimit     = 1 << 20
)

// A Pager gives the answers of an operation that lists something a page of a
// collection that does not exist: as many items as were asked for, and what
// stands beside them (has_more, next_token, total and the like) so that a client
// which follows it sees every item once. It is immutable and safe for concurrent
// use.
type Pager struct {
	// Items is how many items the collection has; 0: 25.
	Items int

	name      string
	limit     *openapi3.Parameter // how many; nil: the client cannot say
	positions []position          // from where; none: the client cannot say
}

// A PageError says that a request asks for a page that cannot be. It shows
// nothing of the value.
type PageError struct {
	Param string // the query parameter
	What  string // is wrong with it: "is no token of this list"
}

func (e *PageError) Error() string { return fmt.Sprintf("`%s` %s", e.Param, e.What) }

// NewPager returns the pager of an operation, told by its name, of which only a
// hash is used, and the parameters that it documents.
func NewPager(operation string, params openapi3.Parameters) *Pager {
	p := &Pager{name: operation}
	for _, ref := range params {
		if ref.Value == nil || ref.Value.In != openapi3.ParameterInQuery {
			continue
		}
		if isLimit(ref.Value) && p.limit == nil {
			p.limit = ref.Value
		} else if at, ok := newPosition(ref.Value); ok {
			p.positions = append(p.positions, at)
		}
	}
	sortPositions(p.positions)
	return p
}

// Page returns the body with the page that the request's query asks for; the
// body itself, unchanged, if it is no list that has pages. The body is a JSON
// value that conforms to the schema, which may be nil; it is not written to.
// Items are made by the callback, with an index from 0 up to but not including
// the number of items; those of different indexes are to be different. Links to
// other pages, where the body has such, go to the request's URL. The error is a
// *[PageError].
func (p *Pager) Page(body any, schema *openapi3.SchemaRef, request *url.URL, item func(index int) any) (any, error) {
	l, ok := findList(body, schema)
	if !ok || p.limit == nil && len(p.positions) == 0 && !l.hasPages() {
		return body, nil
	}
	if p.limit == nil && len(p.positions) == 0 {
		// All in one page: nobody could ask for another.
		return l.fill(page{limit: len(l.items), end: len(l.items), total: len(l.items)}, l.items), nil
	}
	view, err := p.view(l, request, item)
	if err != nil {
		return nil, err
	}
	items := make([]any, 0, view.end-view.start)
	for i := view.start; i < view.end; i++ {
		items = append(items, item(i))
	}
	return l.fill(view, items), nil
}

// A page is a stretch of the collection.
type page struct {
	start, end   int // of its items
	limit, total int
	link         *linker // nil: there is no other page
}

// view finds the page that a request asks for.
func (p *Pager) view(l *listing, request *url.URL, item func(int) any) (page, error) {
	query := request.Query()
	total := p.Items
	if total <= 0 {
		total = defaultItems
	}
	limit, err := p.limitOf(query, l.max())
	if err != nil {
		return page{}, err
	}
	view := page{limit: limit, total: total, end: min(limit, total)}
	link := &linker{pager: p, url: request, item: item, limit: limit, total: total}
	if !link.reaches(l) {
		// Where the rest cannot be asked for, there is none.
		view.total = view.end
		return view, nil
	}
	view.link = link
	for _, at := range p.positions {
		if text := query.Get(at.param.Name); text != "" {
			if view.start, err = at.start(p, text, limit, total, item); err != nil {
				return page{}, err
			}
			view.end = min(view.start+limit, total)
			break
		}
	}
	return view, nil
}
