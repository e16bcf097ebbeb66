package document

import (
	"github.com/apicontract/apicontract/internal/spec"
)

// A Place is a part of the document.
type Place = spec.Location

// An Error says what is wrong with a document, and where.
type Error = spec.Error

// Follow is the place that a `$ref` found at p finally leads to, for a component
// may itself refer to another; without one, p.
func (d *Document) Follow(p Place, ref string) Place {
	if ref == "" {
		return p
	}
	target := p.Reference(ref)
	if n := d.Spec.Follow(d.Spec.Find(target)); n != nil {
		return n.Location()
	}
	return target
}

// Root is the place of the whole document.
func (d *Document) Root() Place { return Place{File: d.Spec.Name()} }

// Locate returns the line and column of a place, from 1; 0 if unknown.
func (d *Document) Locate(p Place) (line, column int) { return d.Spec.Position(p) }

// Errorf returns an *[Error] at a place.
func (d *Document) Errorf(p Place, format string, args ...any) error {
	return d.Spec.Errorf(p, format, args...)
}

// Tree returns a file of the document as [encoding/json] decodes it with
// UseNumber. The second result is false if the file cannot be read.
func (d *Document) Tree(file string) (any, bool) {
	n := d.Spec.Find(Place{File: file})
	return n.Value(), n != nil
}
