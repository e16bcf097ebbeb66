package mock

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// How a parameter says where a page starts.
type positionKind int

const (
	byToken  positionKind = iota // that an answer gave
	byItem                       // the ID of the last item of the page before, or a token
	byOffset                     // how many items to leave out
	byPage                       // the number of the page
)

// positionNames are the parameters of each kind, without what [plainName] takes
// away.
var positionNames = map[positionKind][]string{
	byToken: {"token", "cursor", "pagetoken", "nexttoken", "nextcursor", "nextpagetoken", "pagecursor", "startcursor",
		"continuationtoken", "continuation", "paginationtoken", "marker", "nextmarker"},
	byItem:   {"startingafter", "after", "aftercursor", "pageafter", "startafter", "afterid", "lastid", "sinceid"},
	byOffset: {"offset", "skip", "start", "startindex", "startat", "pageoffset"},
	byPage:   {"page", "pagenumber", "pageno", "pageindex", "currentpage"},
}

var limitNames = []string{"limit", "pagesize", "perpage", "maxresults", "count", "size", "first", "top", "take",
	"pagelimit", "maxitems", "maxpagesize", "resultsperpage", "itemsperpage"}

// plainName is a name without case and punctuation: pageSize, page_size and
// page[size] are one.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// permits reports whether a parameter's schema allows a type; without a schema,
// it allows any.
func permits(p *openapi3.Parameter, kind string) bool {
	if p.Schema == nil || p.Schema.Value == nil || p.Schema.Value.Type == nil {
		return true
	}
	types := p.Schema.Value.Type
	return types.Permits(kind) || kind == openapi3.TypeInteger && types.Permits(openapi3.TypeNumber)
}

func isLimit(p *openapi3.Parameter) bool {
	return slices.Contains(limitNames, plainName(p.Name)) && permits(p, openapi3.TypeInteger)
}

// limitOf is how many items a request asks for, within what its schema and the
// list's own allow.
func (p *Pager) limitOf(query url.Values, most int) (int, error) {
	limit := defaultLimit
	if p.limit != nil {
		low, high := bounds(p.limit)
		limit = max(low, min(limit, high))
		if number, ok := schemaOf(p.limit).Default.(float64); ok && number >= 1 {
			limit = int(math.Min(number, float64(high)))
		}
		if text := query.Get(p.limit.Name); text != "" {
			number, err := strconv.Atoi(text)
			if err != nil || number < 1 {
				return 0, &PageError{p.limit.Name, "is not a number of items, which is at least 1"}
			}
			limit = min(number, high)
		}
	}
	return min(limit, most), nil
}

func schemaOf(p *openapi3.Parameter) *openapi3.Schema {
	if p.Schema == nil || p.Schema.Value == nil {
		return &openapi3.Schema{}
	}
	return p.Schema.Value
}

// bounds are the least and most items that a parameter may ask for.
func bounds(p *openapi3.Parameter) (low, high int) {
	low, high = 1, maxLimit
	if least := schemaOf(p).Min; least != nil && *least > 1 && *least < maxLimit {
		low = int(*least)
	}
	if most := schemaOf(p).Max; most != nil && *most >= 1 && *most < maxLimit {
		high = int(*most)
	}
	return low, high
}

// A position is a parameter that says where a page starts.
type position struct {
	param *openapi3.Parameter
	kind  positionKind
	first int // the number of the first item or page
}

func newPosition(p *openapi3.Parameter) (position, bool) {
	at := position{param: p}
	name := plainName(p.Name)
	for kind, names := range positionNames {
		if slices.Contains(names, name) {
			return at.as(kind)
		}
	}
	return at, false
}

// as settles the kind by the type of the parameter: a cursor that is a number
// is an offset, a page that is a text is a token.
func (at position) as(kind positionKind) (position, bool) {
	number, text := permits(at.param, openapi3.TypeInteger), permits(at.param, openapi3.TypeString)
	at.kind = kind
	switch {
	case kind <= byItem && !text:
		at.kind = byOffset
	case kind == byPage && !number:
		at.kind = byToken
	}
	if at.kind == byPage {
		at.first = 1
	}
	s := schemaOf(at.param)
	if number, ok := s.Default.(float64); ok && (number == 0 || number == 1) {
		at.first = int(number)
	} else if s.Min != nil && (*s.Min == 0 || *s.Min == 1) {
		at.first = int(*s.Min)
	}
	dated := strings.HasPrefix(s.Format, "date") // such as the start of a time
	return at, !dated && (text || number) && (at.kind < byOffset || number)
}

// sortPositions puts what is followed by answers first: tokens before numbers.
func sortPositions(positions []position) {
	slices.SortStableFunc(positions, func(a, b position) int { return int(a.kind) - int(b.kind) })
}

// start is the index of the first item that a parameter's value asks for. A
// number beyond the end asks for an empty page.
func (at position) start(p *Pager, text string, limit, total int, item func(int) any) (int, error) {
	switch at.kind {
	case byOffset, byPage:
		number, err := strconv.Atoi(text)
		if err != nil || number < at.first {
			return 0, &PageError{at.param.Name, "is not a number of at least " + strconv.Itoa(at.first)}
		}
		number = min(number-at.first, total)
		if at.kind == byPage {
			number = min(number*limit, total)
		}
		return number, nil
	case byItem:
		if i := indexOf(text, total, item); i >= 0 {
			return i + 1, nil
		}
	}
	if i, ok := p.readToken(text); ok && i < total {
		return i, nil
	}
	return 0, &PageError{at.param.Name, "is not a token of this list"}
}
