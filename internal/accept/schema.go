// Package accept proves that JSON content conforms to a schema: one pass over the
// bytes, no tree, no garbage. It may only ever say yes; whatever it cannot prove
// goes to another, slower judge, which alone finds faults. Its one law: what it
// accepts, that judge accepts.
//
// It is strict about JSON (RFC 8259): duplicate names, invalid UTF-8, lone
// surrogates and trailing data are never accepted.
package accept

// Kinds is a set of JSON types.
type Kinds uint8

// The JSON types. A whole number is one that is written without fraction and
// exponent.
const (
	Null Kinds = 1 << iota
	Boolean
	Whole
	Fraction
	String
	Array
	Object

	Number = Whole | Fraction
	Any    = Null | Boolean | Number | String | Array | Object
)

// A Schema is what has to be proved of a value, in the terms that both dialects
// of OpenAPI share. Schemas may refer to themselves. Keywords for one JSON type
// say nothing of values of another.
type Schema struct {
	// Unknown says that there is a keyword which cannot be expressed here:
	// nothing is ever proved.
	Unknown bool
	// Kinds are the types that are allowed. The zero value allows none.
	Kinds Kinds
	// NullFirst accepts null whatever else is said, as `nullable` does.
	NullFirst bool

	Enum *Enum // nil: any value
	Text *Text // nil: any string
	Num  *Num  // nil: any number
	List *List // nil: any array
	Obj  *Obj  // nil: any object

	All     []*Schema // all of them apply, too
	Choices []*Choice
}

// An Enum lists the values that are allowed. Whatever is in none of its fields is
// not proved.
type Enum struct {
	Strings     []string
	Numbers     []float64
	True, False bool
	Null        bool
}

// A Text bounds strings. Lengths count characters.
type Text struct {
	Min     int
	Max     *int
	Pattern string // of Go's syntax; empty: any
	Format  string // "byte", "date", "date-time"; empty: any
}

// A Num bounds numbers.
type Num struct {
	Min, Max     *float64
	Above, Below *float64 // exclusive bounds
	MultipleOf   *float64
	Exact        bool // what float64 would round is not proved
}

// A List bounds arrays.
type List struct {
	Min    int
	Max    *int
	Unique bool
	Prefix []*Schema
	Items  *Schema // of what follows the prefix; nil: anything
}

// An Obj bounds objects.
type Obj struct {
	Members  []Member
	Required []string // names that are no Members
	Closed   bool     // no further members
	Further  *Schema  // of further members; nil: anything
	Min      int
	Max      *int
}

// A Member is a declared member of an object.
type Member struct {
	Name     string
	Schema   *Schema
	Required bool
}

// A Choice is a oneOf or anyOf.
type Choice struct {
	One      bool // exactly one of the branches: oneOf
	Branches []*Schema
	// Property is the discriminator's, and Values the branch of each of its
	// values. Empty: there is none.
	Property string
	Values   map[string]int
}
