package schema

import (
	"cmp"
	"slices"
)

// findLoop detects a schema that applies to its own values again, directly or through others. Such
// a recursion makes no progress and is a problem of the document.
func (c *Compiler) findLoop(s *Schema, k *Keywords) {
	search := loopSearch{compiler: c, start: s, seen: make(map[*Schema]bool)}
	if !search.reachesStart(k) {
		return
	}
	k.Loops = true
	search.path = append(search.path, s)
	// The problem is reported at one schema of the loop, whichever was compiled first.
	first := slices.MinFunc(search.path, func(a, b *Schema) int {
		la, lb := a.Location(""), b.Location("")
		return cmp.Or(cmp.Compare(la.File, lb.File), cmp.Compare(la.Pointer, lb.Pointer))
	})
	c.addProblem(RuleRecursion, first.node, "the schema applies to its own values again, which has no meaning",
		"Remove the reference by which the schema contains itself outside of properties and items.")
}

type loopSearch struct {
	compiler *Compiler
	start    *Schema
	seen     map[*Schema]bool
	path     []*Schema // schemas of the loop, without the start
}

func (l *loopSearch) reachesStart(k *Keywords) bool {
	for _, next := range k.inPlaceSchemas() {
		if next == l.start {
			return true
		}
		if l.seen[next] {
			continue
		}
		l.seen[next] = true
		if l.reachesStart(l.compiler.draftKeywords(next)) {
			l.path = append(l.path, next)
			return true
		}
	}
	return false
}

// inPlaceSchemas returns the schemas that apply to the same value.
func (k *Keywords) inPlaceSchemas() []*Schema {
	if !k.InPlace {
		return nil
	}
	var all []*Schema
	for _, s := range [...]*Schema{k.Ref, k.Not, k.If, k.Then, k.Else} {
		if s != nil {
			all = append(all, s)
		}
	}
	if k.DynamicRef != nil && k.DynamicRef.Static != nil {
		all = append(all, k.DynamicRef.Static)
	}
	all = append(append(append(all, k.AllOf...), k.AnyOf...), k.OneOf...)
	if k.Object != nil {
		for _, dependent := range k.Object.DependentSchemas {
			all = append(all, dependent.Schema)
		}
	}
	return all
}
