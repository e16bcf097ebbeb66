package spec

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/apicontract/apicontract/internal/spec/textrepair"
)

// The rules of problems of a document's text, which is used all the same.
const (
	RuleEncoding         = textrepair.RuleEncoding
	RuleCharacters       = textrepair.RuleCharacters
	RuleJSONSyntax       = textrepair.RuleJSON
	RuleYAMLSyntax       = "yaml-syntax"
	RuleKeyDuplicate     = "key-duplicate"
	RuleDocumentsSeveral = "document-several"
)

// maxSyntaxFindings bounds the findings of one file; one more says how many are left out.
const maxSyntaxFindings = 10_000

// syntaxFindings are what is wrong with the text of a file. Each place has at most one
// finding of a rule: YAML aliases lead to a place again.
type syntaxFindings struct {
	all   []textrepair.Finding
	known map[syntaxPlace]bool
	extra int // beyond maxSyntaxFindings
}

type syntaxPlace struct {
	rule   string
	offset int
}

func (s *syntaxFindings) add(found ...textrepair.Finding) {
	for _, finding := range found {
		place := syntaxPlace{finding.Rule, finding.Offset}
		switch {
		case s.known[place]:
		case len(s.all) == maxSyntaxFindings:
			s.extra++
		default:
			if s.known == nil {
				s.known = make(map[syntaxPlace]bool)
			}
			s.known[place] = true
			s.all = append(s.all, finding)
		}
	}
}

func (s *syntaxFindings) addf(rule string, offset int32, fix, format string, args ...any) {
	s.add(textrepair.Finding{Rule: rule, Offset: int(offset), Message: fmt.Sprintf(format, args...), Fix: fix})
}

func (s *syntaxFindings) severalDocuments(at int) {
	s.addf(RuleDocumentsSeveral, toOffset(at), "Keep one document in the file, and give the other a file of its own.",
		"another document begins here, which is not read")
}

// SyntaxProblems returns the problems of the text of all files that were read so far.
func (d *Document) SyntaxProblems() (all []Problem) {
	for _, root := range d.FileRoots() {
		all = append(all, root.extra.file.syntaxProblems()...)
	}
	return all
}

// syntaxProblems makes problems of findings: each is about the last node that begins
// before it.
func (f *parsedFile) syntaxProblems() []Problem {
	found := slices.Clone(f.syntax.all)
	slices.SortStableFunc(found, func(a, b textrepair.Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	nodes := f.nodesBefore(found)
	problems := make([]Problem, len(found))
	for i, s := range found {
		line, column := f.lines.position(toOffset(s.Offset))
		problems[i] = Problem{Rule: s.Rule, Node: nodes[i], Message: s.Message, Fix: s.Fix}.WithPosition(line, column)
	}
	if f.syntax.extra > 0 {
		last := problems[len(problems)-1]
		last.Message = fmt.Sprintf("%s; %d further problems of the text are left out", last.Message, f.syntax.extra)
		problems[len(problems)-1] = last
	}
	return problems
}

// nodesBefore returns for each finding, which are sorted, the last node that does not
// begin after it.
func (f *parsedFile) nodesBefore(found []textrepair.Finding) []*Node {
	nodes := make([]*Node, len(found))
	if len(found) == 0 {
		return nodes
	}
	var visit func(*Node)
	visit = func(n *Node) {
		i, _ := slices.BinarySearchFunc(found, int(n.offset), func(s textrepair.Finding, at int) int { return cmp.Compare(s.Offset, at) })
		if i < len(nodes) && (nodes[i] == nil || nodes[i].offset <= n.offset) {
			nodes[i] = n
		}
		for i := range n.children {
			visit(&n.children[i])
		}
	}
	visit(&f.root)
	last := &f.root
	for i, n := range nodes {
		if n != nil {
			last = n
		}
		nodes[i] = last
	}
	return nodes
}

// lineBreakFindings finds lines that end in CR alone, which many tools show as one line.
func (f *parsedFile) lineBreakFindings() {
	first, count := -1, 0
	for at := 0; ; {
		i := bytes.IndexByte(f.data[at:], '\r')
		if i < 0 {
			break
		}
		at += i + 1
		if at < len(f.data) && f.data[at] == '\n' {
			continue
		}
		if count++; count == 1 {
			first = at - 1
		}
	}
	message := "%d lines end in CR alone, which many tools show as one line"
	switch count {
	case 0:
		return
	case 1:
		message = "%d line ends in CR alone, which many tools do not take for a line break"
	}
	f.syntax.addf(RuleCharacters, toOffset(first), "Save the file with the line break LF.", message, count)
}

// removeDuplicates removes from an object the members whose name comes again later, as
// most readers of JSON and YAML do.
func (f *parsedFile) removeDuplicates(n *Node) {
	last := make(map[string]*Node, len(n.children))
	for i := range n.children {
		child := &n.children[i]
		if before := last[child.name]; before != nil {
			line, _ := f.lines.position(before.offset)
			f.syntax.addf(RuleKeyDuplicate, child.offset, "Remove or rename one of the two.",
				"the key %q is repeated: the value on line %d is left out", child.name, line)
		}
		last[child.name] = child
	}
	kept := make([]Node, 0, len(last))
	for i := range n.children {
		if child := &n.children[i]; last[child.name] == child {
			kept = append(kept, *child)
		}
	}
	n.children = kept
}
