package accept

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// maxParts is how many parts of one content are told by themselves.
const maxParts = 32

// A Part is a value inside of content that was not proved to conform to its
// schema.
type Part struct {
	Schema   *Schema
	From, To int // content[From:To]
	// Lacks says that the value is an object of which no more is wrong than
	// that it lacks required members, and what is said by parts inside of it.
	Lacks bool
	// Further says that the value is that of a member which its object, whose
	// Schema this is, does not let be.
	Further bool

	steps []Step // the path, from the inside
}

// Parts runs a program as [Runner.Run] does, but goes on behind values that are
// not proved. If it reports true, content is one JSON text, and conforms but for
// the parts, which lie beside one another, or inside of one that Lacks: what the
// schema has to say of content is what their schemas have to say of them, and of
// the names of those that are Further. False
// says nothing. The parts are valid until the next call.
func (r *Runner) Parts(p *Program, content []byte) ([]Part, bool) {
	r.parts, r.any = r.parts[:0], p.any
	ok := r.Run(p, content)
	r.any = nil
	return r.parts, ok
}

// partly moves behind the value at p, which does not conform to n, and notes it.
// It returns -1 unless that is asked for, and the value is JSON.
func (r *Runner) partly(n *node, p int) int {
	if r.any == nil || len(r.parts) == maxParts {
		return -1
	}
	// Parts and names inside of this value are nobody's any more.
	for len(r.parts) > 0 && r.parts[len(r.parts)-1].From >= p {
		r.parts = r.parts[:len(r.parts)-1]
	}
	for len(r.names) > 0 && r.names[len(r.names)-1].from >= p {
		r.names = r.names[:len(r.names)-1]
	}
	end := r.wholly(r.any, p)
	if end >= 0 {
		r.parts = append(r.parts, Part{Schema: n.origin, From: p, To: end})
	}
	return end
}

// lacking is partly for an object that was read to its end.
func (r *Runner) lacking(rule *objectRule, count, from, to int) int {
	if len(r.parts) == maxParts || count < rule.min || rule.max >= 0 && count > rule.max {
		return -1
	}
	r.parts = append(r.parts, Part{Schema: rule.origin, From: from, To: to, Lacks: true})
	return to
}

// further moves behind the value at p, of a member that its object does not let be.
// It returns -1 unless that is asked for, and the value is JSON.
func (r *Runner) further(rule *objectRule, p int) int {
	if r.any == nil || len(r.parts) == maxParts {
		return -1
	}
	end := r.wholly(r.any, p)
	if end >= 0 {
		r.parts = append(r.parts, Part{Schema: rule.origin, From: p, To: end, Further: true})
	}
	return end
}

// wholly is value for values of which no part is told by itself.
func (r *Runner) wholly(n *node, p int) int {
	anything := r.any
	r.any = nil
	end := r.value(n, p)
	r.any = anything
	return end
}

// A Step is one reference token of a path: the name of a member, or an index.
type Step struct {
	label []byte // the name, as it is written
	Index int    // in an array; -1 in an object
}

// Token returns the step as a JSON Pointer has it, but for what is escaped there.
func (s Step) Token() string {
	if s.Index >= 0 {
		return strconv.Itoa(s.Index)
	}
	return string(unescape(nil, s.label))
}

// Path is the way to the part, from the outside. It is valid as long as the content.
func (p *Part) Path() []Step {
	path := slices.Clone(p.steps)
	slices.Reverse(path)
	return path
}

// Is reports whether the part is at a place.
func (p *Part) Is(place []string) bool { return len(p.steps) == len(place) && p.Holds(place) }

// Holds reports whether the part is at a place, or the place may be inside of it.
func (p *Part) Holds(place []string) bool {
	if len(p.steps) > len(place) {
		return false
	}
	for i, s := range slices.Backward(p.steps) {
		if s.Token() != place[len(p.steps)-1-i] {
			return false
		}
	}
	return true
}

// AppendPath appends to text what no other way than the part's is written like.
func (p *Part) AppendPath(text []byte) []byte {
	for _, s := range slices.Backward(p.steps) {
		if s.Index >= 0 {
			text = strconv.AppendInt(append(text, '#'), int64(s.Index), 10)
		} else {
			text = appendLabel(text, s.label)
		}
	}
	return text
}

func appendLabel(text, label []byte) []byte {
	return append(append(append(text, '"'), label...), '"')
}

// inMember says that the parts from the given one on lie in the member whose name
// begins at p. It returns how many parts there are.
func (r *Runner) inMember(from, p int) int {
	end, _ := text(r.b, p)
	return r.in(from, Step{r.b[p:end:end], -1})
}

// in says that the parts from the given one on lie behind a step.
func (r *Runner) in(from int, s Step) int {
	for i := from; i < len(r.parts); i++ {
		r.parts[i].steps = append(r.parts[i].steps, s)
	}
	return len(r.parts)
}

// Names returns the names of an object's members. The content is one JSON text.
func Names(object []byte) map[string]bool {
	names := make(map[string]bool)
	for m := (inside{b: object}); m.next(); {
		names[m.name()] = true
	}
	return names
}

// AppendNames appends to text the names of an object's members, in their order and
// as they are written. The content is one JSON text.
func AppendNames(text, object []byte) []byte {
	for m := (inside{b: object}); m.next(); {
		text = appendLabel(text, m.label)
	}
	return text
}

// MayHave reports whether a member of content may have a name. False is sure if
// content is one JSON text; it may be anything.
func MayHave(content []byte, name string) bool {
	m := inside{b: content, p: blank(content, 0)}
	for m.next() {
		if string(m.label) == name || bytes.IndexByte(m.label, '\\') >= 0 {
			return true
		}
	}
	return false
}

// inside walks the members of an object, or the items of an array, that begins at
// p.
type inside struct {
	b        []byte
	p        int
	object   bool
	count    int
	label    []byte // of the member, as it is written
	from, to int    // its value is b[from:to]
}

func (m *inside) next() bool {
	b := m.b
	switch {
	case m.p >= len(b), m.count > 0 && b[m.p] != ',':
		return false
	case m.count == 0:
		m.object = b[m.p] == '{'
	}
	p := blank(b, m.p+1) // behind the bracket or the comma
	if p >= len(b) || b[p] == '}' || b[p] == ']' {
		return false
	}
	if m.object {
		end, _ := text(b, p+1)
		if end < 0 {
			return false
		}
		m.label = b[p+1 : end]
		p = blank(b, blank(b, end+1)+1)
	}
	end := jsonscan.ValueEnd(b, p)
	if end < 0 {
		return false
	}
	m.count++
	m.from, m.to, m.p = p, end, blank(b, end)
	return true
}

func (m *inside) name() string { return string(unescape(nil, m.label)) }
