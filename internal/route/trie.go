package route

import (
	"slices"
	"strings"
)

// A pathTrie holds path templates by segment. It matches a path in one descent that prefers literal
// text over mixed segments, and these over segments that are one expression. It backtracks if a
// preference does not match, and visits each branch at most once.
type pathTrie[T any] struct {
	literals map[string]*pathTrie[T]
	mixed    []trieBranch[T] // sorted, the one with the most literal text first
	param    *pathTrie[T]
	ends     []trieEnd[T] // operations whose template ends here
}

type trieEnd[T any] struct {
	method string
	value  T
	isBase bool // it is that of "/" behind a base path, without the slash
}

type trieBranch[T any] struct {
	pathSegment
	next *pathTrie[T]
}

func (t *pathTrie[T]) addTemplate(template string, end trieEnd[T]) {
	for part := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		t = t.childFor(part)
	}
	for i := range t.ends {
		if t.ends[i].method == end.method {
			if !end.isBase || t.ends[i].isBase {
				t.ends[i] = end
			}
			return
		}
	}
	t.ends = append(t.ends, end)
}

// childFor returns the branch for one segment of a template, and adds it if it is new. An empty
// segment (a final slash) is a literal.
func (t *pathTrie[T]) childFor(part string) *pathTrie[T] {
	s := parseSegment(part)
	switch {
	case part != "" && s.isParam():
		if t.param == nil {
			t.param = new(pathTrie[T])
		}
		return t.param
	case s.pattern != nil:
		return t.mixedChild(s)
	}
	next := t.literals[s.literal]
	if next == nil {
		if t.literals == nil {
			t.literals = make(map[string]*pathTrie[T])
		}
		next = new(pathTrie[T])
		t.literals[s.literal] = next
	}
	return next
}

func (t *pathTrie[T]) mixedChild(s pathSegment) *pathTrie[T] {
	for _, b := range t.mixed {
		if slices.Equal(b.pattern, s.pattern) {
			return b.next
		}
	}
	next := new(pathTrie[T])
	t.mixed = append(t.mixed, trieBranch[T]{pathSegment: s, next: next})
	slices.SortStableFunc(t.mixed, func(a, b trieBranch[T]) int { return b.pattern.literalLength() - a.pattern.literalLength() })
	return next
}

// A trieSearch is one descent. It looks for a method, and collects the methods of matching paths
// that lack it.
type trieSearch[T any] struct {
	method  string
	encoded bool // the path has percent-encoded text
	anyCase bool // literal text may differ in case
	found   bool
	value   T
	allowed []string
}

// matchPath matches path, which has lost its first slash, below t, unless an operation
// was found before.
func (s *trieSearch[T]) matchPath(t *pathTrie[T], path string) bool {
	return s.found || s.findPath(t, path)
}

// findPath matches path exactly, including a final slash.
func (s *trieSearch[T]) findPath(t *pathTrie[T], path string) bool {
	part, rest, more := path, "", false
	if i := strings.IndexByte(path, '/'); i >= 0 {
		part, rest, more = path[:i], path[i+1:], true
	}
	if s.encoded {
		part = decodeEscapes(part)
	}
	if next := t.literals[part]; next != nil && s.findRest(next, rest, more) {
		return true
	}
	if s.anyCase && s.findFolded(t, part, rest, more) {
		return true
	}
	if part == "" {
		return false // an expression is never empty
	}
	for _, b := range t.mixed {
		if b.pattern.matchesText(part) && s.findRest(b.next, rest, more) {
			return true
		}
	}
	return t.param != nil && s.findRest(t.param, rest, more)
}

// findFolded goes on at literal text that differs in case.
func (s *trieSearch[T]) findFolded(t *pathTrie[T], part, rest string, more bool) bool {
	var equal []string
	for literal := range t.literals {
		if strings.EqualFold(literal, part) {
			equal = append(equal, literal)
		}
	}
	slices.Sort(equal)
	return slices.ContainsFunc(equal, func(literal string) bool { return s.findRest(t.literals[literal], rest, more) })
}

// findRest goes on below t, or ends there.
func (s *trieSearch[T]) findRest(t *pathTrie[T], rest string, more bool) bool {
	if more {
		return s.findPath(t, rest)
	}
	return s.findMethod(t)
}

func (s *trieSearch[T]) findMethod(t *pathTrie[T]) bool {
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
