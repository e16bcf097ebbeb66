// Package synth generates instances of schemas that a real server or client could send: they
// conform, and they are plausible to a reader. A member called created_at holds a time, video_url a
// URL, and the document's examples are preferred.
//
// Package jsonfuzz does the opposite: it generates random, ugly and sometimes invalid values for
// fuzz tests.
package synth

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"github.com/getkin/kin-openapi/openapi3"
)

// A Generator generates instances. It is immutable and safe for concurrent use, as long as the
// schemas do not change.
type Generator struct {
	seed    uint64
	dialect dialect
}

// New returns a Generator whose values depend on the seed. The keywords of a schema decide whether
// it is in the dialect of OpenAPI 3.0 or of 3.1.
func New(seed uint64) *Generator { return &Generator{seed: seed} }

// NewForDocument returns a Generator for the schemas of one document, whose dialect is known.
func NewForDocument(doc *openapi3.T, seed uint64) *Generator {
	if doc.IsOpenAPI31OrLater() {
		return &Generator{seed: seed, dialect: dialect31}
	}
	return &Generator{seed: seed, dialect: dialect30}
}

// Options set what an instance is used for. The zero value is for the body of a response.
type Options struct {
	// Key identifies the use of the instance, such as "getVideoV3 200": the same seed and key give
	// the same instance.
	Key string
	// Name is the name of the member or parameter that the instance is the value of; empty if it
	// has none.
	Name string
	// MemberValues holds values of members by name, such as those of the request. A member gets its
	// value if that conforms. The value called id is only for the outermost object, or for the one
	// in its member data.
	MemberValues map[string]any
	// Items is the length of arrays that have no bounds; 0 means 2.
	Items int
	// Write generates a body for a request: without readOnly members. If false, the body has no
	// writeOnly members.
	Write bool
	// Minimal omits optional members.
	Minimal bool
}

// maxTries is the maximum number of attempts at an instance. Each gives up something else: known
// values, examples, optional members, the first choice of branch.
const maxTries = 24

// Value returns an instance of the schema: a map[string]any, []any, string, float64, bool or nil.
// The caller may change it. A nil schema allows everything. It returns an error if no conforming
// instance is found.
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
			w.removeHidden(s, v)
			return v, nil
		}
		if failure == nil {
			failure = err
		}
	}
	return nil, fmt.Errorf("no instance of the schema was found: %w", failure)
}

// Limits of one instance, so that every schema ends.
const (
	maxDepth       = 40    // nesting beyond which required members are an error
	optionalDepth  = 6     // nesting beyond which optional members are omitted
	maxValues      = 20000 // generated values, used or not
	optionalValues = 500   // number of generated values after which optional members are omitted
)

var errEndless = errors.New("its required members recurse without end")

// An attempt is one try to generate an instance.
type attempt struct {
	Options
	dialect        dialect
	seed           uint64
	ignoreValues   bool // do not use MemberValues
	ignoreExamples bool // do not use examples
	includeHidden  bool // include required members that are readOnly or writeOnly in this direction
	valueCount     int
	open           map[*openapi3.Schema]int // schemas in progress
	// unmatchable holds patterns with their length bounds for which no text was found. Another
	// search would take as long and fail again.
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

// A valuePath is the place of a value in the instance.
type valuePath struct {
	name         string // name of the member; for an array's items, the array's
	hash         uint64 // hash of the path
	parent       uint64 // hash of the path to the enclosing object
	index        int    // index of the item that it is, or is in
	depth        int
	isOutermost  bool // in the outermost object, or in the one in its member data
	isLaterItem  bool // in an item that is not the first of its array
	requiredOnly bool // generate only required members
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

// retry returns the same place with other random choices.
func (at valuePath) retry(i int) valuePath {
	if i > 0 {
		at.hash = mixHash(at.hash, fmt.Sprint("again", i))
	}
	return at
}

// random returns the source of random choices at a place. It does not depend on earlier values, so
// a change to a schema changes few values.
func (at valuePath) random() *rand.Rand { return rand.New(rand.NewPCG(at.hash, 0x2545f4914f6cdd1d)) }

func mixHash(h uint64, text string) uint64 {
	f := fnv.New64a()
	_, _ = f.Write([]byte(text)) // cannot fail
	h ^= f.Sum64() + 0x9e3779b97f4a7c15 + h<<6 + h>>2
	h ^= h >> 31
	return h * 0xbf58476d1ce4e5b9
}
