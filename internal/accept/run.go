package accept

import (
	"slices"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

const (
	maxDepth   = 500 // of nesting, in content and through references
	maxFurther = 256 // members that an object has beside the declared ones
	maxUnique  = 64  // items that are compared with one another
	maxSlots   = 4
	maxExact   = 15 // digits of a fraction that float64 tells from all others
	guesses    = 16 // that are kept of an enum, by the one before
)

// A Runner proves content by the programs of one [Set]. It is for one goroutine
// at a time, and keeps its memory between calls; the zero value is ready.
type Runner struct {
	b       []byte
	depth   int
	hints   []uint8 // what followed each member last time, and each string of an enum
	enum    int     // which string it was of the last enum
	names   []name  // further members of the objects that are open
	scratch []byte
	parts   []Part
	any     *node            // of any value; nil: [Runner.Parts] is not running
	found   [maxSlots][]byte // nil: none
	listed  [maxSlots]int    // which of its enum's strings a found one is
	null    [maxSlots]bool   // null was found, where that is proved
	kept    [maxSlots][]byte // the memory of those that held escapes
}

type name struct {
	span
	tag uint64
}

type span struct{ from, to int }

// Run reports whether content is one JSON text that conforms to the program's
// schema. False says nothing.
func (r *Runner) Run(p *Program, content []byte) bool {
	if len(r.hints) < p.hints {
		r.hints = append(r.hints, make([]uint8, p.hints-len(r.hints))...)
	}
	r.b, r.depth, r.names, r.found = content, 0, r.names[:0], [maxSlots][]byte{}
	r.null, r.enum = [maxSlots]bool{}, 0
	end := r.value(p.root, blank(content, 0))
	r.b = nil
	return end >= 0 && blank(content, end) == len(content)
}

// Text returns the string that the last run found at a place of its program, and
// whether there was one. It is valid until the next run, and as long as the
// content is.
func (r *Runner) Text(slot int) ([]byte, bool) {
	return r.found[slot], r.found[slot] != nil
}

// Listed returns which of [Program.Listed] the string is that [Runner.Text]
// returns. It means nothing where there is no string, or no list.
func (r *Runner) Listed(slot int) int { return r.listed[slot] }

// Null reports whether the last run found null at a place of a program made by
// [Set.CompileNulls].
func (r *Runner) Null(slot int) bool { return r.null[slot] }

// value moves behind the value at p if it conforms to n; else it returns -1.
func (r *Runner) value(n *node, p int) int {
	if p >= len(r.b) || n.never || r.depth >= maxDepth {
		return -1
	}
	if n.whole && r.any != nil {
		return r.wholly(n, p)
	}
	r.depth++
	from, end := p, -1
	switch c := r.b[p]; c {
	case '"':
		end = r.str(n, p)
	case '{':
		if n.kinds&Object != 0 {
			end = r.obj(n.object, p+1)
		}
	case '[':
		if n.kinds&Array != 0 {
			end = r.list(n.list, p+1)
		}
	case 't', 'f', 'n':
		end = r.literal(n, p)
		if c == 'n' && n.nullFirst {
			r.depth--
			return end
		}
	default:
		end = r.num(n, p)
	}
	if end >= 0 && n.applies && !r.applied(n, from) {
		end = -1
	}
	r.depth--
	return end
}

// literal moves behind true, false or null.
func (r *Runner) literal(n *node, p int) int {
	switch r.b[p] {
	case 't':
		if n.kinds&Boolean != 0 && (n.enum == nil || n.enum.True) {
			return word(r.b, p, "true")
		}
	case 'f':
		if n.kinds&Boolean != 0 && (n.enum == nil || n.enum.False) {
			return word(r.b, p, "false")
		}
	default:
		if n.nullFirst || n.kinds&Null != 0 && (n.enum == nil || n.enum.null) {
			if n.slot > 0 {
				r.null[n.slot-1] = true
			}
			return word(r.b, p, "null")
		}
	}
	return -1
}

// applied reports whether the value at p conforms to the other schemas of n.
func (r *Runner) applied(n *node, p int) bool {
	for _, other := range n.all {
		if r.value(other, p) < 0 {
			return false
		}
	}
	for _, c := range n.choices {
		if !r.choose(c, p) {
			return false
		}
	}
	return true
}

func (r *Runner) str(n *node, p int) int {
	if n.enum != nil && len(n.enum.quoted) > 0 && n.text == nil && n.kinds&String != 0 {
		if end := r.guessed(n, p+1); end >= 0 {
			return end
		}
	}
	end, plain := text(r.b, p+1)
	if end < 0 || n.kinds&String == 0 {
		return -1
	}
	s := r.b[p+1 : end : end]
	switch {
	case n.slot > 0:
		s = r.note(int(n.slot-1), s, plain)
	case n.text == nil && n.enum == nil:
		return end + 1
	case !plain:
		r.scratch = unescape(r.scratch[:0], s)
		s = r.scratch
	}
	if n.enum != nil {
		i := n.enum.strings.Find(s)
		if i < 0 {
			return -1
		}
		if n.slot > 0 {
			r.listed[n.slot-1] = i
		}
		r.hints[n.enum.hint+r.enum%guesses] = uint8(i)
		r.enum = i
	}
	if n.text != nil && !n.text.holds(s) {
		return -1
	}
	return end + 1
}

// guessed moves behind the string whose first character is at p if it is the one of
// the enum that was there last time, behind the same string of the enum before: a
// code has its own link, and one request is repeated by thousands. Else it returns -1.
func (r *Runner) guessed(n *node, p int) int {
	i := int(r.hints[n.enum.hint+r.enum%guesses])
	if i >= len(n.enum.quoted) {
		return -1
	}
	quoted := n.enum.quoted[i]
	end := p + len(quoted)
	if quoted == "" || end > len(r.b) || string(r.b[p:end]) != quoted {
		return -1
	}
	if n.slot > 0 {
		r.found[n.slot-1] = r.b[p : end-1 : end-1]
		r.listed[n.slot-1] = i
	}
	r.enum = i
	return end
}

// note keeps a string for [Runner.Text], and returns what it stands for.
func (r *Runner) note(slot int, s []byte, plain bool) []byte {
	if !plain {
		r.kept[slot] = unescape(r.kept[slot][:0], s)
		s = r.kept[slot]
	}
	r.found[slot] = s
	return s
}

func (t *textRule) holds(s []byte) bool {
	// A character has one to four bytes: most lengths need no counting.
	if t.min > 0 && len(s) < 4*t.min && utf8.RuneCount(s) < t.min {
		return false
	}
	if t.max >= 0 && len(s) > t.max && utf8.RuneCount(s) > t.max {
		return false
	}
	for _, matches := range t.matches {
		if !matches(s) {
			return false
		}
	}
	return true
}

func (r *Runner) num(n *node, p int) int {
	end, whole := number(r.b, p)
	if end < 0 {
		return -1
	}
	kind := Fraction
	if whole {
		kind = Whole
	}
	if n.kinds&kind == 0 {
		return -1
	}
	// A number that no float64 holds is for the other judge.
	if n.number == nil && n.enum == nil && end-p < 300 && (whole || !hasExponent(r.b[p:end])) {
		return end
	}
	if n.number != nil && n.number.Exact && !whole && (end-p > maxExact || hasExponent(r.b[p:end])) || !n.allows(r.b[p:end], whole) {
		return -1
	}
	return end
}

func hasExponent(s []byte) bool {
	for _, c := range s {
		if c|0x20 == 'e' {
			return true
		}
	}
	return false
}

func (n *node) allows(s []byte, whole bool) bool {
	f, ok := parse(s, whole)
	if !ok {
		return false
	}
	return (n.number == nil || n.number.holds(f)) && (n.enum == nil || n.enum.has(f))
}

// parse reads a number as float64.
func parse(s []byte, whole bool) (float64, bool) {
	if whole && len(s) <= 15 {
		var v int64
		negative := s[0] == '-'
		if negative {
			s = s[1:]
		}
		for _, c := range s {
			v = 10*v + int64(c-'0')
		}
		if negative {
			v = -v
		}
		return float64(v), true
	}
	f, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(s), len(s)), 64) // it keeps nothing
	return f, err == nil
}

func (e *enumRule) has(f float64) bool {
	return slices.Contains(e.numbers, f)
}

func (r *Num) holds(f float64) bool {
	const exact = 1 << 53
	switch {
	case r.Exact && (f > exact || f < -exact),
		r.Min != nil && f < *r.Min,
		r.Max != nil && f > *r.Max,
		r.Above != nil && f <= *r.Above,
		r.Below != nil && f >= *r.Below,
		r.MultipleOf != nil && !multiple(f, *r.MultipleOf):
		return false
	}
	return true
}

// multiple is only ever true of whole numbers, of which float64 makes no others.
func multiple(f, of float64) bool {
	const exact = 1 << 53
	a, b := int64(f), int64(of)
	return f > -exact && f < exact && float64(a) == f && of >= 1 && of < exact && float64(b) == of && a%b == 0
}

func (r *Runner) list(rule *listRule, p int) int {
	count, base, parts := 0, p, len(r.parts)
	p = blank(r.b, p)
	if p < len(r.b) && r.b[p] == ']' {
		return rule.end(0, p+1)
	}
	for {
		n := rule.items
		if count < len(rule.prefix) {
			n = rule.prefix[count]
		}
		from := p
		if p = r.value(n, p); p < 0 {
			if p = r.partly(n, from); p < 0 {
				return -1
			}
		}
		if len(r.parts) > parts {
			parts = r.in(parts, Step{Index: count})
		}
		count++
		p = blank(r.b, p)
		if p >= len(r.b) {
			return -1
		}
		switch r.b[p] {
		case ']':
			if rule.unique && !r.distinct(base, count) {
				return -1
			}
			return rule.end(count, p+1)
		case ',':
			p = blank(r.b, p+1)
		default:
			return -1
		}
	}
}

// end returns p if the list is neither too short nor too long.
func (rule *listRule) end(count, p int) int {
	if count < rule.min || rule.max >= 0 && count > rule.max {
		return -1
	}
	return p
}

// distinct reports whether the items of the list from p on surely differ: they
// are strings that stand for themselves, or whole numbers.
func (r *Runner) distinct(p, count int) bool {
	if count > maxUnique {
		return false
	}
	base := len(r.names)
	defer func() { r.names = r.names[:base] }()
	for range count {
		p = blank(r.b, p)
		var end int
		var sure bool
		if r.b[p] == '"' {
			end, sure = text(r.b, p+1)
			end++
		} else {
			end, sure = number(r.b, p)
			sure = sure && string(r.b[p:end]) != "-0" // which is 0
		}
		if !sure || !r.add(base, p, end) {
			return false
		}
		p = blank(r.b, end) + 1
	}
	return true
}
