package spec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/suggest"
)

// An errorResponses is what the error responses of a document have, for checking a table by
// it.
type errorResponses struct {
	keys    []string // as far as they differ
	schemas []*Node  // of bodies that may be JSON, each once
	seen    map[*Node]bool
	unknown bool         // a schema or response cannot be read
	lists   map[int]bool // statuses whose schemas list codes; 0 is that of ranges and default
}

func (e *errorResponses) add(d *Document, r *Response) {
	if !slices.Contains(e.keys, r.Key) {
		e.keys = append(e.keys, r.Key)
	}
	e.unknown = e.unknown || r.Node == nil
	for _, m := range r.Media {
		if m.Schema == nil || !m.mayBeJSON() {
			continue
		}
		switch schema := d.Follow(m.Schema); {
		case schema == nil:
			e.unknown = true
		case !e.seen[schema]:
			if e.seen == nil {
				e.seen = make(map[*Node]bool)
			}
			e.seen[schema] = true
			e.schemas = append(e.schemas, schema)
		}
	}
}

func (e *errorResponses) setLists(status int) {
	if e.lists == nil {
		e.lists = make(map[int]bool)
	}
	e.lists[status] = true
}

// documents reports whether a response documents a status.
func (e *errorResponses) documents(status int) bool {
	text := strconv.Itoa(status)
	return slices.ContainsFunc(e.keys, func(key string) bool { return responseRank(key, text) > 0 })
}

// keyList lists the keys, for a sentence.
func (e *errorResponses) keyList() string {
	if len(e.keys) == 0 {
		return "no status of an error"
	}
	keys := slices.Sorted(slices.Values(e.keys))
	const most = 12
	if len(keys) > most {
		return strings.Join(keys[:most], ", ") + " and others"
	}
	return strings.Join(keys, ", ")
}

// has reports whether a schema has a member at a pointer, or may have one.
func (e *errorResponses) has(d *Document, tokens []string) bool {
	found := false
	for _, schema := range e.schemas {
		w := schemaWalker{document: d, visit: func(*Node) { found = true }, seen: make(map[schemaStep]bool), wide: true}
		w.walkSchema(schema, tokens)
		if found || w.unknown {
			return true
		}
	}
	return e.unknown
}

// checkPointers checks that the error responses have the members of the envelope, and
// returns whether they have the code.
func (r *tableReader) checkPointers() (hasCode bool) {
	hasCode = true
	for _, name := range tableMembers["envelope"] {
		node := r.Node.At("envelope", name)
		if !strings.HasPrefix(node.Text(), "/") {
			continue // empty, or said to be no pointer
		}
		tokens := SplitPointer(node.Text())
		if r.responses.has(r.document, tokens) {
			continue
		}
		hasCode = hasCode && name != "code"
		if len(r.responses.schemas) == 0 {
			r.addMismatchf(node, "Give the error responses a schema that has it.",
				"no error response of the document has a JSON schema, and so none has a member at %s", node.Text())
			continue
		}
		r.addMismatchf(node, r.pointerFix(node.Text()), "no error response's schema has a member at %s, where `%s` is to stand", node.Text(), name)
	}
	return hasCode
}

func (r *tableReader) pointerFix(pointer string) string {
	c := pointerCollector{document: r.document, found: make(map[string]bool)}
	for _, schema := range r.responses.schemas {
		c.collect(schema, "", 0)
	}
	var known []string
	for p := range c.found {
		known = append(known, p)
	}
	slices.Sort(known)
	if near := suggest.Nearest(pointer, known); len(near) > 0 {
		return "Write " + near[0] + ", or correct the schemas."
	}
	return "Correct the pointer, or the schemas."
}

// A pointerCollector collects the pointers of the members that schemas name.
type pointerCollector struct {
	document *Document
	found    map[string]bool
	visits   int
}

// The bounds of what is collected.
const (
	maxPointerDepth  = 4
	maxPointerVisits = 20_000
)

func (c *pointerCollector) collect(schema *Node, pointer string, depth int) {
	schema = c.document.Follow(schema)
	if c.visits++; !schema.Is(Object) || depth > maxPointerDepth || c.visits > maxPointerVisits {
		return
	}
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		for _, branch := range schema.Member(keyword).Items() {
			c.collect(branch, pointer, depth+1)
		}
	}
	for name, member := range schema.Member("properties").Members() {
		below := pointer + JoinPointer(name)
		c.found[below] = true
		c.collect(member, below, depth+1)
	}
	if items := schema.Member("items"); items != nil {
		c.collect(items, pointer+JoinPointer(EveryItem), depth+1)
	}
}

// checkRootKeys finds a member at the document's root whose name is a slip for the
// table's: nothing would be checked by it.
func (r *tableReader) checkRootKeys() {
	for name, member := range r.document.root.Members() {
		if isNearlyTableExtension(name) {
			r.addMismatchf(member, "Write `"+tableExtension+"`.", "%q is no member of a document, and is not read as its error table", name)
		}
	}
}
