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

// A Maker makes instances. It is immutable and safe for concurrent use, as long as
// nobody changes the schemas.
type Maker struct {
	seed    uint64
	dialect dialect
}

// New returns a Maker whose choices follow from the seed. Which dialect a schema
// is written in, that of OpenAPI 3.0 or of 3.1, is told from its keywords.
func New(seed uint64) *Maker { return &Maker{seed: seed} }

// NewFor returns a Maker for the schemas of one document, whose dialect is known.
func NewFor(doc *openapi3.T, seed uint64) *Maker {
	if doc.IsOpenAPI31OrLater() {
		return &Maker{seed: seed, dialect: dialect31}
	}
	return &Maker{seed: seed, dialect: dialect30}
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
	// Known holds the values of members by name, such as the request's: a member
	// takes it where it conforms. The one called id is meant for the outermost
	// object, or for that in its data, and no other.
	Known map[string]any
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
func (m *Maker) Value(s *openapi3.SchemaRef, o Options) (any, error) {
	if s == nil || s.Value == nil {
		return map[string]any{}, nil
	}
	var failure error
	hopeless := make(map[string]bool)
	for try := range maxTries {
		w := m.work(o, try)
		w.hopeless = hopeless
		v, err := w.value(s, w.root())
		if err == nil {
			err = w.check(s.Value, v)
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
	maxDepth  = 40    // nesting, at which even required members end in an error
	calmDepth = 6     // nesting, from which on optional members are left out
	maxValues = 20000 // values made, kept or not
	calm      = 500   // values, after which optional members are left out
)

var errEndless = errors.New("its required members go on without end")

// work is one try to make an instance.
type work struct {
	Options
	dialect dialect
	seed    uint64
	deaf    bool // takes no notice of what is known
	bare    bool // takes no notice of examples
	hidden  bool // with members that belong into the other direction, if they are required
	made    int
	open    map[*openapi3.Schema]int // schemas that are being worked on
	// hopeless are patterns, with bounds of length, that no text was found for:
	// another try would only take as long again.
	hopeless map[string]bool
}

func (m *Maker) work(o Options, try int) *work {
	w := &work{Options: o, dialect: m.dialect, seed: m.seed, open: make(map[*openapi3.Schema]int), hopeless: make(map[string]bool)}
	w.deaf = try%2 == 1
	w.bare = try%4 >= 2
	w.Minimal = o.Minimal || try%8 >= 4
	w.hidden = try%12 >= 6
	if try >= 4 {
		w.seed += uint64(try) * 0x9e3779b97f4a7c15
	}
	return w
}

// A spot is where in the instance a value goes.
type spot struct {
	name    string // of the member; of an array's items, the array's
	hash    uint64 // of the whole way there
	parent  uint64 // of the way to the object around it
	index   int    // of the item that it is, or is in
	depth   int
	outer   bool // in the outermost object, or in that in its data
	further bool // in an item that is not the first of its array
	lean    bool // required members alone
}

func (w *work) root() spot {
	return spot{name: w.Name, hash: mix(mix(w.seed, w.Key), w.Name), outer: true}
}

func (at spot) member(name string) spot {
	at.outer = at.outer && (at.depth == 0 || at.depth == 1 && at.name == "data")
	at.name, at.parent, at.hash, at.depth = name, at.hash, mix(at.hash, name), at.depth+1
	return at
}

func (at spot) item(i int) spot {
	at.outer, at.further, at.index = false, at.further || i > 0, i
	at.hash, at.depth = mix(at.hash, fmt.Sprint(i)), at.depth+1
	return at
}

// again is the same place with other choices.
func (at spot) again(i int) spot {
	if i > 0 {
		at.hash = mix(at.hash, fmt.Sprint("again", i))
	}
	return at
}

// rnd returns the source of what is chosen at a spot. It does not depend on what
// was made before, so a change to a schema changes little.
func (at spot) rnd() *rand.Rand { return rand.New(rand.NewPCG(at.hash, 0x2545f4914f6cdd1d)) }

func mix(h uint64, text string) uint64 {
	f := fnv.New64a()
	_, _ = f.Write([]byte(text)) // cannot fail
	h ^= f.Sum64() + 0x9e3779b97f4a7c15 + h<<6 + h>>2
	h ^= h >> 31
	return h * 0xbf58476d1ce4e5b9
}
