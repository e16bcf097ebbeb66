// Package serialization decodes values that are not JSON according to their schemas: headers, forms
// and the parts of multipart bodies (OpenAPI, Style Values and Encoding Object).
//
// Text has no types: "1" may be a string, a number, or an array of one item. If a schema allows
// several, a value has several readings, one of which must conform.
package serialization

import (
	"maps"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// A Reader decodes values by schemas. Its functions come from the schema engine.
type Reader struct {
	// Conforms reports whether a value conforms to a schema.
	Conforms func(s *schema.Schema, value any) schema.Truth
	// AcceptsAll reports whether a schema surely accepts every value of some types.
	AcceptsAll func(s *schema.Schema, types schema.Types) bool
}

// bestFirst moves the reading that most schemas accept to the front.
func (r *Reader) bestFirst(s *valueShape, readings []any) []any {
	if len(readings) < 2 || len(s.schemas) == 0 {
		return readings
	}
	best, most := 0, -1
	for i, value := range readings {
		n := 0
		for _, one := range s.schemas {
			if r.Conforms(one, value) != schema.False {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	readings[0], readings[best] = readings[best], readings[0]
	return readings
}

// Best returns the best of the readings of one value: the first that conforms to the schema,
// else the first that is not known to be wrong, else the first.
func (r *Reader) Best(s *schema.Schema, readings []any) any {
	if len(readings) == 1 {
		return readings[0]
	}
	best, unknown := readings[0], false
	for _, value := range readings {
		switch r.Conforms(s, value) {
		case schema.True:
			return value
		case schema.Unknown:
			if !unknown {
				best, unknown = value, true
			}
		}
	}
	return best
}

// textReadings returns the readings of one text, which may be JSON if it must be an object or an
// array.
func textReadings(s *valueShape, value string) []any {
	readings := schema.TextValues(value, s.types)
	if !s.mayBe(schema.Object|schema.Array) || value == "" || value[0] != '{' && value[0] != '[' {
		return readings
	}
	decoded, err := schemaerror.Decode([]byte(value))
	if err != nil {
		return readings
	}
	if s.types&schema.String == 0 {
		return []any{decoded}
	}
	return append(readings, decoded)
}

// readArray returns an array of texts. Each item has only its best reading, because all
// combinations would be too many.
func (r *Reader) readArray(s *valueShape, texts []string) []any {
	items := s.itemShape()
	array := make([]any, len(texts))
	for i, value := range texts {
		array[i] = r.bestFirst(items, textReadings(items, value))[0]
	}
	return array
}

// readOccurrences returns the readings of all texts with one name.
func (r *Reader) readOccurrences(s *valueShape, texts []string) []any {
	if len(texts) != 1 {
		return []any{r.readArray(s, texts)}
	}
	var readings []any
	if !s.mustBe(schema.Array) {
		readings = textReadings(s, texts[0])
	}
	if s.mayBe(schema.Array) {
		readings = append(readings, any(r.readArray(s, texts)))
		readings = append(readings, arraysOfOne(s, texts[0])...)
	}
	return r.bestFirst(s, readings)
}

// arraysOfOne returns additional readings of an array in one text: an empty text may mean no items
// or null, and a text may be JSON.
func arraysOfOne(s *valueShape, value string) []any {
	switch {
	case value == "" && s.types&schema.Null != 0:
		return []any{[]any{}, nil}
	case value == "":
		return []any{[]any{}}
	case value[0] == '[' && s.mustBe(schema.Array):
		if decoded, err := schemaerror.Decode([]byte(value)); err == nil {
			return []any{decoded}
		}
	}
	return nil
}

// readObject returns the readings of an object whose members are texts. A name that occurs twice is
// an array.
func (r *Reader) readObject(s *valueShape, texts [][2]string) []any {
	values := make(map[string][]string)
	var names []string
	for _, m := range texts {
		if values[m[0]] == nil {
			names = append(names, m[0])
		}
		values[m[0]] = append(values[m[0]], m[1])
	}
	return combineShapes(s, func(s *valueShape) []objectMember {
		members := make([]objectMember, len(names))
		for i, name := range names {
			members[i] = objectMember{name, r.readOccurrences(s.memberShape(name), values[name])}
		}
		return members
	})
}

const (
	// maxReadings is the maximum number of readings of one object.
	maxReadings = 16
	// manyMembers is the number of members from which an object has only one reading.
	manyMembers = 1_000
)

// An objectMember is a member of an object with its readings, the best first.
type objectMember struct {
	name     string
	readings []any
}

// combineShapes returns the readings of an object. read decodes the members by a shape: first that
// of all schemas together and then, if there are several readings, that of each branch.
func combineShapes(s *valueShape, read func(*valueShape) []objectMember) []any {
	readings := combineMembers(read(s))
	if len(readings) == 1 {
		return readings
	}
	for _, branch := range s.branchShapes() {
		readings = append(readings, combineMembers(read(branch))[0])
	}
	return readings
}

// combineMembers returns the readings of an object; the first consists of the members' best
// readings.
func combineMembers(members []objectMember) []any {
	first := make(map[string]any, len(members))
	for _, m := range members {
		first[m.name] = m.readings[0]
	}
	all := []any{first}
	if len(members) >= manyMembers {
		return all
	}
	for _, m := range members {
		for _, object := range all { // readings so far
			for _, value := range m.readings[1:] {
				if len(all) == maxReadings {
					return all
				}
				other := maps.Clone(object.(map[string]any))
				other[m.name] = value
				all = append(all, other)
			}
		}
	}
	return all
}
