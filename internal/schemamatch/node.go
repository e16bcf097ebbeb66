package schemamatch

import (
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/schema"
)

// A schemaNode holds the rules for the values of a conjunction of schemas. The rules are
// made when the node is first reached.
type schemaNode struct {
	compiler *Compiler
	schemas  conjunction
	state    atomic.Uint32
	valueRules
}

// The states of a node.
const (
	notLowered uint32 = iota
	lowered
	scalar // lowered, and a string needs no more than its own rules
)

// valueRules are what a node asks of a value.
type valueRules struct {
	undecided  bool         // no value is decided
	types      schema.Types // of the values that are decided
	possible   schema.Types // of the values that do not surely break the schemas
	acceptNull bool         // null conforms whatever else is asked
	capture    int8         // number of the capture for which a string is kept, from 1
	choiceOnly bool         // nothing but the types and the choices is asked

	enum    *enumRule
	text    *textRule
	numbers []numberRule
	array   *arrayRule
	object  *objectRule
	choices []*choiceRule
}

// An enumRule lists the values that are allowed, without arrays and objects.
type enumRule struct {
	types       schema.Types // of all values
	strings     map[string]bool
	numbers     []schema.Decimal
	True, False bool
}

// A textRule bounds strings. Lengths count characters.
type textRule struct {
	min, max int // max < 0: none
	checks   []func([]byte) bool
	patterns []*schema.Pattern
}

// A numberRule bounds numbers.
type numberRule struct {
	keywords *schema.NumberKeywords
	// short is the length of the integers that need no check.
	short int
}

// An arrayRule bounds arrays.
type arrayRule struct {
	min, max int // max < 0: none
	unique   bool
	prefix   []*schemaNode
	items    *schemaNode
}

// An objectRule bounds objects.
type objectRule struct {
	members    []memberRule
	index      map[string]uint8 // of members
	required   memberSet
	patterns   []patternRule // of further members
	additional *schemaNode   // of members that no pattern matches; nil: there are none
	names      *schemaNode   // of all names; nil: any
	min, max   int           // max < 0: none
	hint       int           // index of the first of the rule's hints in a Matcher
}

// A memberRule is a member that the schemas name.
type memberRule struct {
	name   string
	quoted string // as bodies usually write the name, with its colon; empty: it needs escapes
	node   *schemaNode
}

// A patternRule is the node of the members whose names match a pattern.
type patternRule struct {
	pattern *schema.Pattern
	node    *schemaNode
}

// maxMembers bounds the named members of one object.
const maxMembers = 256

// A memberSet is a set of indexes of members.
type memberSet [maxMembers / 64]uint64

func (b *memberSet) hasIndex(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b *memberSet) addIndex(i int)      { b[i>>6] |= 1 << (i & 63) }

// includes reports whether b has all of other.
func (b *memberSet) includes(other *memberSet) bool {
	return other[0]&^b[0] == 0 && other[1]&^b[1] == 0 && other[2]&^b[2] == 0 && other[3]&^b[3] == 0
}
