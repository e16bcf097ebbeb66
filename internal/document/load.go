// Package document loads a document with kin-openapi: its types are used by the packages that
// generate values and requests, and its validation by lint.
package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/spec"
)

// A Document is a valid OpenAPI document in kin-openapi's types. Where their fields cannot hold an
// integer, [ExactNumber] returns it.
type Document struct {
	*openapi3.T
	Spec *spec.Document
}

// FromSpec loads a document with kin-openapi, once. The error is an *[spec.Error].
func FromSpec(d *spec.Document) (*Document, error) {
	type result struct {
		doc *Document
		err error
	}
	type key struct{}
	r := d.CachedValue(key{}, func() any {
		doc, err := loadDocument(d)
		return result{doc, err}
	}).(result)
	return r.doc, r.err
}

// Load reads and loads the document called name.
func Load(fsys fs.FS, name string) (*Document, error) {
	d, err := spec.Load(fsys, name)
	if err != nil {
		return nil, err
	}
	return FromSpec(d)
}

func loadDocument(d *spec.Document) (doc *Document, err error) {
	// kin-openapi may panic, and the document may come from anywhere.
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, &spec.Error{File: d.Name(), Message: fmt.Sprintf("the document cannot be read: %v", p)}
		}
	}()
	t, err := runLoader(d, false)
	if err != nil {
		return nil, locatedError(d, err)
	}
	completeDiscriminators(t)
	keepExactNumbers(t, d)
	return &Document{T: t, Spec: d}, nil
}

// runLoader runs the loader and the validation. Origins cost time and memory, so they are only used
// to explain an error.
func runLoader(d *spec.Document, origins bool) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.IncludeOrigin = origins
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, uri *url.URL) ([]byte, error) {
		data, err := readReference(d, uri)
		return withOrigins(data, origins), err
	}
	data, _, err := d.PlainText(d.Name())
	if err != nil {
		return nil, err
	}
	t, err := loader.LoadFromDataWithPath(withOrigins(data, origins), &url.URL{Path: d.Name()})
	if err != nil {
		return nil, err
	}
	// Wrong examples do not make a document unusable.
	return t, validateDocument(t, func(t *openapi3.T) error {
		return t.Validate(loader.Context, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaPatternValidation(),
			openapi3.AllowExtraSiblingFields("pathItems")) // OpenAPI 3.1, Components Object: unknown to kin-openapi
	})
}

// withOrigins returns the text in a form for which the loader keeps origins, which it does not do
// for JSON. With a comment at its end, JSON becomes YAML, and all positions stay the same.
func withOrigins(data []byte, origins bool) []byte {
	if !origins || !json.Valid(data) {
		return data
	}
	return append(bytes.TrimRight(slices.Clone(data), " \t\r\n"), " #\n"...)
}

func readReference(d *spec.Document, uri *url.URL) ([]byte, error) {
	if uri.Scheme != "" && uri.Scheme != "file" || uri.Host != "" {
		return nil, fmt.Errorf("%s: %w", uri.Redacted(), spec.ErrNetwork)
	}
	name := path.Clean(uri.Path)
	if uri.Scheme != "" || !fs.ValidPath(name) {
		return nil, fmt.Errorf("%s: %w", (&url.URL{Scheme: uri.Scheme, Path: name}).String(), spec.ErrOutside)
	}
	text, _, err := d.PlainText(name) // its error has the position, unlike the loader's
	return text, err
}
