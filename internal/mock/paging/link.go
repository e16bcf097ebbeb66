package paging

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// A pageLinker writes links and tokens that lead to other pages.
type pageLinker struct {
	pager        *Pager
	url          *url.URL // URL of the request
	item         func(int) any
	limit, total int
}

// reachNextPage reports whether a client can get from one page to the next.
func (l *pageLinker) reachNextPage(c *itemCollection) bool {
	if len(l.pager.starts) == 0 {
		return false
	}
	next := c.membersOf(nextPage)
	for _, m := range next {
		if _, ok := l.linkValue(m, l.limit); !ok {
			return false
		}
	}
	if len(next) > 0 {
		return true
	}
	// Without such a member, the client counts, or uses the ID of the last item.
	last := l.pager.starts[len(l.pager.starts)-1]
	return last.kind >= byOffset || last.kind == byItem && idOf(l.item(0)) != ""
}

// linkValue returns the value of a member that leads to the page starting at an item. It reports
// false if the member's schema allows no such value.
func (l *pageLinker) linkValue(m pageMember, start int) (any, bool) {
	for _, s := range l.startsFor(m.name) {
		for _, value := range l.parameterValues(s, start) {
			if m.isLink() {
				value = l.pageURL(s, value)
			}
			if m.accepts(value) {
				return value, true
			}
		}
	}
	return nil, false
}

// startsFor returns the start parameters; the one that the member's name refers to comes first.
func (l *pageLinker) startsFor(name string) []startParameter {
	name = normalizeName(name)
	starts := l.pager.starts
	for i, s := range starts {
		if s.kind == byOffset && strings.HasSuffix(name, "offset") || s.kind == byPage && strings.HasSuffix(name, "page") {
			return append([]startParameter{s}, append(starts[:i:i], starts[i+1:]...)...)
		}
	}
	return starts
}

// parameterValues returns the values of a parameter that mean the start of a page.
func (l *pageLinker) parameterValues(s startParameter, start int) []any {
	number := start + s.first
	switch s.kind {
	case byPage:
		number = start/l.limit + s.first
	case byToken, byItem:
		return []any{l.pager.pageToken(start)}
	}
	return []any{float64(number), strconv.Itoa(number)}
}

// pageURL returns the request's URL for another page.
func (l *pageLinker) pageURL(s startParameter, value any) any {
	u := *l.url
	u.User = nil
	query := u.Query()
	for _, other := range l.pager.starts {
		query.Del(other.param.Name)
	}
	query.Set(s.param.Name, fmt.Sprint(value))
	u.RawQuery = query.Encode()
	return u.String()
}
