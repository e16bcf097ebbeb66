package document

import (
	"github.com/apicontract/apicontract/internal/spec"
)

// A Location is a part of the document.
type Location = spec.Location

// An Error says what is wrong with a document, and where.
type Error = spec.Error

// FollowRef is the place that a `$ref` found at p finally leads to, for a component
// may itself refer to another; without one, p.
func (d *Document) FollowRef(p Location, ref string) Location {
	if ref == "" {
		return p
	}
	target := p.ResolveRef(ref)
	if n := d.Spec.Follow(d.Spec.NodeAt(target)); n != nil {
		return n.Location()
	}
	return target
}

// Root is the place of the whole document.
func (d *Document) Root() Location { return Location{File: d.Spec.Name()} }

// Position returns the line and column of a place, from 1; 0 if unknown.
func (d *Document) Position(p Location) (line, column int) { return d.Spec.Position(p) }

// Errorf returns an *[Error] at a place.
func (d *Document) Errorf(p Location, format string, args ...any) error {
	return d.Spec.Errorf(p, format, args...)
}

// FileValue returns a file of the document as [encoding/json] decodes it with
// UseNumber. The second result is false if the file cannot be read.
func (d *Document) FileValue(file string) (any, bool) {
	n := d.Spec.NodeAt(Location{File: file})
	return n.Value(), n != nil
}
