package explain

import (
	"strconv"
	"sync"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/getkin/kin-openapi/openapi3"
)

// places knows where in the document each schema below a root stands. It is
// filled when first asked: conforming traffic never asks.
type places struct {
	doc   *document.Document
	root  document.Place // of the schema itself
	top   *openapi3.SchemaRef
	where document.Place // of top, which may be a reference

	once sync.Once
	at   map[*openapi3.Schema]document.Place
}

func newPlaces(doc *document.Document, top *openapi3.SchemaRef, where document.Place) *places {
	return &places{doc: doc, root: doc.Follow(where, top.Ref), top: top, where: where}
}

func (p *places) of(s *openapi3.Schema) document.Place {
	p.once.Do(func() {
		p.at = make(map[*openapi3.Schema]document.Place)
		p.walk(p.top, p.where)
	})
	if place, ok := p.at[s]; ok {
		return place
	}
	return p.root
}

// walk enters a schema, at the place its reference leads to, and all below. A
// schema that is known already ends the walk, so recursion does.
func (p *places) walk(ref *openapi3.SchemaRef, place document.Place) {
	if ref == nil || ref.Value == nil {
		return
	}
	s, place := ref.Value, p.doc.Follow(place, ref.Ref)
	if _, known := p.at[s]; known {
		return
	}
	p.at[s] = place
	for name, property := range s.Properties {
		p.walk(property, place.Child("properties", name))
	}
	p.list(s.AllOf, place.Child("allOf"))
	p.list(s.OneOf, place.Child("oneOf"))
	p.list(s.AnyOf, place.Child("anyOf"))
	p.walk(s.Not, place.Child("not"))
	p.walk(s.Items, place.Child("items"))
	p.walk(s.AdditionalProperties.Schema, place.Child("additionalProperties"))
}

func (p *places) list(refs openapi3.SchemaRefs, place document.Place) {
	for i, ref := range refs {
		p.walk(ref, place.Child(strconv.Itoa(i)))
	}
}
