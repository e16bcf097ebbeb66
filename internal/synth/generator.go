// Package synth makes instances of schemas, such as a well-meaning server or
// client would send: they conform, and they make sense to a reader. A member
// called created_at holds a time, video_url a URL, and what the document gives as
// an example comes first.
//
// It is the opposite of package specimen, which makes what the traffic of a fuzz
// test needs: ugly at every corner, by chance, and sometimes wrong.
package synth

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"github.com/getkin/kin-openapi/openapi3"
)

// A Generator makes instances. It is immutable and safe for concurrent use, as long as
// the schemas do not change.
type Generator struct {
	seed    uint64
	dialect dialect
}

// New returns a Generator whose choices follow from the seed. The keywords of a schema
// decide whether it is in the dialect of OpenAPI 3.0 or of 3.1.
func New(seed uint64) *Generator { return &Generator{seed: seed} }

// NewForDocument returns a Generator for the schemas of one document, whose dialect is known.
func NewForDocument(doc *openapi3.T, seed uint64) *Generator {
	if doc.IsOpenAPI31OrLater() {
		return &Generator{seed: seed, dialect: dialect31}
	}
	return &Generator{seed: seed, dialect: dialect30}
}

// Options say what an instance is for. The zero value asks for the content of a
// response.
type Options struct {
	// Key is what the instance is for, such as "getVideoV3 200": with the same
	// seed and key it is the same.
	Key string
	// Name is that of the member or parameter that the instance is the value of;
	// empty if it has none.
	Name string
	// MemberValues holds the values of members by name, such as the request's: a member
	// takes it where it conforms. The one called id is meant for the outermost
	// object, or for that in its data, and no other.
	MemberValues map[string]any
	// Items is the length of arrays that have no bounds; 0 means 2.
	Items int
	// Write asks for the content of a request: without members that are
	// readOnly. Otherwise there are none that are writeOnly.
	Write bool
	// Minimal leaves out what is not required.
	Minimal bool
}

// maxTries bounds how often a whole instance is begun anew. Each time something
// else is given up: echoes, examples, optional members, the first choice of branch.
const maxTries = 24

// Value returns an instance of the schema: a map[string]any, []any, string,
// float64, bool or nil, which is the caller's. A schema that is nil allows
// everything. The error is that of a schema with which nothing seems to conform.
func (m *Generator) Value(s *openapi3.SchemaRef, o Options) (any, error) {
	if s == nil || s.Value == nil {
		return map[string]any{}, nil
	}
	var failure error
	hopeless := make(map[string]bool)
	for try := range maxTries {
		w := m.newAttempt(o, try)
		w.unmatchable = hopeless
		v, err := w.makeValue(s, w.rootPath())
		if err == nil {
			err = w.checkValue(s.Value, v)
		}
		if err == nil {
			return v, nil
		}
		if failure == nil {
			failure = err
		}
	}
	return nil, fmt.Errorf("no instance of the schema was found: %w", failure)
}

// Bounds of one instance, so that no schema makes it endless.
const (
	maxDepth       = 40    // nesting, at which even required members end in an error
	optionalDepth  = 6     // nesting, from which on optional members are left out
	maxValues      = 20000 // values made, kept or not
	optionalValues = 500   // values, after which optional members are left out
)

var errEndless = errors.New("its required members go on without end")

// attempt is one try to make an instance.
type attempt struct {
	Options
	dialect        dialect
	seed           uint64
	ignoreValues   bool // takes no notice of what is known
	ignoreExamples bool // takes no notice of examples
	includeHidden  bool // with members that belong into the other direction, if they are required
	valueCount     int
	open           map[*openapi3.Schema]int // schemas that are being worked on
	// unmatchable are patterns, with bounds of length, that no text was found for:
	// another try would only take as long again.
	unmatchable map[string]bool
}

func (m *Generator) newAttempt(o Options, try int) *attempt {
	w := &attempt{Options: o, dialect: m.dialect, seed: m.seed, open: make(map[*openapi3.Schema]int), unmatchable: make(map[string]bool)}
	w.ignoreValues = try%2 == 1
	w.ignoreExamples = try%4 >= 2
	w.Minimal = o.Minimal || try%8 >= 4
	w.includeHidden = try%12 >= 6
	if try >= 4 {
		w.seed += uint64(try) * 0x9e3779b97f4a7c15
	}
	return w
}

// A valuePath is where in the instance a value goes.
type valuePath struct {
	name         string // of the member; of an array's items, the array's
	hash         uint64 // of the whole way there
	parent       uint64 // of the way to the object around it
	index        int    // of the item that it is, or is in
	depth        int
	isOutermost  bool // in the outermost object, or in that in its data
	isLaterItem  bool // in an item that is not the first of its array
	requiredOnly bool // required members alone
}

func (w *attempt) rootPath() valuePath {
	return valuePath{name: w.Name, hash: mixHash(mixHash(w.seed, w.Key), w.Name), isOutermost: true}
}

func (at valuePath) member(name string) valuePath {
	at.isOutermost = at.isOutermost && (at.depth == 0 || at.depth == 1 && at.name == "data")
	at.name, at.parent, at.hash, at.depth = name, at.hash, mixHash(at.hash, name), at.depth+1
	return at
}

func (at valuePath) item(i int) valuePath {
	at.isOutermost, at.isLaterItem, at.index = false, at.isLaterItem || i > 0, i
	at.hash, at.depth = mixHash(at.hash, fmt.Sprint(i)), at.depth+1
	return at
}

// retry is the same place with other choices.
func (at valuePath) retry(i int) valuePath {
	if i > 0 {
		at.hash = mixHash(at.hash, fmt.Sprint("again", i))
	}
	return at
}

// random returns the source of what is chosen at a spot. It does not depend on what
// was made before, so a change to a schema changes little.
func (at valuePath) random() *rand.Rand { return rand.New(rand.NewPCG(at.hash, 0x2545f4914f6cdd1d)) }

func mixHash(h uint64, text string) uint64 {
	f := fnv.New64a()
	_, _ = f.Write([]byte(text)) // cannot fail
	h ^= f.Sum64() + 0x9e3779b97f4a7c15 + h<<6 + h>>2
	h ^= h >> 31
	return h * 0xbf58476d1ce4e5b9
}
