package schema

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Schema is a schema of the document. Two references to one schema are one
// Schema. It is safe for concurrent use.
type Schema struct {
	compiler  *Compiler
	node      *spec.Node
	keywords  atomic.Pointer[Keywords] // nil until they are first needed
	draft     *Keywords                // guarded by the compiler's mutex
	locations sync.Map                 // keyword → *spec.Location
}

// Node returns the Schema Object, nil for the schema that allows anything
// because the document has none.
func (s *Schema) Node() *spec.Node { return s.node }

// Keywords returns the compiled keywords.
func (s *Schema) Keywords() *Keywords {
	if k := s.keywords.Load(); k != nil {
		return k
	}
	return s.compiler.compileKeywords(s)
}

// Location returns where a keyword of the schema stands, or the schema itself for
// the empty keyword. Keywords below others are divided by a slash:
// "exclusiveMinimum", "discriminator/mapping".
func (s *Schema) Location(keyword string) spec.Location {
	if l, ok := s.locations.Load(keyword); ok {
		return *l.(*spec.Location)
	}
	l := s.node.Location()
	if keyword != "" {
		l = l.Child(strings.Split(keyword, "/")...)
	}
	s.locations.Store(keyword, &l)
	return l
}

// Name returns the name of a schema that is a component or a definition, else
// an empty text.
func (s *Schema) Name() string {
	switch s.node.Parent().Name() {
	case "schemas", "$defs", "definitions":
		return s.node.Name()
	}
	return ""
}

// Keywords are the keywords of a Schema in evaluated form. Those for one JSON
// type say nothing of values of another. A nil pointer is a group of keywords
// that the schema does not use.
type Keywords struct {
	False bool  // the schema `false`
	Types Types // that are allowed; AnyType if the schema does not say

	Enum   *Enum
	Const  *Enum // of one value
	Format string

	String *StringKeywords
	Number *NumberKeywords
	Array  *ArrayKeywords
	Object *ObjectKeywords

	Ref                 *Schema // with keywords beside it; a plain reference is its target
	DynamicRef          *DynamicRef
	AllOf, AnyOf, OneOf []*Schema
	Not, If, Then, Else *Schema

	ReadOnly, WriteOnly bool
	// Discriminator says which branch of anyOf or oneOf an object is meant
	// for. It never changes whether a value conforms.
	Discriminator *Discriminator

	// Nullable says why a `nullable: true` does not allow null.
	Nullable NullableNote
	// AcceptNull accepts null whatever else the schema says
	// ([Options.LenientNullable]).
	AcceptNull bool

	// Unusable are the keywords of which the meaning is unknown.
	Unusable []Unusable
	// InPlace says that other schemas apply to the same value, too.
	InPlace bool
	// Loops says that the schema applies to the same value again.
	Loops bool
	// Resource is the JSON Schema resource that the schema is part of; nil in
	// OpenAPI 3.0.
	Resource *Resource
}

// StringKeywords are the keywords for strings. Lengths count characters.
type StringKeywords struct {
	MinLength int
	MaxLength int // -1: none
	Pattern   *Pattern
}

// NumberKeywords are the keywords for numbers; nil is no bound.
type NumberKeywords struct {
	Minimum, Maximum                   *Decimal
	ExclusiveMinimum, ExclusiveMaximum *Decimal
	MultipleOf                         *Decimal
}

// ArrayKeywords are the keywords for arrays; a nil Schema allows anything.
type ArrayKeywords struct {
	MinItems         int
	MaxItems         int // -1: none
	UniqueItems      bool
	PrefixItems      []*Schema
	Items            *Schema // of the items after PrefixItems
	Contains         *Schema
	MinContains      int
	MaxContains      int // -1: none
	UnevaluatedItems *Schema
}

// ObjectKeywords are the keywords for objects; a nil Schema allows anything.
type ObjectKeywords struct {
	MinProperties         int
	MaxProperties         int        // -1: none
	Properties            []Property // sorted by name
	PatternProperties     []PatternProperty
	AdditionalProperties  *Schema
	PropertyNames         *Schema
	Required              []string // sorted
	DependentRequired     []DependentRequired
	DependentSchemas      []Property
	UnevaluatedProperties *Schema

	byName map[string]*Schema // of Properties
}

// A Property is a named member and its schema.
type Property struct {
	Name   string
	Schema *Schema
}

// A PatternProperty is the schema of all members whose names match a pattern.
type PatternProperty struct {
	Pattern *Pattern
	Schema  *Schema
}

// A DependentRequired lists the members that an object must have if it has Name.
type DependentRequired struct {
	Name     string
	Required []string
}

// Property returns the schema of a declared member, nil if it is not declared.
func (o *ObjectKeywords) Property(name string) *Schema {
	if o == nil {
		return nil
	}
	return o.byName[name]
}

// A NullableNote says why `nullable: true` does not allow null, or not alone.
type NullableNote uint8

// The reasons.
const (
	NullableEffective     NullableNote = iota // it does, or is not there
	NullableWithEnum                          // the enum does not list null
	NullableWithoutType                       // no `type` stands beside it
	NullableBesideRef                         // keywords beside $ref are ignored
	NullableBesideSchemas                     // schemas beside it, as in allOf, may refuse null
	NullableInLater                           // OpenAPI 3.1 and later do not have the keyword
)

// An Unusable is a keyword that cannot be evaluated.
type Unusable struct {
	Keyword string
	Reason  UnusableReason
	Types   Types // of the values that depend on it
}

// An UnusableReason groups the reasons for which keywords are unusable.
type UnusableReason uint8

// The reasons.
const (
	BadKeyword   UnusableReason = iota // of the wrong type, or beyond the limits
	BadPattern                         // a pattern that does not compile
	BadReference                       // a reference that leads nowhere
)
