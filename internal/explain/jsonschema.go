package explain

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// A Dialect31 makes explainers for an OpenAPI 3.1 document, whose schemas are
// JSON Schema 2020-12. Each is compiled once: kin-openapi would do it anew for
// each value. It is not safe for concurrent use; what it makes is.
type Dialect31 struct {
	compiler *jsonschema.Compiler
}

// New31 returns the dialect of a document and the files it refers to.
func New31(doc *document.Document) *Dialect31 {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(files{doc})
	c.UseRegexpEngine(compile31)
	return &Dialect31{c}
}

const scheme = "contract:///"

// files gives the compiler the document's own files and nothing else.
type files struct{ doc *document.Document }

func (f files) Load(uri string) (any, error) {
	name, err := url.PathUnescape(strings.TrimPrefix(uri, scheme))
	if err != nil || !strings.HasPrefix(uri, scheme) {
		return nil, fmt.Errorf("%s: %w", uri, document.ErrNetwork)
	}
	tree, ok := f.doc.Tree(name)
	if !ok {
		return nil, fmt.Errorf("%s cannot be read", name)
	}
	return tree, nil
}

// Schema returns the explainer of the schema at place.
func (d *Dialect31) Schema(place document.Place) (Schema, error) {
	fragment := (&url.URL{Fragment: place.Pointer}).EscapedFragment()
	schema, err := d.compiler.Compile(scheme + (&url.URL{Path: place.File}).EscapedPath() + "#" + fragment)
	if err != nil {
		return nil, err
	}
	return &compiled{schema, place}, nil
}

type compiled struct {
	schema *jsonschema.Schema
	place  document.Place
}

// First is no quicker: the library always collects all.
func (c *compiled) First(value any) []Fault { return c.Explain(value) }

func (c *compiled) Explain(value any) (faults []Fault) {
	// The library panics at numbers that its own type cannot hold.
	defer func() {
		if recover() != nil {
			faults = []Fault{{Message: "holds a number that is too large or too small to be judged", Place: c.place, Keyword: "type"}}
		}
	}()
	err := c.schema.Validate(value)
	if err == nil {
		return nil
	}
	if e, ok := err.(*jsonschema.ValidationError); ok {
		return leaves(nil, e)
	}
	return []Fault{{Message: "cannot be judged by its schema"}}
}

// leaves flattens an error tree, as builtin.faults does.
func leaves(faults []Fault, e *jsonschema.ValidationError) []Fault {
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		if inner := closestLeaves(e.Causes); inner != nil {
			return append(faults, inner...)
		}
		return append(faults, fault31(e)...)
	}
	if len(e.Causes) == 0 {
		return append(faults, fault31(e)...)
	}
	for _, cause := range e.Causes {
		faults = leaves(faults, cause)
	}
	return faults
}

func closestLeaves(branches []*jsonschema.ValidationError) []Fault {
	var best []Fault
	tie := false
	for _, branch := range branches {
		faults := leaves(nil, branch)
		switch {
		case best == nil || len(faults) < len(best):
			best, tie = faults, false
		case len(faults) == len(best):
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

// fault31 words one error; a missing or further member is a fault of its own.
func fault31(e *jsonschema.ValidationError) []Fault {
	base := Fault{
		Instance: e.InstanceLocation,
		Keyword:  strings.Join(e.ErrorKind.KeywordPath(), "/"),
		Place:    placeOf(e),
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return each(base, k.Missing, func(f *Fault, name string) {
			f.Property, f.Expected, f.Actual = name, "member "+name, "absent"
			f.Message = fmt.Sprintf("lacks the required member %q", name)
		})
	case *kind.AdditionalProperties:
		return each(base, k.Properties, func(f *Fault, name string) {
			f.Instance = append(slices.Clip(f.Instance), name)
			f.Expected, f.Actual = "no further member", "a further member"
			f.Message = "is a member that the schema does not allow"
		})
	}
	describe31(&base, e.ErrorKind)
	return []Fault{base}
}

func each(base Fault, names []string, set func(*Fault, string)) []Fault {
	faults := make([]Fault, len(names))
	for i, name := range names {
		faults[i] = base
		set(&faults[i], name)
	}
	return faults
}

func placeOf(e *jsonschema.ValidationError) document.Place {
	file, fragment, _ := strings.Cut(strings.TrimPrefix(e.SchemaURL, scheme), "#")
	if name, err := url.PathUnescape(file); err == nil {
		file = name
	}
	if pointer, err := url.PathUnescape(fragment); err == nil {
		fragment = pointer
	}
	return document.Place{File: file, Pointer: fragment}.Child(e.ErrorKind.KeywordPath()...)
}
