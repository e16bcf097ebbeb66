package schema

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Schema is a schema of the document. Two references to one schema return the same Schema. It is
// safe for concurrent use.
type Schema struct {
	compiler  *Compiler
	node      *spec.Node
	keywords  atomic.Pointer[Keywords] // nil until first needed
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

// Location returns the location of a keyword of the schema, or of the schema itself for the empty
// keyword. Nested keywords are separated by a slash: "exclusiveMinimum", "discriminator/mapping".
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

// Keywords are the keywords of a Schema in evaluated form. Keywords for one JSON type do not
// restrict values of another. A nil pointer is a group of keywords that the schema does not use.
type Keywords struct {
	False bool  // the schema `false`
	Types Types // allowed types; AnyType if the schema has no `type`

	Enum   *Enum
	Const  *Enum // a single value
	Format string

	String *StringKeywords
	Number *NumberKeywords
	Array  *ArrayKeywords
	Object *ObjectKeywords

	Ref                 *Schema // set if there are keywords beside it; the target replaces a plain reference
	DynamicRef          *DynamicRef
	AllOf, AnyOf, OneOf []*Schema
	Not, If, Then, Else *Schema

	ReadOnly, WriteOnly bool
	// Discriminator says which branch of anyOf or oneOf an object is meant for. It does not affect
	// whether a value conforms.
	Discriminator *Discriminator

	// Nullable says why a `nullable: true` does not allow null.
	Nullable NullableNote
	// AcceptNull accepts null whatever the other keywords require ([Options.LenientNullable]).
	AcceptNull bool

	// Unusable are the keywords that cannot be evaluated.
	Unusable []Unusable
	// InPlace reports that other schemas apply to the same value, too.
	InPlace bool
	// Loops reports that the schema applies to the same value again.
	Loops bool
	// Resource is the JSON Schema resource that the schema is part of; nil in
	// OpenAPI 3.0.
	Resource *Resource
}

// StringKeywords are the keywords for strings. Lengths count characters.
type StringKeywords struct {
	MinLength int
	MaxLength int // -1 if there is none
	Pattern   *Pattern
}

// NumberKeywords are the keywords for numbers; nil means no bound.
type NumberKeywords struct {
	Minimum, Maximum                   *Decimal
	ExclusiveMinimum, ExclusiveMaximum *Decimal
	MultipleOf                         *Decimal
}

// ArrayKeywords are the keywords for arrays; a nil Schema allows anything.
type ArrayKeywords struct {
	MinItems         int
	MaxItems         int // -1 if there is none
	UniqueItems      bool
	PrefixItems      []*Schema
	Items            *Schema // of the items after PrefixItems
	Contains         *Schema
	MinContains      int
	MaxContains      int // -1 if there is none
	UnevaluatedItems *Schema
}

// ObjectKeywords are the keywords for objects; a nil Schema allows anything.
type ObjectKeywords struct {
	MinProperties         int
	MaxProperties         int        // -1 if there is none
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

// A NullableNote says why `nullable: true` alone does not allow null.
type NullableNote uint8

// The reasons.
const (
	NullableEffective     NullableNote = iota // it does, or is absent
	NullableWithEnum                          // the enum does not list null
	NullableWithoutType                       // there is no `type` beside it
	NullableBesideRef                         // keywords beside $ref are ignored
	NullableBesideSchemas                     // schemas beside it, as in allOf, may reject null
	NullableInLater                           // OpenAPI 3.1 and later lack the keyword
)

// An Unusable is a keyword that cannot be evaluated.
type Unusable struct {
	Keyword string
	Reason  UnusableReason
	Types   Types // types of the values that depend on it
}

// An UnusableReason groups the reasons for which keywords are unusable.
type UnusableReason uint8

// The reasons.
const (
	BadKeyword   UnusableReason = iota // a keyword of the wrong type, or beyond the limits
	BadPattern                         // a pattern that does not compile
	BadReference                       // a reference without a target
)
