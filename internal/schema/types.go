package schema

import "strings"

// Types is a set of JSON types. An integer is a number without a fractional part, such as 1, 1.0
// and 1e3; Fraction is any other number.
type Types uint8

// The JSON types.
const (
	Null Types = 1 << iota
	Boolean
	Integer
	Fraction
	String
	Array
	Object

	Number  = Integer | Fraction
	AnyType = Null | Boolean | Number | String | Array | Object
)

var typeNames = []struct {
	name  string
	types Types
}{
	{"null", Null}, {"boolean", Boolean}, {"number", Number}, {"integer", Integer},
	{"string", String}, {"array", Array}, {"object", Object},
}

// typeNamed returns the types for a name in `type`, 0 if the name is invalid.
func typeNamed(name string) Types {
	for _, t := range typeNames {
		if t.name == name {
			return t.types
		}
	}
	return 0
}

// nameList returns the names of the types in a schema, null last. It omits null unless it is the
// only type.
func (t Types) nameList() []string {
	var names []string
	for _, named := range typeNames {
		if t&named.types == named.types && named.types != Null {
			names = append(names, named.name)
			t &^= named.types
		}
	}
	if t&Fraction != 0 {
		names = append(names, "number")
	}
	if t&Null != 0 {
		names = append(names, "null")
	}
	return names
}

// String lists the types: "string or null".
func (t Types) String() string { return strings.Join(t.nameList(), " or ") }

// A Truth is the result of a comparison, which may be unknown.
type Truth uint8

// The results.
const (
	False Truth = iota
	True
	Unknown
)

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}
