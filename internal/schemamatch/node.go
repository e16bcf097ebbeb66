package schemamatch

import (
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/schema"
)

// A schemaNode holds the rules for the values of a conjunction of schemas. The rules are created
// when the node is first reached.
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
	scalar // lowered, and a string only needs its own rules
)

// valueRules are a node's rules for a value.
type valueRules struct {
	undecided  bool         // every value is undecided
	types      schema.Types // types of the values that can be decided
	possible   schema.Types // types of the values that may conform
	acceptNull bool         // null conforms whatever the other rules are
	capture    int8         // number of the capture that keeps the string, from 1
	choiceOnly bool         // there are no rules except for types and choices

	enum    *enumRule
	text    *textRule
	numbers []numberRule
	array   *arrayRule
	object  *objectRule
	choices []*choiceRule
}

// An enumRule lists the allowed values, without arrays and objects.
type enumRule struct {
	types       schema.Types // types of all values
	strings     map[string]bool
	numbers     []schema.Decimal
	True, False bool
}

// A textRule bounds strings. Lengths count characters.
type textRule struct {
	min, max int // max < 0 means no maximum
	checks   []func([]byte) bool
	patterns []*schema.Pattern
}

// A numberRule bounds numbers.
type numberRule struct {
	keywords *schema.NumberKeywords
	// short is the largest length of integers that need no check.
	short int
}

// An arrayRule bounds arrays.
type arrayRule struct {
	min, max int // max < 0 means no maximum
	unique   bool
	prefix   []*schemaNode
	items    *schemaNode
}

// An objectRule bounds objects.
type objectRule struct {
	members    []memberRule
	index      map[string]uint8 // of members
	required   memberSet
	patterns   []patternRule // for additional members
	additional *schemaNode   // for members that no pattern matches; nil if there are no others
	names      *schemaNode   // for all names; nil means any name
	min, max   int           // max < 0 means no maximum
	hint       int           // index of the first of the rule's hints in a Matcher
}

// A memberRule is a member that the schemas declare.
type memberRule struct {
	name   string
	quoted string // the name as bodies usually write it, with its colon; empty if it needs escapes
	node   *schemaNode
}

// A patternRule is the node of the members whose names match a pattern.
type patternRule struct {
	pattern *schema.Pattern
	node    *schemaNode
}

// maxMembers is the maximum number of declared members of one object.
const maxMembers = 256

// A memberSet is a set of indexes of members.
type memberSet [maxMembers / 64]uint64

func (b *memberSet) hasIndex(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b *memberSet) addIndex(i int)      { b[i>>6] |= 1 << (i & 63) }

// includes reports whether b has all of other.
func (b *memberSet) includes(other *memberSet) bool {
	return other[0]&^b[0] == 0 && other[1]&^b[1] == 0 && other[2]&^b[2] == 0 && other[3]&^b[3] == 0
}
