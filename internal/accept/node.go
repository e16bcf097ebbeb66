package accept

import "github.com/apicontract/apicontract/internal/lookup"

// A node is a compiled schema.
type node struct {
	kinds     Kinds
	reach     Kinds // a value of any other type is surely refused
	nullFirst bool
	never     bool // nothing is proved
	whole     bool // what is wrong inside is told by more than one schema
	applies   bool // there are all or choices
	slot      int8 // where the string's place is noted, from 1; 0: nowhere

	origin *Schema

	enum    *enumRule
	text    *textRule
	number  *Num
	list    *listRule
	object  *objectRule
	all     []*node
	choices []*choiceRule
}

type enumRule struct {
	strings     lookup.Table
	quoted      []string // the strings as they mostly stand in content, with the quote that ends them
	hint        int      // where in a Runner's hints those begin which string it was last time
	numbers     []float64
	True, False bool
	null        bool
}

type textRule struct {
	min, max int // max < 0: none
	matches  []func([]byte) bool
}

type listRule struct {
	min, max int // max < 0: none
	unique   bool
	prefix   []*node
	items    *node
}

type objectRule struct {
	origin   *Schema
	members  []memberRule
	names    lookup.Table // of members
	required memberSet
	closed   bool
	further  *node
	min, max int // max < 0: none
	hint     int // where in a Runner's hints those of the members begin
}

type memberRule struct {
	name string
	// quoted is the name as it mostly stands in content, with its colon.
	quoted string
	node   *node
}

type choiceRule struct {
	one      bool
	branches []*node
	property string           // chooses among branches that take objects; "": nothing does
	values   map[string]*node // by the property's value
}

// maxMembers bounds the declared members of one object.
const maxMembers = 256

// A memberSet is a set of members.
type memberSet [maxMembers / 64]uint64

func (b *memberSet) has(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b *memberSet) set(i int)      { b[i>>6] |= 1 << (i & 63) }

// holds reports whether b has all of other.
func (b *memberSet) holds(other *memberSet) bool {
	return other[0]&^b[0] == 0 && other[1]&^b[1] == 0 && other[2]&^b[2] == 0 && other[3]&^b[3] == 0
}
