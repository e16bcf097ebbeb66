package schema

import (
	"encoding/json"

	"github.com/apicontract/apicontract/internal/spec"
)

// Opaque is a value that cannot be decoded, such as a part of a form in an unknown media type.
// Whether it conforms is unknown.
type Opaque struct{}

// An Enum holds the values of `enum` or `const`.
type Enum struct {
	// Values are decoded as [spec.Node.Value] decodes them.
	Values []any

	strings    map[string]bool
	numbers    map[Decimal]bool // without their text
	others     []any            // null, true, false, arrays, objects
	hasInexact bool             // the list has a number beyond the limits
}

func newEnum(nodes ...*spec.Node) *Enum {
	e := &Enum{Values: make([]any, len(nodes)), strings: make(map[string]bool, len(nodes))}
	for i, n := range nodes {
		e.Values[i] = n.Value()
		e.addValue(e.Values[i])
	}
	return e
}

func (e *Enum) addValue(value any) {
	switch v := value.(type) {
	case string:
		e.strings[v] = true
	case json.Number:
		n, ok := ParseDecimal(v.String())
		if !ok {
			e.hasInexact = true
			return
		}
		if e.numbers == nil {
			e.numbers = make(map[Decimal]bool)
		}
		n.text = ""
		e.numbers[n] = true
	default:
		e.others = append(e.others, v)
	}
}

// Strings returns the strings that are listed. The map must not be changed.
func (e *Enum) Strings() map[string]bool { return e.strings }

// Has reports whether a value is listed.
func (e *Enum) Has(value any) Truth {
	switch v := value.(type) {
	case string:
		return truthOf(e.strings[v])
	case json.Number:
		n, ok := ParseDecimal(v.String())
		n.text = ""
		switch {
		case !ok && e.hasInexact:
			return Unknown
		case ok:
			return truthOf(e.numbers[n])
		case len(e.numbers) > 0:
			return Unknown
		}
		return False
	}
	result := False
	for _, other := range e.others {
		switch EqualValues(other, value) {
		case True:
			return True
		case Unknown:
			result = Unknown
		}
	}
	return result
}

// EqualValues reports whether two decoded values are the same JSON value: numbers are
// compared exactly, objects without regard to the order of members.
func EqualValues(a, b any) Truth {
	if a == any(Opaque{}) || b == any(Opaque{}) {
		return Unknown
	}
	switch a := a.(type) {
	case json.Number:
		if b, ok := b.(json.Number); ok {
			return equalNumbers(a, b)
		}
		return False
	case []any:
		b, ok := b.([]any)
		return equalArrays(a, b, ok)
	case map[string]any:
		b, ok := b.(map[string]any)
		return equalObjects(a, b, ok)
	}
	switch b.(type) {
	case []any, map[string]any:
		return False
	}
	return truthOf(a == b)
}

func equalNumbers(a, b json.Number) Truth {
	if a == b {
		return True
	}
	m, ok := ParseDecimal(a.String())
	n, also := ParseDecimal(b.String())
	if !ok || !also {
		return Unknown
	}
	return truthOf(m.Equal(n))
}

func equalArrays(a, b []any, ok bool) Truth {
	if !ok || len(a) != len(b) {
		return False
	}
	result := True
	for i := range a {
		switch EqualValues(a[i], b[i]) {
		case False:
			return False
		case Unknown:
			result = Unknown
		}
	}
	return result
}

func equalObjects(a, b map[string]any, ok bool) Truth {
	if !ok || len(a) != len(b) {
		return False
	}
	result := True
	for name, value := range a {
		other, has := b[name]
		if !has {
			return False
		}
		switch EqualValues(value, other) {
		case False:
			return False
		case Unknown:
			result = Unknown
		}
	}
	return result
}
