package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// A Document is an OpenAPI document and the files that it refers to, which are
// read when they are first needed.
type Document struct {
	fsys fs.FS
	name string
	root *Node

	mu           sync.Mutex
	files        map[string]loadedFile
	cachedValues sync.Map

	// operations returns all operations, sorted by path template and method.
	operations func() []*Operation

	overlayProblems []Problem // of an overlay's actions
}

type loadedFile struct {
	*parsedFile
	err error
}

// Load reads the document called name. References are followed to other files
// of fsys and nowhere else. The error is an *[Error]: the file cannot be read or
// parsed, or it is no OpenAPI 3 document.
func Load(fsys fs.FS, name string) (*Document, error) {
	d := newDocument(fsys, name)
	root, err := d.loadFile(name)
	if err != nil {
		return nil, err
	}
	d.root = root
	return d, checkVersion(root)
}

// newDocument returns a document whose files are still to be read.
func newDocument(fsys fs.FS, name string) *Document {
	d := &Document{fsys: fsys, name: name, files: make(map[string]loadedFile)}
	d.operations = sync.OnceValue(d.readOperations)
	return d
}

// Name returns the name of the document's file.
func (d *Document) Name() string { return d.name }

// Root returns the OpenAPI Object.
func (d *Document) Root() *Node { return d.root }

// Title returns the title of the API (Info Object).
func (d *Document) Title() string { return d.root.At("info", "title").Text() }

// APIVersion returns the version of the API (Info Object).
func (d *Document) APIVersion() string { return d.root.At("info", "version").Text() }

// Is30 reports whether the document is of OpenAPI 3.0, whose Schema Objects are
// a dialect of their own; later versions use JSON Schema 2020-12.
func (d *Document) Is30() bool { return strings.HasPrefix(d.root.Member("openapi").Text(), "3.0") }

// CachedValue returns the value that create makes for a key, which it makes once for
// the document. Packages keep what they derive from a document there; the key
// is of a type of their own.
func (d *Document) CachedValue(key any, create func() any) any {
	if once, ok := d.cachedValues.Load(key); ok {
		return once.(func() any)()
	}
	once, _ := d.cachedValues.LoadOrStore(key, sync.OnceValue(create))
	return once.(func() any)()
}

// loadFile returns the root of a file. The error is an *[Error].
func (d *Document) loadFile(name string) (*Node, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	loaded, known := d.files[name]
	if !known {
		loaded.parsedFile, loaded.err = loadFile(d.fsys, name)
		d.files[name] = loaded
	}
	if loaded.err != nil {
		return nil, loaded.err
	}
	return &loaded.root, nil
}

// FileText returns the bytes of one of the document's files, which is read if it was
// not. They must not be changed. The error is an *[Error].
func (d *Document) FileText(file string) ([]byte, error) {
	if _, err := d.loadFile(file); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[file].data, nil
}

// PlainText is FileText for other parsers, which may refuse a text that has problems and
// know of no overlay: of such a file it returns its values as JSON, and false.
func (d *Document) PlainText(file string) (text []byte, isOwn bool, err error) {
	root, err := d.loadFile(file)
	if err != nil {
		return nil, false, err
	}
	if f := root.extra.file; len(f.syntax.all) == 0 && !f.overlaid {
		return f.data, true, nil
	}
	text, err = json.Marshal(root.Value())
	return text, false, err
}

// NodeAt returns the node at a location, nil if there is none.
func (d *Document) NodeAt(l Location) *Node {
	root, err := d.loadFile(l.File)
	if err != nil {
		return nil
	}
	return root.At(SplitPointer(l.Pointer)...)
}

// Position returns the line and column of the deepest part of a location that
// exists, from 1; 0 if the file cannot be read.
func (d *Document) Position(l Location) (line, column int) {
	return d.deepest(l).Position()
}

// SourceLocation returns where the text of a location stands, which is another file for
// what an overlay added.
func (d *Document) SourceLocation(l Location) Location {
	deepest := d.deepest(l)
	if deepest == nil || deepest.textRoot().parent == nil {
		return l
	}
	return deepest.SourceLocation()
}

// deepest returns the deepest part of a location that exists; nil if the file cannot be
// read.
func (d *Document) deepest(l Location) *Node {
	root, err := d.loadFile(l.File)
	if err != nil {
		return nil
	}
	deepest := root
	for _, token := range SplitPointer(l.Pointer) {
		next := deepest.At(token)
		if next == nil {
			break
		}
		deepest = next
	}
	return deepest
}

// Errorf returns an *[Error] at a location.
func (d *Document) Errorf(l Location, format string, args ...any) error {
	line, column := d.Position(l)
	return &Error{File: l.File, Line: line, Column: column, Message: fmt.Sprintf(format, args...)}
}

// ErrNetwork and ErrOutside are the reasons for which a reference is not
// followed.
var (
	ErrNetwork = errors.New("references are followed only to files: download it and refer to the copy")
	ErrOutside = errors.New("references reach no further than the folder that the document is opened from: open it from one that holds both")
)

// maxReferences bounds a chain of references; documents use one or two.
const maxReferences = 100

// resolve follows a Reference Object, and further ones that it leads to. A node
// that is not a Reference Object is returned as it is. The error is an *[Error]
// at the reference that leads nowhere.
func (d *Document) resolve(n *Node) (*Node, error) {
	for range maxReferences {
		ref, ok := n.Member("$ref").AsString()
		if !ok {
			return n, nil
		}
		target, err := d.ResolveReference(n.Member("$ref"), ref)
		if err != nil {
			return nil, err
		}
		n = target
	}
	return nil, n.Errorf("the chain of references does not end")
}

// Follow is like resolve; it returns nil if the reference leads nowhere.
func (d *Document) Follow(n *Node) *Node {
	target, err := d.resolve(n)
	if err != nil {
		return nil
	}
	return target
}

// ResolveReference returns what a reference in the file of at leads to. The error is an
// *[Error] at that node.
func (d *Document) ResolveReference(at *Node, ref string) (*Node, error) {
	if pointer, ok := strings.CutPrefix(ref, "#"); ok && !strings.Contains(pointer, "%") { // nearly always
		return at.referTo(at.fileRoot(), pointer, ref)
	}
	u, err := url.Parse(ref)
	if err != nil {
		return nil, at.Errorf("the reference %q is not a URI reference", ref)
	}
	if u.Scheme != "" || u.Host != "" {
		return nil, at.wrapErrorf(ErrNetwork, "%s: %v", u.Redacted(), ErrNetwork)
	}
	own := at.Location()
	target := own.ResolveRef(ref)
	if target.File != own.File && !fs.ValidPath(target.File) {
		return nil, at.wrapErrorf(ErrOutside, "%s: %v", target.File, ErrOutside)
	}
	root, err := d.loadFile(target.File)
	if err != nil {
		return nil, at.wrapErrorf(err, "the reference %q cannot be followed: %v", ref, err)
	}
	return at.referTo(root, target.Pointer, ref)
}

// referTo returns what the pointer of a reference leads to from the root of a file. The
// error is an *[Error] at n.
func (n *Node) referTo(root *Node, pointer, ref string) (*Node, error) {
	if pointer != "" && !strings.HasPrefix(pointer, "/") {
		return nil, n.Errorf("the reference %q leads nowhere: its fragment is not a JSON Pointer", ref)
	}
	target := root.At(SplitPointer(pointer)...)
	if target == nil {
		return nil, n.Errorf("the reference %q leads nowhere", ref)
	}
	return target, nil
}

// wrapErrorf is Errorf for an error with a cause.
func (n *Node) wrapErrorf(cause error, format string, args ...any) error {
	err := n.newErrorf(format, args...)
	err.Err = cause
	return err
}

// checkVersion says what a file is if it is no OpenAPI 3 document.
func checkVersion(root *Node) error {
	version := root.Member("openapi")
	switch {
	case version == nil:
		if swagger := root.Member("swagger"); swagger != nil {
			return root.Errorf("a Swagger %s document: convert it to OpenAPI 3", swagger.Text())
		}
		return root.Errorf("not an OpenAPI 3 document: it has no `openapi` field")
	case !strings.HasPrefix(version.Text(), "3."): // of a number, too, which is a problem
		return version.Errorf("not an OpenAPI 3 document: want `openapi: 3.x.y`")
	}
	return nil
}

// FileRoots returns the roots of the files that were read so far: the document's
// own, then the others by name.
func (d *Document) FileRoots() []*Node {
	d.mu.Lock()
	defer d.mu.Unlock()
	roots := []*Node{d.root}
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		if f := d.files[name].parsedFile; f != nil && name != d.name {
			roots = append(roots, &f.root)
		}
	}
	return roots
}
