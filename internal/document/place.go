package document

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Place is a part of the document: a file and a JSON Pointer into it.
type Place struct{ File, Pointer string }

// Child is the place of a member or item below p.
func (p Place) Child(tokens ...string) Place {
	return Place{p.File, p.Pointer + Pointer(tokens...)}
}

// Follow is the place that a `$ref` found at p leads to; without one, p.
func (p Place) Follow(ref string) Place {
	if ref == "" {
		return p
	}
	file, fragment, _ := strings.Cut(ref, "#")
	if pointer, err := url.PathUnescape(fragment); err == nil {
		fragment = pointer
	}
	if file == "" {
		return Place{p.File, fragment}
	}
	if name, err := url.PathUnescape(file); err == nil {
		file = name
	}
	return Place{path.Join(path.Dir(p.File), file), fragment}
}

// maxHops bounds a chain of references; a valid document's has one or two.
const maxHops = 100

// Follow is the place that a `$ref` found at p finally leads to, for a component
// may itself refer to another; without one, p.
func (d *Document) Follow(p Place, ref string) Place {
	for range maxHops {
		if ref == "" {
			break
		}
		p, ref = p.Follow(ref), ""
		if n := d.text.Node(p.File, p.Pointer); n != nil {
			if _, next := member(n, "$ref"); next != nil && next.Kind == yaml.ScalarNode {
				ref = next.Value
			}
		}
	}
	return p
}

// Text returns the document's file. The bytes must not be changed.
func (d *Document) Text() ([]byte, error) { return d.text.read(d.Name) }

// Root is the place of the whole document.
func (d *Document) Root() Place { return Place{File: d.Name} }

// Locate returns the line and column of a place, from 1; 0 if unknown.
func (d *Document) Locate(p Place) (line, column int) {
	return d.text.Locate(p.File, p.Pointer)
}

// Raw decodes the value at a place into v, as YAML does. Whatever does not fit
// is an *[Error] with its place.
func (d *Document) Raw(p Place, v any) error {
	value := d.text.Node(p.File, p.Pointer)
	if value == nil {
		return d.Errorf(p, "nothing there")
	}
	if err := value.Decode(v); err != nil {
		return d.decodeError(p, err)
	}
	return nil
}

// decodeError is the first of what does not fit, where it stands.
func (d *Document) decodeError(p Place, err error) error {
	e := d.Errorf(p, "%s", strings.TrimPrefix(err.Error(), "yaml: ")).(*Error)
	e.Err = err
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Column, e.Message = 1, m[2]
		if data, err := d.text.read(p.File); err == nil {
			e.Column = indent(data, e.Line)
		}
	}
	return e
}

// Errorf returns an *[Error] at a place.
func (d *Document) Errorf(p Place, format string, args ...any) error {
	line, column := d.Locate(p)
	return &Error{File: p.File, Line: line, Column: column, Message: fmt.Sprintf(format, args...)}
}
