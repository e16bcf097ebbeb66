package instance

import (
	"math/rand/v2"
	"strconv"
)

// A Fault is a way in which a value breaks its schema.
type Fault int

// The faults. Each is put into the first member that can have it.
const (
	None      Fault = iota
	WrongType       // a required member has another JSON type
	Missing         // a required member is missing
)

// Options describe the value to generate.
type Options struct {
	// Page is the size, in bytes, to which the first array grows; 0 keeps it at a few items.
	Page  int
	Fault Fault
}

// Append appends a value to b. It reports whether the value has the requested fault, because not
// every schema has a place for it.
func (s *Schema) Append(b []byte, rnd *rand.Rand, o Options) ([]byte, bool) {
	m := valueMaker{rnd: rnd, Options: o, b: b, start: len(b)}
	m.addValue(s, 0)
	return m.b, m.Fault == None
}

const (
	maxDepth        = 8  // depth at which optional members and items end, and so recursion
	fewItems        = 4  // in an array that is not a page
	optionalPercent = 85 // per cent of the optional members
	nullPercent     = 15 // per cent of the nullable values
	extraPercent    = 2  // per cent of the open objects that get an undocumented member
)

type valueMaker struct {
	Options
	rnd   *rand.Rand
	b     []byte
	start int
	// sheltered counts the enclosing unions. A fault inside one might conform to another branch.
	sheltered int
}

func (m *valueMaker) chance(percent int) bool { return m.rnd.IntN(100) < percent }

func (m *valueMaker) addValue(s *Schema, depth int) {
	switch {
	case s.nullable && (depth > 1 || s.kind == "string") && m.chance(nullPercent):
		m.b = append(m.b, "null"...)
	case len(s.variants) > 0:
		m.sheltered++
		m.addValue(s.variants[m.rnd.IntN(len(s.variants))], depth)
		m.sheltered--
	case len(s.enum) > 0:
		m.b = append(m.b, s.enum[m.rnd.IntN(len(s.enum))]...)
	case s.kind == "object":
		m.addObject(s, depth)
	case s.kind == "array":
		m.addArray(s, depth)
	case s.kind == "boolean":
		m.b = strconv.AppendBool(m.b, m.chance(50))
	case s.kind == "integer":
		m.b = s.number(m.b, m.rnd)
	case s.kind == "number":
		m.b = append(s.number(m.b, m.rnd), '.', byte('1'+m.rnd.IntN(9)))
	default:
		m.b = s.text(m.b, m.rnd)
	}
}

func (m *valueMaker) addObject(s *Schema, depth int) {
	m.b = append(m.b, '{')
	first := len(m.b)
	for i := range s.members {
		m.addMember(&s.members[i], first, depth)
	}
	if s.open && len(s.members) > 2 && m.chance(extraPercent) {
		m.addComma(first)
		m.b = append(m.b, `"x_revision":`...)
		m.b = strconv.AppendInt(m.b, m.rnd.Int64N(100), 10)
	}
	m.b = append(m.b, '}')
}

func (m *valueMaker) addMember(p *objectMember, first, depth int) {
	// The top level of a response always has all its members.
	if !p.required && depth > 0 && (depth >= maxDepth || !m.chance(optionalPercent)) {
		return
	}
	fault := None
	if p.required && !p.schema.nullable && m.sheltered == 0 {
		fault, m.Fault = m.Fault, None
	}
	if fault == Missing {
		return
	}
	m.addComma(first)
	m.b = append(m.b, p.name...)
	if fault == WrongType {
		m.b = append(m.b, p.schema.otherType()...)
		return
	}
	m.addValue(p.schema, depth+1)
}

func (m *valueMaker) addComma(first int) {
	if len(m.b) > first {
		m.b = append(m.b, ',')
	}
}

// otherType returns a value that the schema's type does not allow.
func (s *Schema) otherType() string {
	if s.kind == "boolean" {
		return "7"
	}
	return "true"
}

func (m *valueMaker) addArray(s *Schema, depth int) {
	m.b = append(m.b, '[')
	first := len(m.b)
	items := m.rnd.IntN(fewItems)
	if depth >= maxDepth {
		items = 0
	}
	page := m.Page
	m.Page = 0
	for i := 0; i < items || len(m.b)-m.start < page; i++ {
		m.addComma(first)
		m.addValue(s.items, depth+1)
	}
	m.b = append(m.b, ']')
}
