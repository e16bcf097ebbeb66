package validate

import (
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/suggest"
)

const (
	// maxNearest bounds the paths whose nearest template is remembered.
	maxNearest = 1_000
	// maxSegments bounds the segments of a path that are compared.
	maxSegments = 24
)

// The costs of turning a path into a template, by segments.
const (
	costParameter = 1 // a name for a parameter, which may be anything
	costSimilar   = 2 // names that begin alike
	costOther     = 5 // another name, or one too many or too few
)

// nearestPaths finds the path template that is nearest to a path of no operation. It is
// safe for concurrent use.
type nearestPaths struct {
	bases     [][]string // of the servers
	templates []segmentedPath
	ids       []string

	mu    sync.Mutex
	known map[string]string
}

// A segmentedPath is a template by its segments.
type segmentedPath struct {
	template string
	segments []string
}

func newNearestPaths(m *contractModel, servers []string) *nearestPaths {
	n := &nearestPaths{known: make(map[string]string)}
	seen := make(map[string]bool)
	for _, op := range m.operations {
		if op.ID != "" {
			n.ids = append(n.ids, op.ID)
		}
		if !seen[op.PathTemplate] {
			seen[op.PathTemplate] = true
			n.templates = append(n.templates, segmentedPath{op.PathTemplate, splitSegments(op.PathTemplate)})
		}
	}
	for _, server := range servers {
		if base := splitSegments(route.SplitURI(server).Path); len(base) > 0 {
			n.bases = append(n.bases, base)
		}
	}
	return n
}

// find returns the template that is nearest to a path; empty if none is near. Of equally
// near ones it is the first of the document.
func (n *nearestPaths) find(path string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	template, known := n.known[path]
	if !known {
		if len(n.known) == maxNearest {
			clear(n.known)
		}
		template = n.search(n.withoutBase(splitSegments(path)))
		n.known[strings.Clone(path)] = template
	}
	return template
}

// nearestID returns the operationId that is nearest to a name; empty if none is near.
func (n *nearestPaths) nearestID(name string) string {
	near := suggest.Nearest(name, n.ids)
	if len(near) == 0 {
		return ""
	}
	return near[0]
}

// withoutBase returns a path without the base path of a server that it begins with.
func (n *nearestPaths) withoutBase(path []string) []string {
	rest := path
	for _, base := range n.bases {
		if len(base) <= len(path) && len(path)-len(base) < len(rest) && strings.Join(path[:len(base)], "/") == strings.Join(base, "/") {
			rest = path[len(base):]
		}
	}
	return rest
}

func (n *nearestPaths) search(path []string) string {
	best, least := "", 0
	for _, t := range n.templates {
		cost := pathCost(path, t.segments)
		if near := costOther * max(len(path), len(t.segments)); 2*cost > near {
			continue // no more than half of it may differ
		}
		if best == "" || cost < least {
			best, least = t.template, cost
		}
	}
	return best
}

// pathCost is the least cost of turning a path into a template by replacing, inserting and
// deleting segments.
func pathCost(path, template []string) int {
	var row [maxSegments + 1]int
	for j := range template {
		row[j+1] = (j + 1) * costOther
	}
	for i, name := range path {
		diagonal := row[0]
		row[0] = (i + 1) * costOther
		for j, want := range template {
			above := row[j+1]
			row[j+1] = min(diagonal+segmentCost(name, want), above+costOther, row[j]+costOther)
			diagonal = above
		}
	}
	return row[len(template)]
}

func segmentCost(name, want string) int {
	switch {
	case strings.HasPrefix(want, "{") && name == "*":
		return 0
	case strings.HasPrefix(want, "{"):
		return costParameter
	case strings.EqualFold(name, want):
		return 0
	case areSimilar(name, want):
		return costSimilar
	}
	return costOther
}

// areSimilar reports whether two names begin alike for more than half of the longer one, as
// a singular and its plural do.
func areSimilar(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n]|0x20 == b[n]|0x20 {
		n++
	}
	return 2*n >= max(len(a), len(b)) && n > 0
}

// splitSegments returns the segments of a path, without empty ones, as far as they are
// compared.
func splitSegments(path string) []string {
	var segments []string
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" && len(segments) < maxSegments {
			segments = append(segments, segment)
		}
	}
	return segments
}
