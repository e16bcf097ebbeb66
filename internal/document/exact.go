package document

import (
	"encoding/json"
	"maps"
	"math/big"
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/spec"
)

// manyDigits matches an integer that a float64 may not hold.
var manyDigits = regexp.MustCompile(`^-?[1-9][0-9]{15,}$`)

// maxExactDigits limits the length of integers, so that their conversion is fast.
const maxExactDigits = 400

// keepExactNumbers gives the schemas the integers that kin-openapi has rounded, because its fields are
// float64. A keyword such as maximum moves to the schema's Extensions, where [ExactNumber] finds it, so
// that kin-openapi does not check it. Values of enum, const, default and examples are replaced.
func keepExactNumbers(t *openapi3.T, d *spec.Document) {
	if !hasManyDigits(d) {
		return
	}
	_ = t.WalkSchemas(func(pointer string, ref *openapi3.SchemaRef) error { // the callback never fails
		if node := followPointer(d, pointer); node != nil {
			keepKeywords(ref.Value, node)
			keepValues(ref.Value, node)
		}
		return nil
	})
}

// hasManyDigits reports whether any file of the document has a number that may be rounded. Most
// documents have none.
func hasManyDigits(d *spec.Document) bool {
	for _, root := range d.FileRoots() {
		text, err := d.FileText(root.Location().File)
		if err != nil {
			return true
		}
		digits := 0
		for _, c := range text {
			if c < '0' || c > '9' {
				digits = 0
			} else if digits++; digits == 16 {
				return true
			}
		}
	}
	return false
}

// followPointer returns the node at a pointer that continues behind references.
func followPointer(d *spec.Document, pointer string) *spec.Node {
	node := d.Root()
	for _, token := range spec.SplitPointer(pointer) {
		node = d.Follow(node.At(token))
	}
	return node
}

// isRounded reports whether a number is an integer that a float64 does not hold.
func isRounded(n *spec.Node) bool {
	if !n.Is(spec.Number) || len(n.Text()) > maxExactDigits || !manyDigits.MatchString(n.Text()) {
		return false
	}
	exact, _ := new(big.Int).SetString(n.Text(), 10)
	float, _ := new(big.Float).SetInt(exact).Float64()
	rounded, _ := big.NewFloat(float).Int(nil)
	return rounded == nil || rounded.Cmp(exact) != 0
}

// keepKeywords moves the rounded bounds of a schema to its Extensions.
func keepKeywords(s *openapi3.Schema, node *spec.Node) {
	keep := func(keyword string, field **float64) bool {
		n := node.Member(keyword)
		if isRounded(n) {
			SetExactNumber(s, keyword, n.Text())
			*field = nil
		}
		return isRounded(n)
	}
	// In OpenAPI 3.0, exclusiveMinimum says whether minimum is exclusive.
	if keep("minimum", &s.Min) && s.ExclusiveMin.IsTrue() {
		SetExactNumber(s, "exclusiveMinimum", node.Member("minimum").Text())
		s.ExclusiveMin.Bool = nil
	}
	if keep("maximum", &s.Max) && s.ExclusiveMax.IsTrue() {
		SetExactNumber(s, "exclusiveMaximum", node.Member("maximum").Text())
		s.ExclusiveMax.Bool = nil
	}
	keep("exclusiveMinimum", &s.ExclusiveMin.Value)
	keep("exclusiveMaximum", &s.ExclusiveMax.Value)
	keep("multipleOf", &s.MultipleOf)
}

// exactPrefix begins the names of the extensions that hold exact numbers.
const exactPrefix = "x-exact-"

// ExactNumber returns the integer of a keyword that a float64 does not hold, empty if the schema has
// none.
func ExactNumber(s *openapi3.Schema, keyword string) string {
	text, _ := s.Extensions[exactPrefix+keyword].(json.Number)
	return text.String()
}

// SetExactNumber sets the integer of a keyword that a float64 does not hold; an empty text removes it.
// The Extensions of the schema are replaced, because other schemas may share them.
func SetExactNumber(s *openapi3.Schema, keyword, text string) {
	extensions := make(map[string]any, len(s.Extensions)+1)
	maps.Copy(extensions, s.Extensions)
	delete(extensions, exactPrefix+keyword)
	if text != "" {
		extensions[exactPrefix+keyword] = json.Number(text)
	}
	s.Extensions = extensions
}

// keepValues replaces the values of a schema that have rounded numbers.
func keepValues(s *openapi3.Schema, node *spec.Node) {
	for keyword, field := range map[string]*any{"const": &s.Const, "example": &s.Example, "default": &s.Default} {
		if n := node.Member(keyword); *field != nil && hasRounded(n) {
			*field = n.Value()
		}
	}
	for keyword, field := range map[string][]any{"enum": s.Enum, "examples": s.Examples} {
		for i, n := range node.Member(keyword).Items() {
			if i < len(field) && hasRounded(n) {
				field[i] = n.Value()
			}
		}
	}
}

// hasRounded reports whether a value has a rounded number.
func hasRounded(n *spec.Node) bool {
	if isRounded(n) {
		return true
	}
	for child := range n.All() {
		if hasRounded(child) {
			return true
		}
	}
	return false
}
