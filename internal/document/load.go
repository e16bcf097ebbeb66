// Package document loads an OpenAPI document and its references from one file
// system, and knows where in the text everything stands.
package document

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"

	"github.com/getkin/kin-openapi/openapi3"
)

// ReadFile returns a file of a document by its slash-separated name. It decides
// what a document may refer to.
type ReadFile func(name string) ([]byte, error)

// A Document is a loaded, valid OpenAPI document.
type Document struct {
	*openapi3.T
	Name string // the file's name
	text *Text
}

// Load reads and validates the document called name. References are followed
// through read and nowhere else. The error is an *[Error].
func Load(read ReadFile, name string) (doc *Document, err error) {
	// The loader is not ours, and the document may be anybody's.
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, &Error{File: name, Message: fmt.Sprintf("the document cannot be read: %v", p)}
		}
	}()
	text := NewText(read)
	root, err := text.parse(name)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(name, root); err != nil {
		return nil, err
	}
	t, err := load(text, name, false)
	if err != nil {
		return nil, explainLoad(text, name, err)
	}
	nameBranches(t)
	return &Document{T: t, Name: name, text: text}, nil
}

// load runs the loader and the validation. Origins cost time and memory, so
// they are asked for only to explain an error.
func load(text *Text, name string, origins bool) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.IncludeOrigin = origins
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, uri *url.URL) ([]byte, error) {
		return readReference(text, uri)
	}
	data, err := text.read(name)
	if err != nil {
		return nil, err
	}
	t, err := loader.LoadFromDataWithPath(data, &url.URL{Path: name})
	if err != nil {
		return nil, err
	}
	// A document's examples are its author's affair: they may lag behind, and
	// the yardstick is still sound.
	return t, validate(t, func(t *openapi3.T) error {
		return t.Validate(loader.Context, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaPatternValidation(),
			openapi3.AllowExtraSiblingFields("pathItems")) // OpenAPI 3.1, Components Object: unknown to the library
	})
}

// ErrNetwork and ErrOutside are the reasons why a reference is not followed.
var (
	ErrNetwork = errors.New("references are followed only to files: download it and refer to the copy")
	ErrOutside = errors.New("references reach no further than the folder that the document is opened from: open it from one that holds both")
)

func readReference(text *Text, uri *url.URL) ([]byte, error) {
	if uri.Scheme != "" && uri.Scheme != "file" || uri.Host != "" {
		return nil, fmt.Errorf("%s: %w", uri.Redacted(), ErrNetwork)
	}
	name := path.Clean(uri.Path)
	if uri.Scheme != "" || !fs.ValidPath(name) {
		return nil, fmt.Errorf("%s: %w", (&url.URL{Scheme: uri.Scheme, Path: name}).String(), ErrOutside)
	}
	if _, err := text.parse(name); err != nil {
		return nil, err // it tells the place, which the loader's would not
	}
	return text.read(name)
}
