package api

import (
	"errors"
	"iter"
)

var (
	errNoToken  = errors.New("api: the response says that another page follows, but does not name it")
	errOldToken = errors.New("api: the response names an earlier page as the next one")
)

// A page is one page of a list, in a form that is common to the lists of all operations.
type page[T any] struct {
	items []T
	more  *bool // nil if the response does not say
	next  *string
}

// nextToken returns the token of the next page, "" if there is none.
func (p page[T]) nextToken() (string, error) {
	last := p.more != nil && !*p.more
	switch {
	case !last && p.next != nil && *p.next != "":
		return *p.next, nil
	case p.more != nil && *p.more:
		return "", errNoToken
	}
	return "", nil
}

// allPages returns the items of all pages. fetch requests the page for the parameters, and token
// returns the parameter that holds the token. The caller's parameters, which may be nil, are not
// changed.
func allPages[P, T any](params *P, token func(*P) **string, fetch func(*P) (page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var own P
		if params != nil {
			own = *params
		}
		for before := make(map[string]bool); ; {
			p, next, err := fetchPage(&own, fetch)
			for _, item := range p.items {
				if !yield(item, nil) {
					return
				}
			}
			if err == nil && before[next] {
				err = errOldToken
			}
			if err != nil {
				var none T
				yield(none, err)
			}
			if err != nil || next == "" {
				return
			}
			before[next] = true
			*token(&own) = &next
		}
	}
}

func fetchPage[P, T any](params *P, fetch func(*P) (page[T], error)) (page[T], string, error) {
	p, err := fetch(params)
	if err != nil {
		return page[T]{}, "", err
	}
	next, err := p.nextToken()
	return p, next, err
}

// optional returns a pointer to a member that some lists require and others do not.
func optional[T bool | *bool](member T) *bool {
	switch member := any(member).(type) {
	case bool:
		return &member
	case *bool:
		return member
	}
	return nil
}
