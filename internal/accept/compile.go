package accept

import (
	"slices"

	"github.com/apicontract/apicontract/internal/lookup"
)

// A Set makes programs that one [Runner] can run. It is not safe for concurrent
// use; its programs are.
type Set struct {
	nodes   map[*Schema]*node
	reaches map[*Schema]Kinds
	hints   int
	any     *node
}

// A Program proves content of one schema.
type Program struct {
	root   *node
	any    *node
	hints  int
	listed [maxSlots][]string
}

// Listed returns the strings that the schema lists for a place, by the numbers of
// [Runner.Listed]; nil if it lists none.
func (p *Program) Listed(slot int) []string { return p.listed[slot] }

// Compile makes the program of a schema. Each of the places is a path of members
// from the content down: if a string is there, [Runner.Text] returns it, by the
// place's number; anything else that is there is not proved. There may be up to
// four places.
func (s *Set) Compile(schema *Schema, places ...[]string) *Program {
	return s.compile(schema, places, false)
}

// CompileNulls is [Set.Compile], but null at a place is proved, too, if the schema
// has NullFirst there; [Runner.Null] tells.
func (s *Set) CompileNulls(schema *Schema, places ...[]string) *Program {
	return s.compile(schema, places, true)
}

func (s *Set) compile(schema *Schema, places [][]string, nulls bool) *Program {
	root := s.node(schema)
	(&loops{onTheWay: make(map[*node]bool)}).search(root)
	p := &Program{}
	for slot, place := range places {
		if place == nil {
			continue
		}
		var end *node
		if root, end = s.note(root, place, noted{int8(slot + 1), nulls}); end != nil && end.enum != nil {
			p.listed[slot] = end.enum.strings.Keys()
		}
	}
	p.root, p.any, p.hints = root, s.anything(), s.hints
	return p
}

// Proves reports whether the program proves anything at all.
func (p *Program) Proves() bool { return !p.root.never }

// anything is the node of any JSON value.
func (s *Set) anything() *node {
	if s.any == nil {
		n := &node{kinds: Any}
		n.object = &objectRule{max: -1, further: n, hint: s.hints}
		n.list = &listRule{max: -1, items: n}
		s.hints++
		s.any = n
	}
	return s.any
}

// node compiles a schema once; one that refers to itself meets its own node.
func (s *Set) node(schema *Schema) *node {
	if schema == nil {
		return s.anything()
	}
	if n := s.nodes[schema]; n != nil {
		return n
	}
	if s.nodes == nil {
		s.nodes = make(map[*Schema]*node)
	}
	n := &node{origin: schema, whole: len(schema.All)+len(schema.Choices) > 0}
	s.nodes[schema] = n
	s.fill(n, merged(schema))
	return n
}

func (s *Set) fill(n *node, schema *Schema) {
	n.reach = s.reach(schema)
	n.kinds, n.nullFirst, n.never = schema.Kinds, schema.NullFirst, schema.Unknown
	n.number = schema.Num
	if e := schema.Enum; e != nil {
		n.kinds &^= Object | Array // no value of an enum that can be proved
		n.enum = s.enum(e)
	}
	if t := schema.Text; t != nil {
		n.text = t.rule()
		n.never = n.never || n.text == nil
	}
	n.list = &listRule{max: -1, items: s.anything()}
	if l := schema.List; l != nil {
		n.list = &listRule{min: l.Min, max: limit(l.Max), unique: l.Unique, items: s.node(l.Items)}
		for _, item := range l.Prefix {
			n.list.prefix = append(n.list.prefix, s.node(item))
		}
	}
	n.object = s.anything().object
	if o := schema.Obj; o != nil {
		members := o.declared()
		if len(members) > maxMembers || o.Closed && len(o.Required) > 0 || !distinct(members) {
			n.never = true
			return
		}
		n.object = s.object(members, o)
		n.object.origin = n.origin
	}
	for _, other := range schema.All {
		n.all = append(n.all, s.node(other))
	}
	for _, c := range schema.Choices {
		n.choices = append(n.choices, s.choice(c))
	}
	n.applies = n.all != nil || n.choices != nil
}

func (s *Set) enum(e *Enum) *enumRule {
	rule := &enumRule{numbers: e.Numbers, True: e.True, False: e.False, null: e.Null, hint: s.hints}
	for _, text := range e.Strings {
		rule.strings.Add(text)
	}
	for _, text := range rule.strings.Keys() {
		rule.quoted = append(rule.quoted, quoted(text, `"`))
	}
	if len(rule.quoted) > 0 {
		s.hints += guesses
	}
	return rule
}

// rule compiles a Text, nil if that cannot be done.
func (t *Text) rule() *textRule {
	rule := &textRule{min: t.Min, max: limit(t.Max)}
	if t.Pattern != "" {
		rule.matches = append(rule.matches, pattern(t.Pattern))
	}
	if t.Format != "" {
		rule.matches = append(rule.matches, formats[t.Format])
	}
	for _, matches := range rule.matches {
		if matches == nil {
			return nil
		}
	}
	return rule
}

// limit is -1 where there is none.
func limit(most *int) int {
	if most == nil {
		return -1
	}
	return *most
}

func (s *Set) object(members []Member, o *Obj) *objectRule {
	rule := &objectRule{closed: o.Closed, min: o.Min, max: limit(o.Max), hint: s.hints}
	s.hints += 1 + len(members)
	for i, m := range members {
		rule.members = append(rule.members, memberRule{name: m.Name, quoted: quoted(m.Name, `":`), node: s.node(m.Schema)})
		if m.Required {
			rule.required.set(i)
		}
	}
	rule.names = namesOf(rule.members)
	if !o.Closed {
		rule.further = s.node(o.Further)
	}
	return rule
}

// namesOf numbers members by their places.
func namesOf(members []memberRule) lookup.Table {
	var names lookup.Table
	for _, m := range members {
		names.Add(m.name)
	}
	return names
}

func distinct(members []Member) bool {
	var names lookup.Table
	for i, m := range members {
		if names.Add(m.Name) != i {
			return false
		}
	}
	return true
}

// declared are the members of an object, and as such what it requires besides.
func (o *Obj) declared() []Member {
	members := slices.Clone(o.Members)
	for _, name := range o.Required {
		members = append(members, Member{Name: name, Schema: o.Further, Required: true})
	}
	return members
}

// quoted is a string as it stands in content, with what follows it; empty if it
// cannot stand for itself.
func quoted(s, following string) string {
	if end, plain := text([]byte(s+`"`), 0); !plain || end != len(s) {
		return ""
	}
	return s + following
}

// choice finds out by what its branches can be told apart.
func (s *Set) choice(c *Choice) *choiceRule {
	rule := &choiceRule{one: c.One}
	for _, b := range c.Branches {
		rule.branches = append(rule.branches, s.node(b))
	}
	property, values := c.Property, c.Values
	if property == "" && c.One {
		property, values = s.telling(c.Branches)
	}
	if property != "" {
		rule.property, rule.values = property, make(map[string]*node, len(values))
		for value, i := range values {
			rule.values[value] = rule.branches[i]
		}
	}
	return rule
}

// reach are the types of the values that a schema may accept.
func (s *Set) reach(schema *Schema) Kinds {
	if schema == nil {
		return Any
	}
	if known, ok := s.reaches[schema]; ok {
		return known
	}
	if s.reaches == nil {
		s.reaches = make(map[*Schema]Kinds)
	}
	s.reaches[schema] = Any // for who comes round to it again
	kinds := schema.Kinds
	for _, other := range schema.All {
		kinds &= s.reach(other)
	}
	for _, c := range schema.Choices {
		var some Kinds
		for _, b := range c.Branches {
			some |= s.reach(b)
		}
		kinds &= some
	}
	if schema.NullFirst {
		kinds |= Null
	}
	s.reaches[schema] = kinds
	return kinds
}

// telling finds a member that tells apart the branches that take objects: each
// requires it, and no two of them list the same of its values.
func (s *Set) telling(branches []*Schema) (property string, values map[string]int) {
	var objects []int
	for i, b := range branches {
		if s.reach(b)&Object != 0 {
			objects = append(objects, i)
		}
	}
	if len(objects) < 2 {
		return "", nil
	}
	first := merged(branches[objects[0]])
	if first.Obj == nil {
		return "", nil
	}
	for _, m := range first.Obj.Members {
		if values := disjoint(branches, objects, m.Name); values != nil {
			return m.Name, values
		}
	}
	return "", nil
}

func disjoint(branches []*Schema, objects []int, name string) map[string]int {
	values := make(map[string]int)
	for _, i := range objects {
		listed := listedBy(merged(branches[i]), name)
		if listed == nil {
			return nil
		}
		for _, value := range listed {
			if _, taken := values[value]; taken {
				return nil
			}
			values[value] = i
		}
	}
	return values
}

// listedBy returns the strings that a required member has to be one of, nil if
// it may be anything else.
func listedBy(s *Schema, name string) []string {
	if s.Unknown || s.Obj == nil {
		return nil
	}
	i := slices.IndexFunc(s.Obj.Members, func(m Member) bool { return m.Name == name })
	if i < 0 || !s.Obj.Members[i].Required {
		return nil
	}
	m := s.Obj.Members[i].Schema
	if m == nil || m.Enum == nil || m.NullFirst || len(m.Enum.Numbers) > 0 || m.Enum.True || m.Enum.False || m.Enum.Null {
		return nil
	}
	return m.Enum.Strings
}

func isIndex(token string) bool {
	for _, c := range []byte(token) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return token != ""
}

// loops finds nodes that come round to themselves without taking anything of the
// content: they would never end, and prove nothing.
type loops struct {
	onTheWay map[*node]bool // of the nodes seen, those that are not done
	queue    []*node        // of what is inside of values, which is another way
}

func (l *loops) search(root *node) {
	l.queue = append(l.queue, root)
	for len(l.queue) > 0 {
		n := l.queue[len(l.queue)-1]
		l.queue = l.queue[:len(l.queue)-1]
		if _, seen := l.onTheWay[n]; !seen {
			l.find(n)
		}
	}
}

func (l *loops) find(n *node) {
	if onTheWay, seen := l.onTheWay[n]; seen {
		n.never = n.never || onTheWay
		return
	}
	l.onTheWay[n] = true
	for _, other := range n.all {
		l.find(other)
	}
	for _, c := range n.choices {
		for _, b := range c.branches {
			l.find(b)
		}
	}
	l.onTheWay[n] = false
	l.inside(n)
}

func (l *loops) inside(n *node) {
	if n.object != nil {
		for i := range n.object.members {
			l.queue = append(l.queue, n.object.members[i].node)
		}
		if n.object.further != nil {
			l.queue = append(l.queue, n.object.further)
		}
	}
	if n.list != nil {
		l.queue = append(append(l.queue, n.list.items), n.list.prefix...)
	}
}

// A noted is what note makes of a node.
type noted struct {
	slot int8
	null bool // null is proved
}

// note returns a copy of a node that notes the string at a place, and the node of
// the place, nil if nothing can be there. Copies are made only on the way: a node
// may stand in many places.
func (s *Set) note(n *node, place []string, as noted) (on, end *node) {
	copied := *n
	if len(place) == 0 {
		copied.kinds, copied.nullFirst = copied.kinds&String, copied.nullFirst && as.null
		copied.slot = as.slot
		return &copied, &copied
	}
	if n.never {
		return &copied, nil
	}
	if isIndex(place[0]) {
		copied.kinds &^= Array // the place may be in its items, where nobody looks
	}
	rule := *n.object
	rule.members = slices.Clone(rule.members)
	rule.hint = s.hints
	at := slices.IndexFunc(rule.members, func(m memberRule) bool { return m.name == place[0] })
	switch {
	case at >= 0:
		rule.members[at].node, end = s.note(rule.members[at].node, place[1:], as)
	case rule.closed:
		// Nothing can be there.
	case len(rule.members) < maxMembers:
		var further *node
		further, end = s.note(rule.further, place[1:], as)
		rule.members = append(rule.members, memberRule{name: place[0], quoted: quoted(place[0], `":`), node: further})
		rule.names = namesOf(rule.members)
	default:
		copied.never = true
	}
	s.hints += 1 + len(rule.members)
	copied.object = &rule
	return &copied, end
}

// merged puts a schema and all that apply with it into one, where they only
// describe objects of different members: one pass is enough then. Else it returns
// the schema.
func merged(s *Schema) *Schema { return mergedAt(s, 0) }

func mergedAt(s *Schema, depth int) *Schema {
	const enough = 10 // schemas may go round in circles
	if len(s.All) == 0 || !mergeable(s) {
		return s
	}
	if depth > enough {
		return s
	}
	m := *s
	m.All = nil
	o := cloned(s.Obj)
	for _, other := range s.All {
		if other == nil {
			return s
		}
		other = mergedAt(other, depth+1)
		if !mergeable(other) || len(other.All) > 0 || !o.join(other.Obj) {
			return s
		}
		m.Unknown = m.Unknown || other.Unknown
		m.Kinds &= other.takes()
	}
	m.Obj = o
	return &m
}

// takes are the types that a schema itself allows.
func (s *Schema) takes() Kinds {
	if s.NullFirst {
		return s.Kinds | Null
	}
	return s.Kinds
}

// mergeable reports whether a schema says nothing but what its type is and, of
// open objects, which members they have.
func mergeable(s *Schema) bool {
	if s == nil || s.Enum != nil || s.Text != nil || s.Num != nil || s.List != nil || len(s.Choices) > 0 {
		return false
	}
	o := s.Obj
	return o == nil || !o.Closed && o.Further == nil && o.Min == 0 && o.Max == nil
}

func cloned(o *Obj) *Obj {
	if o == nil {
		return &Obj{}
	}
	c := *o
	c.Members, c.Required = slices.Clone(o.Members), slices.Clone(o.Required)
	return &c
}

// join adds the members of another object, and reports false if it has one of
// them, too.
func (o *Obj) join(other *Obj) bool {
	if other == nil {
		return true
	}
	for _, m := range other.Members {
		if slices.ContainsFunc(o.Members, func(own Member) bool { return own.Name == m.Name }) {
			return false
		}
		o.Members = append(o.Members, m)
	}
	names := slices.Concat(other.Required, o.Required)
	o.Required = nil
	o.require(names)
	return true
}

// require makes members required, and remembers names that are no members.
func (o *Obj) require(names []string) {
	for _, name := range names {
		i := slices.IndexFunc(o.Members, func(m Member) bool { return m.Name == name })
		switch {
		case i >= 0:
			o.Members[i].Required = true
		case !slices.Contains(o.Required, name):
			o.Required = append(o.Required, name)
		}
	}
}
