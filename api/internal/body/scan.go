package body

import (
	"bytes"
	"encoding/json"
)

// A scanner walks over a JSON text in parallel with the shape of its type. encoding/json has
// decoded the text, so it is valid. The scanner allocates nothing unless a member is missing.
type scanner struct {
	data []byte
	at   int
}

// checkValue checks the value at the scanner's position and moves to its end. place is the path of the
// value.
func (s *scanner) checkValue(of *shape, place *step) error {
	s.skipSpace()
	switch s.data[s.at] {
	case '{':
		return s.checkObject(of, place)
	case '[':
		return s.checkList(of, place)
	case '"':
		s.at = endOfString(s.data, s.at)
	default:
		s.skipLiteral()
	}
	return nil
}

func (s *scanner) checkList(of *shape, place *step) error {
	var items *shape
	if of != nil {
		items = of.items
	}
	for s.at++; ; s.at++ { // after the bracket or a comma
		if s.skipSpace(); s.data[s.at] == ']' {
			break
		}
		if err := s.checkValue(items, place); err != nil {
			return err
		}
		if s.skipSpace(); s.data[s.at] == ']' {
			break
		}
	}
	s.at++
	return nil
}

func (s *scanner) checkObject(of *shape, place *step) error {
	var few [16]state
	states := few[:]
	if of != nil && len(of.required) > len(few) {
		states = make([]state, len(of.required))
	}
	for s.at++; ; s.at++ { // after the brace or a comma
		if s.skipSpace(); s.data[s.at] == '}' {
			break
		}
		if err := s.checkMember(of, place, states); err != nil {
			return err
		}
		if s.skipSpace(); s.data[s.at] == '}' {
			break
		}
	}
	s.at++
	if of == nil {
		return nil
	}
	for i, name := range of.required {
		if states[i] != present {
			return &MissingError{Member: (&step{place, quote(name)}).String(), Null: states[i] == null}
		}
	}
	return nil
}

func (s *scanner) checkMember(of *shape, place *step, states []state) error {
	start := s.at
	s.at = endOfString(s.data, s.at)
	name := s.data[start:s.at]
	s.skipSpace()
	s.at++ // the colon
	s.skipSpace()
	if of == nil {
		return s.checkValue(nil, nil)
	}
	m, ok := of.findMember(name)
	if ok && m.required > 0 {
		states[m.required-1] = present // the last member with a name counts, as in encoding/json
		if s.data[s.at] == 'n' && !m.nullable {
			states[m.required-1] = null
		}
	}
	if of.members == nil {
		m.shape = of.items
	}
	if m.shape == nil {
		return s.checkValue(nil, nil)
	}
	return s.checkValue(m.shape, &step{place, name})
}

// findMember returns the member with a quoted name.
func (of *shape) findMember(quoted []byte) (member, bool) {
	if m, ok := of.members[string(quoted[1:len(quoted)-1])]; ok {
		return m, true
	}
	if bytes.IndexByte(quoted, '\\') < 0 {
		return member{}, false
	}
	m, ok := of.members[unquote(quoted)]
	return m, ok
}

func unquote(quoted []byte) (name string) {
	_ = json.Unmarshal(quoted, &name) // the text is valid
	return name
}

func quote(name string) []byte {
	quoted, _ := json.Marshal(name) // a string can always be encoded
	return quoted
}

func (s *scanner) skipSpace() {
	for s.data[s.at] <= ' ' {
		s.at++
	}
}

func (s *scanner) skipLiteral() {
	for s.at < len(s.data) && s.data[s.at] > ' ' && s.data[s.at] != ',' && s.data[s.at] != ']' && s.data[s.at] != '}' {
		s.at++
	}
}

// A state says what was found for a required member.
type state uint8

const (
	missing state = iota
	null
	present
)

// A step is a member on the path to a value.
type step struct {
	before *step
	quoted []byte // its name
}

func (s *step) String() string {
	if s.before == nil {
		return unquote(s.quoted)
	}
	return s.before.String() + "." + unquote(s.quoted)
}
