// Package specimen makes JSON for tests: content that should conform to a schema,
// and the same with damage done to it.
package specimen

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/accept"
)

// A Maker makes content by chance, always the same for a seed. It is not safe for
// concurrent use.
type Maker struct {
	rnd   *rand.Rand
	depth int
}

// New returns a Maker with a seed.
func New(seed uint64) *Maker {
	return &Maker{rnd: rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15))}
}

// maxDepth is where optional members, items and recursive branches end.
const maxDepth = 6

// Make returns content that should conform to a schema; where the schema asks for
// something intricate, such as a pattern, it may not.
func (m *Maker) Make(s *accept.Schema) []byte {
	var b strings.Builder
	m.value(&b, s)
	return []byte(b.String())
}

func (m *Maker) value(b *strings.Builder, s *accept.Schema) {
	m.depth++
	defer func() { m.depth-- }()
	s = whole(s, 0, m)
	switch {
	case s == nil:
		b.WriteString([]string{`null`, `true`, `0`, `"any"`, `[]`, `{}`, `{"a":[1,{"b":null}]}`}[m.rnd.IntN(7)])
	case s.NullFirst && (s.Kinds == 0 || m.rnd.IntN(4) == 0):
		b.WriteString("null")
	case s.Enum != nil:
		m.listed(b, s.Enum)
	default:
		m.kind(b, s)
	}
}

// whole puts what applies together, as far as that is simple: one branch of each
// choice, and the members of all objects.
func whole(s *accept.Schema, depth int, m *Maker) *accept.Schema {
	if s == nil || len(s.All) == 0 && len(s.Choices) == 0 || depth > 20 {
		return s
	}
	sum := *s
	sum.All, sum.Choices = nil, nil
	parts := append([]*accept.Schema(nil), s.All...)
	for _, c := range s.Choices {
		i := m.rnd.IntN(len(c.Branches))
		parts = append(parts, c.Branches[i])
		for value, branch := range c.Values {
			if branch == i && c.Property != "" {
				enum := &accept.Schema{Kinds: accept.String, Enum: &accept.Enum{Strings: []string{value}}}
				parts = append(parts, &accept.Schema{Kinds: accept.Any, Obj: &accept.Obj{Members: []accept.Member{{Name: c.Property, Schema: enum, Required: true}}}})
				break
			}
		}
	}
	for _, part := range parts {
		if part = whole(part, depth+1, m); part != nil {
			add(&sum, part)
		}
	}
	return &sum
}

func add(to *accept.Schema, part *accept.Schema) {
	to.Kinds &= part.Kinds | nullIf(part.NullFirst)
	to.NullFirst = to.NullFirst && part.NullFirst
	if part.Enum != nil {
		to.Enum = part.Enum
	}
	if part.Text != nil {
		to.Text = part.Text
	}
	if part.Num != nil {
		to.Num = part.Num
	}
	if part.List != nil {
		to.List = part.List
	}
	if part.Obj == nil {
		return
	}
	o := accept.Obj{}
	if to.Obj != nil {
		o = *to.Obj
	}
	o.Members = append(append([]accept.Member(nil), part.Obj.Members...), o.Members...)
	o.Required = append(append([]string(nil), part.Obj.Required...), o.Required...)
	o.Closed = o.Closed || part.Obj.Closed
	if o.Further == nil {
		o.Further = part.Obj.Further
	}
	to.Obj = &o
}

func nullIf(yes bool) accept.Kinds {
	if yes {
		return accept.Null
	}
	return 0
}

func (m *Maker) listed(b *strings.Builder, e *accept.Enum) {
	var values []string
	for _, text := range e.Strings {
		values = append(values, quote(text))
	}
	for _, n := range e.Numbers {
		values = append(values, strconv.FormatFloat(n, 'g', -1, 64))
	}
	if e.True {
		values = append(values, "true")
	}
	if e.False {
		values = append(values, "false")
	}
	if e.Null || values == nil {
		values = append(values, "null")
	}
	b.WriteString(values[m.rnd.IntN(len(values))])
}

func (m *Maker) kind(b *strings.Builder, s *accept.Schema) {
	var kinds []accept.Kinds
	for k := accept.Null; k <= accept.Object; k <<= 1 {
		if s.Kinds&k != 0 && (k != accept.Null || s.Kinds == accept.Null) {
			kinds = append(kinds, k)
		}
	}
	if s.Kinds&accept.Object != 0 && s.Obj != nil {
		kinds = []accept.Kinds{accept.Object}
	}
	if kinds == nil {
		b.WriteString("null")
		return
	}
	switch kinds[m.rnd.IntN(len(kinds))] {
	case accept.Null:
		b.WriteString("null")
	case accept.Boolean:
		b.WriteString(strconv.FormatBool(m.rnd.IntN(2) == 0))
	case accept.Whole:
		m.number(b, s.Num, true)
	case accept.Fraction:
		m.number(b, s.Num, false)
	case accept.String:
		b.WriteString(quote(m.text(s.Text)))
	case accept.Array:
		m.list(b, s.List)
	default:
		m.object(b, s.Obj)
	}
}

func (m *Maker) number(b *strings.Builder, n *accept.Num, whole bool) {
	low, high := 0.0, 1000.0
	if n != nil {
		for _, bound := range []*float64{n.Min, n.Above} {
			if bound != nil {
				low, high = *bound+1, *bound+1000
			}
		}
		for _, bound := range []*float64{n.Max, n.Below} {
			if bound != nil && *bound < high {
				low, high = min(low, *bound-1), *bound-1
			}
		}
		if n.Min != nil && low > *n.Min && high < low {
			low, high = *n.Min, *n.Min
		}
	}
	v := low + m.rnd.Float64()*(high-low)
	if n != nil && n.MultipleOf != nil {
		b.WriteString(strconv.FormatFloat(*n.MultipleOf*float64(int(v / *n.MultipleOf)), 'f', -1, 64))
		return
	}
	if whole {
		b.WriteString(strconv.FormatInt(int64(v), 10))
		return
	}
	b.WriteString(strconv.FormatFloat(v, 'f', 2, 64))
}

func (m *Maker) text(t *accept.Text) string {
	if t == nil {
		return m.words(m.rnd.IntN(40))
	}
	low, high := t.Min, t.Min+20
	if t.Max != nil {
		high = min(high, *t.Max)
	}
	switch {
	case t.Pattern != "":
		return m.pattern(t.Pattern)
	case t.Format == "date":
		return "2026-11-24"
	case t.Format == "date-time":
		return []string{"2026-11-24T20:36:54Z", "2026-11-24T20:36:54.123+01:00"}[m.rnd.IntN(2)]
	case t.Format == "byte":
		return "aGVsbG8="
	}
	return m.words(low + m.rnd.IntN(max(1, high-low+1)))
}

// words are characters of which some need escapes, or more than one byte.
func (m *Maker) words(n int) string {
	var b strings.Builder
	for range n {
		if m.rnd.IntN(40) == 0 {
			b.WriteRune([]rune("é—漢😀\"\\\n\t/")[m.rnd.IntN(9)])
			continue
		}
		b.WriteByte("abcdefghij klmnop-qrs_tuv.wxyz0123456789"[m.rnd.IntN(40)])
	}
	return b.String()
}

// pattern makes a text that matches an expression, if it can.
func (m *Maker) pattern(source string) string {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return ""
	}
	var b strings.Builder
	m.match(&b, re.Simplify())
	if s := b.String(); regexp.MustCompile(source).MatchString(s) {
		return s
	}
	return ""
}

func (m *Maker) match(b *strings.Builder, re *syntax.Regexp) {
	times := 1
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return
	case syntax.OpCharClass:
		if len(re.Rune) > 0 {
			i := 2 * m.rnd.IntN(len(re.Rune)/2)
			b.WriteRune(re.Rune[i] + rune(m.rnd.IntN(int(re.Rune[i+1]-re.Rune[i])+1)))
		}
		return
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('x')
		return
	case syntax.OpStar, syntax.OpQuest:
		times = m.rnd.IntN(2)
	case syntax.OpAlternate:
		m.match(b, re.Sub[m.rnd.IntN(len(re.Sub))])
		return
	}
	for range times {
		for _, sub := range re.Sub {
			m.match(b, sub)
		}
	}
}

func (m *Maker) list(b *strings.Builder, l *accept.List) {
	n := m.rnd.IntN(4)
	if m.depth > maxDepth {
		n = 0
	}
	if l != nil {
		n = max(n, l.Min)
		if l.Max != nil {
			n = min(n, *l.Max)
		}
	}
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		switch {
		case l == nil:
			m.value(b, nil)
		case i < len(l.Prefix):
			m.value(b, l.Prefix[i])
		default:
			m.value(b, l.Items)
		}
	}
	b.WriteByte(']')
}

func (m *Maker) object(b *strings.Builder, o *accept.Obj) {
	b.WriteByte('{')
	if o != nil {
		m.members(b, o)
	}
	b.WriteByte('}')
}

func (m *Maker) members(b *strings.Builder, o *accept.Obj) {
	written := make(map[string]bool)
	member := func(name string, s *accept.Schema) {
		if written[name] {
			return
		}
		if len(written) > 0 {
			b.WriteByte(',')
		}
		written[name] = true
		b.WriteString(quote(name) + ":")
		m.value(b, s)
	}
	for _, i := range m.rnd.Perm(len(o.Members)) {
		own := o.Members[i]
		if own.Required || m.depth <= maxDepth && m.rnd.IntN(3) > 0 && (own.Schema == nil || own.Schema.Kinds != 0 || own.Schema.NullFirst) {
			member(own.Name, own.Schema)
		}
	}
	for _, name := range o.Required {
		member(name, o.Further)
	}
	if !o.Closed && m.rnd.IntN(3) == 0 {
		member("further"+strconv.Itoa(m.rnd.IntN(10)), o.Further)
	}
	for i := 0; len(written) < o.Min && i < 100; i++ {
		member("more"+strconv.Itoa(i), o.Further)
	}
}

func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}
