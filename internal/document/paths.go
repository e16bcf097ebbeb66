package document

import (
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"
)

var templateExpression = regexp.MustCompile(`\{[^{}]*\}`)

// validateDocument runs check, but allows path templates that differ only in the names of their
// expressions if they share no method. OpenAPI calls them identical (Paths Object), but large
// documents such as GitHub's have them, and it is clear which operation a request belongs to.
func validateDocument(t *openapi3.T, check func(*openapi3.T) error) error {
	twins := removeTwins(t)
	if len(twins) == 0 {
		return check(t)
	}
	// The document is valid if each part is.
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

// removeTwins returns the paths to check apart: each has the same normal form as another path, but
// shares no method with it. Of three such paths, the third stays and fails the validation.
func removeTwins(t *openapi3.T) map[string]bool {
	if t.Paths == nil {
		return nil
	}
	first, twins := make(map[string]string), make(map[string]bool)
	taken := make(map[string]bool)
	for _, path := range t.Paths.Keys() {
		item := t.Paths.Value(path)
		normal := templateExpression.ReplaceAllString(path, "{}")
		other, known := first[normal]
		switch {
		case !known:
			first[normal] = path
		case !taken[normal] && shareNoMethod(item, t.Paths.Value(other)):
			taken[normal], twins[path] = true, true
		}
	}
	return twins
}

func shareNoMethod(a, b *openapi3.PathItem) bool {
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
