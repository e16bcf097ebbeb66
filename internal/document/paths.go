package document

import (
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"
)

var expression = regexp.MustCompile(`\{[^{}]*\}`)

// validate is the library's validation, except that templates may differ in their
// expressions' names alone while no method stands under both. OpenAPI calls them
// identical (Paths Object), but large documents have them, GitHub's among them,
// and it is clear which operation a request belongs to.
func validate(t *openapi3.T, check func(*openapi3.T) error) error {
	twins := takeTwins(t)
	if len(twins) == 0 {
		return check(t)
	}
	// Each part is valid by itself, or the document is not.
	whole, rest, apart := t.Paths, openapi3.NewPaths(), openapi3.NewPaths()
	for path, item := range whole.Map() {
		if twins[path] {
			apart.Set(path, item)
		} else {
			rest.Set(path, item)
		}
	}
	rest.Extensions, rest.Origin, apart.Origin = whole.Extensions, whole.Origin, whole.Origin
	defer func() { t.Paths = whole }()
	for _, part := range []*openapi3.Paths{rest, apart} {
		t.Paths = part
		if err := check(t); err != nil {
			return err
		}
	}
	return nil
}

// takeTwins returns the paths that go apart: each shares its normal form with
// another one, but no method. Where three do, they stay, and are refused.
func takeTwins(t *openapi3.T) map[string]bool {
	if t.Paths == nil {
		return nil
	}
	first, twins := make(map[string]string), make(map[string]bool)
	taken := make(map[string]bool)
	for _, path := range t.Paths.Keys() {
		item := t.Paths.Value(path)
		normal := expression.ReplaceAllString(path, "{}")
		other, known := first[normal]
		switch {
		case !known:
			first[normal] = path
		case !taken[normal] && disjoint(item, t.Paths.Value(other)):
			taken[normal], twins[path] = true, true
		}
	}
	return twins
}

func disjoint(a, b *openapi3.PathItem) bool {
	if a == nil || b == nil {
		return false
	}
	others := b.Operations()
	for method := range a.Operations() {
		if others[method] != nil {
			return false
		}
	}
	return true
}
