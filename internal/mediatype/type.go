package mediatype

import (
	"mime"
	"slices"
	"strings"
)

// A Type is a parsed media type, or a range of them such as "text/*".
type Type struct {
	Essence string // Parameters are sorted by name. They do not include charset and boundary, which describe the encoding of a body and not its type.
	// Parameters are sorted by name. They lack charset and boundary, which say how
	// a body is written and not what it is.
	Parameters []Parameter
	Charset    string // lower case
	Boundary   string // of the parts of a multipart body
}

// A Parameter is a parameter of a media type; its name is in lower case.
type Parameter struct{ Name, Value string }

// Parse parses a media type. If parameters break the grammar of RFC 9110, section 5.6.6, such as a
// URL without quotes, those with a name and a value are kept.
func Parse(value string) Type {
	_, parameters, err := mime.ParseMediaType(value)
	if err != nil {
		parameters = lenientParameters(value)
	}
	t := Type{Essence: Essence(value), Charset: strings.ToLower(parameters["charset"]), Boundary: parameters["boundary"]}
	for name, value := range parameters {
		if name != "charset" && name != "boundary" {
			t.Parameters = append(t.Parameters, Parameter{name, value})
		}
	}
	slices.SortFunc(t.Parameters, func(a, b Parameter) int { return strings.Compare(a.Name, b.Name) })
	return t
}

func lenientParameters(value string) map[string]string {
	parameters := make(map[string]string)
	_, rest, _ := strings.Cut(value, ";")
	for parameter := range strings.SplitSeq(rest, ";") {
		if name, value, ok := strings.Cut(parameter, "="); ok {
			parameters[strings.ToLower(strings.TrimSpace(name))] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return parameters
}

// Agrees reports whether two types are the same, except for parameters that only one of them has.
func (t Type) Agrees(other Type) bool {
	if t.Essence != other.Essence || t.Charset != other.Charset && t.Charset != "" && other.Charset != "" {
		return false
	}
	for _, p := range t.Parameters {
		if value, has := other.parameter(p.Name); has && !strings.EqualFold(value, p.Value) {
			return false
		}
	}
	return true
}

func (t Type) parameter(name string) (string, bool) {
	for _, p := range t.Parameters {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// includes reports whether t has all parameters of a key.
func (t Type) includes(key Type) bool {
	for _, p := range key.Parameters {
		if value, has := t.parameter(p.Name); !has || value != p.Value {
			return false
		}
	}
	return true
}
