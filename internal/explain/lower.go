package explain

import (
	"github.com/apicontract/apicontract/internal/accept"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A Lowering says in the acceptor's terms what schemas say in their library's,
// each once. What the acceptor has no words for, or where the library is laxer
// than the standard, it leaves unproved. It is not safe for concurrent use.
type Lowering struct {
	of30 map[*openapi3.Schema]*accept.Schema
	of31 map[*jsonschema.Schema]*accept.Schema

	from30 map[*accept.Schema]*openapi3.Schema
}

// NewLowering returns a Lowering for the schemas of one document.
func NewLowering() *Lowering {
	return &Lowering{
		of30: make(map[*openapi3.Schema]*accept.Schema),
		of31: make(map[*jsonschema.Schema]*accept.Schema),

		from30: make(map[*accept.Schema]*openapi3.Schema),
	}
}

// Schema lowers an explainer's schema.
func (l *Lowering) Schema(s Schema) *accept.Schema {
	switch s := s.(type) {
	case *builtin:
		return l.value30(s.schema)
	case *compiled:
		return l.schema31(s.schema)
	}
	return &accept.Schema{Unknown: true}
}

// A PartSchema explains parts of a value by themselves.
type PartSchema interface {
	Schema
	// Lacking returns the faults of an object that has the named members, and
	// of which no more is wrong than that it lacks required ones.
	Lacking(names map[string]bool) []Fault
}

// Part returns the explainer of a part of s, which was lowered to part; false if it
// is not known. What it says of a value is what s says of it in its place.
func (l *Lowering) Part(s Schema, part *accept.Schema) (PartSchema, bool) {
	whole, ok := s.(*builtin)
	if !ok || l.from30[part] == nil {
		return nil, false
	}
	return &builtin{schema: l.from30[part], places: whole.places}, true
}

// kindsOf are the acceptor's words for types. Of an integer it proves only those
// that are written as one.
func kindsOf(types []string) (kinds accept.Kinds) {
	for _, t := range types {
		kinds |= map[string]accept.Kinds{
			"null": accept.Null, "boolean": accept.Boolean, "integer": accept.Whole, "number": accept.Number,
			"string": accept.String, "array": accept.Array, "object": accept.Object,
		}[t]
	}
	return kinds
}

// lower sets a pattern, and reports false if it cannot be proved in linear time.
func (p *Pattern) lower(to *accept.Text) bool {
	if p.linear != nil {
		to.Pattern = p.linear.String()
	}
	return p.backtrack == nil
}
