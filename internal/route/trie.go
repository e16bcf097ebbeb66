package route

import (
	"slices"
	"strings"
)

// A trie holds path templates by segment. A path is matched in one descent that
// prefers literal text over mixed segments over whole expressions, and steps
// back where a preference leads nowhere; it visits each branch at most once.
type trie[T any] struct {
	literals map[string]*trie[T]
	mixed    []branch[T] // most literal text first
	param    *trie[T]
	ends     []end[T] // operations whose template ends here
}

type end[T any] struct {
	method string
	value  T
}

type branch[T any] struct {
	segment
	next *trie[T]
}

func (t *trie[T]) add(method, template string, value T) {
	for part := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		t = t.child(part)
	}
	for i := range t.ends {
		if t.ends[i].method == method {
			t.ends[i].value = value
			return
		}
	}
	t.ends = append(t.ends, end[T]{method, value})
}

// child returns the branch for one segment of a template, adding it if new. An
// empty segment (a final slash) is a literal.
func (t *trie[T]) child(part string) *trie[T] {
	s := parseSegment(part)
	switch {
	case part != "" && s.isParam():
		if t.param == nil {
			t.param = new(trie[T])
		}
		return t.param
	case s.pattern != nil:
		return t.mixedChild(s)
	}
	next := t.literals[s.literal]
	if next == nil {
		if t.literals == nil {
			t.literals = make(map[string]*trie[T])
		}
		next = new(trie[T])
		t.literals[s.literal] = next
	}
	return next
}

func (t *trie[T]) mixedChild(s segment) *trie[T] {
	for _, b := range t.mixed {
		if slices.Equal(b.pattern, s.pattern) {
			return b.next
		}
	}
	next := new(trie[T])
	t.mixed = append(t.mixed, branch[T]{segment: s, next: next})
	slices.SortStableFunc(t.mixed, func(a, b branch[T]) int { return b.pattern.text() - a.pattern.text() })
	return next
}

// A search is one descent: it wants a method, and remembers the methods of the
// paths that fit but lack it.
type search[T any] struct {
	method  string
	encoded bool // the path has percent-encoded text
	found   bool
	value   T
	allowed []string
}

// match matches path, which has lost its first slash, below t, unless an operation
// was found before. A final slash that no template has is forgiven.
func (s *search[T]) match(t *trie[T], path string) bool {
	if s.found || s.find(t, path) {
		return true
	}
	shorter, slash := strings.CutSuffix(path, "/")
	return slash && s.find(t, shorter)
}

// find matches path as it is.
func (s *search[T]) find(t *trie[T], path string) bool {
	part, rest, more := path, "", false
	if i := strings.IndexByte(path, '/'); i >= 0 {
		part, rest, more = path[:i], path[i+1:], true
	}
	if s.encoded {
		part = decode(part)
	}
	if next := t.literals[part]; next != nil && s.step(next, rest, more) {
		return true
	}
	if part == "" {
		return false // an expression never stands for nothing
	}
	for _, b := range t.mixed {
		if b.pattern.match(part) && s.step(b.next, rest, more) {
			return true
		}
	}
	return t.param != nil && s.step(t.param, rest, more)
}

// step goes on below t, or ends there.
func (s *search[T]) step(t *trie[T], rest string, more bool) bool {
	if more {
		return s.find(t, rest)
	}
	return s.end(t)
}

func (s *search[T]) end(t *trie[T]) bool {
	for i := range t.ends {
		if t.ends[i].method == s.method {
			s.found, s.value = true, t.ends[i].value
			return true
		}
	}
	for i := range t.ends {
		s.allowed = append(s.allowed, t.ends[i].method)
	}
	return false
}
