package validate

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// A Group has the findings of one cause across operations: those of one rule with the same
// message; of calls of no operation, those with the same nearest path template; and of the
// others, those of one rule at one place of the document. Every finding is in one group.
type Group struct {
	Rule    RuleID `json:"rule"`
	Level   Level  `json:"level"`
	Message string `json:"message"`
	// DocumentLocation is the place in the document that all findings name; nil if they
	// name several.
	DocumentLocation *DocumentLocation `json:"documentLocation,omitempty"`
	Operations       int               `json:"operations"` // methods and path templates
	Count            int               `json:"count"`      // of violations
	Findings         []string          `json:"findings"`   // fingerprints, in the report's order
}

// A groupKey is what the findings of a group share.
type groupKey struct {
	rule  RuleID
	level Level
	cause string
}

// groupFindings groups findings, which are in the order of a report. The heaviest groups
// come first.
func groupFindings(findings []Finding) []Group {
	g := findingGroups{members: make(map[groupKey][]*Finding)}
	for i := range findings {
		f := &findings[i]
		g.add(groupKey{f.Rule, f.Level, causeOf(f)}, f)
	}
	return g.withoutSingles().sorted()
}

// findingGroups collects groups in the order of their first findings.
type findingGroups struct {
	keys    []groupKey
	members map[groupKey][]*Finding
}

func (g *findingGroups) add(key groupKey, members ...*Finding) {
	if g.members[key] == nil {
		g.keys = append(g.keys, key)
	}
	g.members[key] = append(g.members[key], members...)
}

// withoutSingles returns the groups, with those of one finding joined by the place in the
// document.
func (g *findingGroups) withoutSingles() *findingGroups {
	joined := &findingGroups{members: make(map[groupKey][]*Finding)}
	for _, key := range g.keys {
		members := g.members[key]
		if at := members[0].DocumentLocation; len(members) == 1 && key.rule != OperationUndocumented {
			key.cause = "at " + at.File + "#" + at.Pointer
		}
		joined.add(key, members...)
	}
	return joined
}

func (g *findingGroups) sorted() []Group {
	groups := make([]Group, len(g.keys))
	for i, key := range g.keys {
		groups[i] = newGroup(g.members[key])
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(b.Level.weight()-a.Level.weight(), b.Count-a.Count)
	})
	return groups
}

func newGroup(members []*Finding) Group {
	first := members[0]
	g := Group{Rule: first.Rule, Level: first.Level, Message: first.Message}
	if template := nearestTemplate(first); template != "" {
		g.Message = "no operation is documented; the nearest path is " + template
	}
	g.Message, _, _ = strings.Cut(g.Message, " (byte ")
	location := first.DocumentLocation
	g.DocumentLocation = &location
	operations := make(map[[2]string]bool)
	for _, f := range members {
		g.Count += f.Count
		g.Findings = append(g.Findings, f.Fingerprint)
		operations[[2]string{f.Method, f.PathTemplate}] = true
		if f.DocumentLocation != location {
			g.DocumentLocation = nil
		}
	}
	g.Operations = len(operations)
	return g
}

// nearestTemplate returns the path template that a call of no operation is nearest to;
// empty if there is none.
func nearestTemplate(f *Finding) string {
	if f.Rule != OperationUndocumented {
		return ""
	}
	_, template, _ := strings.Cut(f.Expected, nearOperation)
	return template
}

// varying are the parts of a message that differ between exchanges with one cause: indexes
// of arrays, the place of a syntax error, and how many members an object has.
var varying = regexp.MustCompile(`\[\d+\]|\(byte \d+ of \d+\)|of \d+ members?`)

// causeOf returns what the message of a finding says, without what varies.
func causeOf(f *Finding) string {
	if f.Rule == OperationUndocumented {
		return nearestTemplate(f)
	}
	return varying.ReplaceAllString(f.Message, "")
}
