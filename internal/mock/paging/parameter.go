package paging

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A startKind is a way to say where a page starts.
type startKind int

const (
	byToken  startKind = iota // a token of an earlier response
	byItem                    // the ID of the last item of the previous page, or a token
	byOffset                  // the number of items to skip
	byPage                    // the number of the page
)

// startNames lists the parameters of each kind, as [normalizeName] returns them.
var startNames = map[startKind][]string{
	byToken: {"token", "cursor", "pagetoken", "nexttoken", "nextcursor", "nextpagetoken", "pagecursor", "startcursor",
		"continuationtoken", "continuation", "paginationtoken", "marker", "nextmarker"},
	byItem:   {"startingafter", "after", "aftercursor", "pageafter", "startafter", "afterid", "lastid", "sinceid"},
	byOffset: {"offset", "skip", "start", "startindex", "startat", "pageoffset"},
	byPage:   {"page", "pagenumber", "pageno", "pageindex", "currentpage"},
}

var limitNames = []string{"limit", "pagesize", "perpage", "maxresults", "count", "size", "first", "top", "take",
	"pagelimit", "maxitems", "maxpagesize", "resultsperpage", "itemsperpage"}

// normalizeName removes case and punctuation from a name, so that pageSize,
// page_size and page[size] are the same.
func normalizeName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// permitsType reports whether a parameter's schema allows a type. Without a schema, any type is
// allowed.
func permitsType(p *openapi3.Parameter, name string) bool {
	types := schemaOf(p).Type
	if types == nil {
		return true
	}
	return types.Permits(name) || name == openapi3.TypeInteger && types.Permits(openapi3.TypeNumber)
}

func isLimit(p *openapi3.Parameter) bool {
	return slices.Contains(limitNames, normalizeName(p.Name)) && permitsType(p, openapi3.TypeInteger)
}

// requestedLimit returns the page size that a request asks for, within the bounds
// of the parameter's schema and of the list's.
func (p *Pager) requestedLimit(query url.Values, maxItems int) (int, error) {
	if p.limit == nil {
		return min(defaultLimit, maxItems), nil
	}
	low, high := limitBounds(p.limit)
	limit := max(low, min(defaultLimit, high))
	if number, ok := schemaOf(p.limit).Default.(float64); ok && number >= 1 {
		limit = int(math.Min(number, float64(high)))
	}
	if value := query.Get(p.limit.Name); value != "" {
		number, err := strconv.Atoi(value)
		if err != nil || number < 1 {
			return 0, &ParameterError{p.limit.Name, "is not a number of items, which is at least 1"}
		}
		limit = min(number, high)
	}
	return min(limit, maxItems), nil
}

// schemaOf returns the schema of a parameter, an empty one if it has none.
func schemaOf(p *openapi3.Parameter) *openapi3.Schema {
	if p.Schema == nil || p.Schema.Value == nil {
		return &openapi3.Schema{}
	}
	return p.Schema.Value
}

// limitBounds returns the smallest and largest page size that a parameter allows.
func limitBounds(p *openapi3.Parameter) (low, high int) {
	low, high = 1, maxLimit
	if least := schemaOf(p).Min; least != nil && *least > 1 && *least < maxLimit {
		low = int(*least)
	}
	if most := schemaOf(p).Max; most != nil && *most >= 1 && *most < maxLimit {
		high = int(*most)
	}
	return low, high
}

// A startParameter is a parameter that says where a page starts.
type startParameter struct {
	param *openapi3.Parameter
	kind  startKind
	first int // number of the first item or page
}

func newStartParameter(p *openapi3.Parameter) (startParameter, bool) {
	name := normalizeName(p.Name)
	for kind, names := range startNames {
		if slices.Contains(names, name) {
			return classifyStart(p, kind)
		}
	}
	return startParameter{}, false
}

// classifyStart corrects the kind by the parameter's type: a cursor that is a
// number is an offset, and a page that is a string is a token.
func classifyStart(p *openapi3.Parameter, kind startKind) (startParameter, bool) {
	number, text := permitsType(p, openapi3.TypeInteger), permitsType(p, openapi3.TypeString)
	switch {
	case kind <= byItem && !text:
		kind = byOffset
	case kind == byPage && !number:
		kind = byToken
	}
	isDate := strings.HasPrefix(schemaOf(p).Format, "date") // the start of a period, for example
	return startParameter{p, kind, firstNumber(p, kind)}, !isDate && (text || number) && (kind < byOffset || number)
}

// firstNumber returns the number of the first item or page: 0 or 1, by the default
// or the minimum of the parameter.
func firstNumber(p *openapi3.Parameter, kind startKind) int {
	s := schemaOf(p)
	if number, ok := s.Default.(float64); ok && (number == 0 || number == 1) {
		return int(number)
	}
	if s.Min != nil && (*s.Min == 0 || *s.Min == 1) {
		return int(*s.Min)
	}
	if kind == byPage {
		return 1
	}
	return 0
}

// sortStarts puts tokens, which a client takes from a response, before numbers.
func sortStarts(starts []startParameter) {
	slices.SortStableFunc(starts, func(a, b startParameter) int { return int(a.kind) - int(b.kind) })
}

// startIndex returns the index of the first item that a parameter's value asks for. A number beyond
// the end means an empty page.
func (p *Pager) startIndex(s startParameter, value string, limit, total int, item func(int) any) (int, error) {
	switch s.kind {
	case byOffset, byPage:
		return s.numberedIndex(value, limit, total)
	case byItem:
		if i := indexOf(value, total, item); i >= 0 {
			return i + 1, nil
		}
	}
	if i, ok := p.parseToken(value); ok && i < total {
		return i, nil
	}
	return 0, &ParameterError{s.param.Name, "is not a token of this list"}
}

func (s startParameter) numberedIndex(value string, limit, total int) (int, error) {
	number, err := strconv.Atoi(value)
	if err != nil || number < s.first {
		return 0, &ParameterError{s.param.Name, "is not a number of at least " + strconv.Itoa(s.first)}
	}
	number = min(number-s.first, total)
	if s.kind == byPage {
		number = min(number*limit, total)
	}
	return number, nil
}
