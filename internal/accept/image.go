package accept

import (
	"encoding/json"
	"fmt"
)

// An Encoder writes schemas down, each once, as lines of JSON that refer to one
// another by number. The zero value is ready.
type Encoder struct {
	ids   map[*Schema]int
	lines [][]byte
}

// A Decoder reads back what an [Encoder] wrote, each schema when it is first
// asked for. It is not safe for concurrent use.
type Decoder struct {
	lines   [][]byte
	schemas []*Schema
}

// The forms of a schema and its parts in which others are numbers, from 1; 0 is
// none.
type (
	schemaLine struct {
		Unknown   bool         `json:"u,omitempty"`
		Kinds     Kinds        `json:"k"`
		NullFirst bool         `json:"n,omitempty"`
		Enum      *Enum        `json:"e,omitempty"`
		Text      *Text        `json:"t,omitempty"`
		Num       *Num         `json:"f,omitempty"`
		List      *listLine    `json:"l,omitempty"`
		Obj       *objLine     `json:"o,omitempty"`
		All       []int        `json:"a,omitempty"`
		Choices   []choiceLine `json:"c,omitempty"`
	}
	listLine struct {
		Min    int   `json:"min,omitempty"`
		Max    *int  `json:"max,omitempty"`
		Unique bool  `json:"u,omitempty"`
		Prefix []int `json:"p,omitempty"`
		Items  int   `json:"i,omitempty"`
	}
	objLine struct {
		Members  []memberLine `json:"m,omitempty"`
		Required []string     `json:"r,omitempty"`
		Closed   bool         `json:"c,omitempty"`
		Further  int          `json:"f,omitempty"`
		Min      int          `json:"min,omitempty"`
		Max      *int         `json:"max,omitempty"`
	}
	memberLine struct {
		Name     string `json:"n"`
		Schema   int    `json:"s,omitempty"`
		Required bool   `json:"r,omitempty"`
	}
	choiceLine struct {
		One      bool           `json:"o,omitempty"`
		Branches []int          `json:"b"`
		Property string         `json:"p,omitempty"`
		Values   map[string]int `json:"v,omitempty"`
	}
)

// Add writes a schema and all it refers to, and returns its number.
func (e *Encoder) Add(s *Schema) (int, error) {
	if s == nil {
		return 0, nil
	}
	if id := e.ids[s]; id > 0 {
		return id, nil
	}
	if e.ids == nil {
		e.ids = make(map[*Schema]int)
	}
	e.lines = append(e.lines, nil)
	id := len(e.lines)
	e.ids[s] = id
	line, err := e.line(s)
	if err != nil {
		return 0, err
	}
	e.lines[id-1], err = json.Marshal(line)
	return id, err
}

// Lines returns what was written, a schema a line.
func (e *Encoder) Lines() [][]byte { return e.lines }

func (e *Encoder) line(s *Schema) (line *schemaLine, err error) {
	add := func(s *Schema) int {
		id, failed := e.Add(s)
		if err == nil {
			err = failed
		}
		return id
	}
	line = &schemaLine{Unknown: s.Unknown, Kinds: s.Kinds, NullFirst: s.NullFirst, Enum: s.Enum, Text: s.Text, Num: s.Num}
	if l := s.List; l != nil {
		line.List = &listLine{Min: l.Min, Max: l.Max, Unique: l.Unique, Items: add(l.Items)}
		for _, item := range l.Prefix {
			line.List.Prefix = append(line.List.Prefix, add(item))
		}
	}
	if o := s.Obj; o != nil {
		line.Obj = &objLine{Required: o.Required, Closed: o.Closed, Further: add(o.Further), Min: o.Min, Max: o.Max}
		for _, m := range o.Members {
			line.Obj.Members = append(line.Obj.Members, memberLine{m.Name, add(m.Schema), m.Required})
		}
	}
	for _, other := range s.All {
		line.All = append(line.All, add(other))
	}
	for _, c := range s.Choices {
		choice := choiceLine{One: c.One, Property: c.Property, Values: c.Values}
		for _, b := range c.Branches {
			choice.Branches = append(choice.Branches, add(b))
		}
		line.Choices = append(line.Choices, choice)
	}
	return line, err
}

// NewDecoder returns a Decoder of the lines of an [Encoder].
func NewDecoder(lines [][]byte) *Decoder {
	return &Decoder{lines: lines, schemas: make([]*Schema, len(lines))}
}

// Schema returns the schema of a number; nil for 0. One that cannot be read
// proves nothing.
func (d *Decoder) Schema(id int) *Schema {
	if id == 0 {
		return nil
	}
	if id < 0 || id > len(d.lines) {
		return &Schema{Unknown: true}
	}
	if known := d.schemas[id-1]; known != nil {
		return known
	}
	s := &Schema{}
	d.schemas[id-1] = s
	if err := d.read(s, d.lines[id-1]); err != nil {
		*s = Schema{Unknown: true}
	}
	return s
}

func (d *Decoder) read(s *Schema, text []byte) error {
	var line schemaLine
	if err := json.Unmarshal(text, &line); err != nil {
		return err
	}
	s.Unknown, s.Kinds, s.NullFirst = line.Unknown, line.Kinds, line.NullFirst
	s.Enum, s.Text, s.Num = line.Enum, line.Text, line.Num
	if l := line.List; l != nil {
		s.List = &List{Min: l.Min, Max: l.Max, Unique: l.Unique, Prefix: d.all(l.Prefix), Items: d.Schema(l.Items)}
	}
	if o := line.Obj; o != nil {
		s.Obj = &Obj{Required: o.Required, Closed: o.Closed, Further: d.Schema(o.Further), Min: o.Min, Max: o.Max}
		for _, m := range o.Members {
			s.Obj.Members = append(s.Obj.Members, Member{m.Name, d.Schema(m.Schema), m.Required})
		}
	}
	s.All = d.all(line.All)
	for _, c := range line.Choices {
		for _, i := range c.Values {
			if i < 0 || i >= len(c.Branches) {
				return fmt.Errorf("no branch %d", i)
			}
		}
		s.Choices = append(s.Choices, &Choice{One: c.One, Branches: d.all(c.Branches), Property: c.Property, Values: c.Values})
	}
	return nil
}

func (d *Decoder) all(ids []int) (schemas []*Schema) {
	for _, id := range ids {
		schemas = append(schemas, d.Schema(id))
	}
	return schemas
}
