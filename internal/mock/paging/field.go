package paging

import "slices"

// A pageField is the meaning of a member that describes pages.
type pageField int

const (
	hasMore pageField = iota
	isLast
	hasPrevious
	nextPage
	previousPage
	totalItems
	pageItems
	totalPages
	pageNumber
	pageLimit
	pageOffset
)

// fieldNames lists the members of each field, as [normalizeName] returns them.
var fieldNames = map[pageField][]string{
	hasMore:     {"hasmore", "hasnext", "hasnextpage", "more", "morepages", "moreresults"},
	isLast:      {"islast", "islastpage", "last"},
	hasPrevious: {"hasprevious", "hasprev", "haspreviouspage", "hasprevpage"},
	nextPage: {"nexttoken", "nextcursor", "nextpagetoken", "next", "nextpage", "nextoffset", "nextmarker", "nextlink",
		"nexturl", "nexturi", "nextpageurl", "continuationtoken", "continuation", "paginationtoken", "endcursor", "cursor"},
	previousPage: {"previoustoken", "previouscursor", "previouspagetoken", "previous", "previouspage", "previousoffset",
		"previousurl", "prevtoken", "prevcursor", "prevpagetoken", "prev", "prevpage", "prevurl", "prevpageurl"},
	totalItems: {"total", "totalcount", "totalitems", "totalresults", "totalelements", "count"},
	pageItems:  {"numberofelements", "itemcount"},
	totalPages: {"totalpages", "pagecount", "lastpage", "pages"},
	pageNumber: {"page", "currentpage", "pagenumber"},
	pageLimit:  {"limit", "pagesize", "perpage"},
	pageOffset: {"offset", "skip"},
}

// classify returns the field of a member. A count beside a total counts the items
// of the page.
func (info pageInfo) classify(name string) (pageField, bool) {
	name = normalizeName(name)
	if name == "count" && info.hasTotal() {
		return pageItems, true
	}
	for field, names := range fieldNames {
		if slices.Contains(names, name) {
			return field, true
		}
	}
	return 0, false
}

func (info pageInfo) hasTotal() bool {
	for name := range info.object {
		if name = normalizeName(name); name != "count" && slices.Contains(fieldNames[totalItems], name) {
			return true
		}
	}
	return false
}

// fieldValue returns the value of a field other than nextPage and previousPage.
func (p itemPage) fieldValue(field pageField) any {
	switch field {
	case hasMore:
		return p.end < p.total
	case isLast:
		return p.end >= p.total
	case hasPrevious:
		return p.start > 0
	case totalItems:
		return float64(p.total)
	case pageItems:
		return float64(p.end - p.start)
	case totalPages:
		return float64((p.total + p.limit - 1) / max(1, p.limit))
	case pageLimit:
		return float64(p.limit)
	case pageOffset:
		return float64(p.start)
	case pageNumber:
		return p.startNumber()
	}
	return nil
}

// startNumber returns the number of the page in the parameter's count, from 0 or 1.
func (p itemPage) startNumber() any {
	first := 1
	if p.links != nil {
		for _, s := range p.links.pager.starts {
			if s.kind == byPage {
				first = s.first
			}
		}
	}
	return float64(p.start/max(1, p.limit) + first)
}
