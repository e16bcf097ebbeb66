package validate

import (
	"slices"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/spec"
)

// retiredCalls finds the calls that a contract lists as retired. The zero value finds none.
type retiredCalls struct {
	calls []spec.RetiredCall
	hosts map[string]bool // those that the table names
	// basePaths are those of servers, which may come before the path of a call.
	basePaths []string
	anyHost   bool // requests match by path alone
}

// newRetiredCalls reads the document's table. A table with mistakes is refused before.
func newRetiredCalls(doc *spec.Document, baseURLs []string, anyHost bool) retiredCalls {
	calls, err := doc.Calls()
	if err != nil || calls == nil {
		return retiredCalls{}
	}
	r := retiredCalls{calls: calls.Retired, hosts: make(map[string]bool), anyHost: anyHost}
	for i := range r.calls {
		for _, host := range r.calls[i].Hosts {
			r.hosts[host] = true
		}
	}
	for _, url := range baseURLs {
		if base := spec.BasePath(url); base != "" {
			r.basePaths = append(r.basePaths, base)
		}
	}
	return r
}

// retiredOperations returns the operations of the document that its table lists as retired:
// a document may describe calls of earlier versions, too.
func retiredOperations(doc *spec.Document) map[*spec.Operation]*spec.RetiredCall {
	r := newRetiredCalls(doc, nil, true)
	if len(r.calls) == 0 {
		return nil
	}
	all := make(map[*spec.Operation]*spec.RetiredCall)
	for _, op := range doc.Operations() {
		base := ""
		if servers := op.Servers(); len(servers) > 0 {
			base = spec.BasePath(servers[0].DefaultURL())
		}
		if c := r.find(op.Method, &route.Target{Path: base + op.PathTemplate}, true); c != nil {
			all[op] = c
		}
	}
	return all
}

// matchesHost reports whether a URL may be one of a retired call on a host that the table
// names. It keeps nothing of the URL.
func (r *retiredCalls) matchesHost(url string) bool {
	return len(r.hosts) > 0 && r.hosts[route.SplitURI(url).Host]
}

// find returns the first call of the table that a request is, nil if it is none.
// hostMatched says that the host is one of the document's servers.
func (r *retiredCalls) find(method string, target *route.Target, hostMatched bool) *spec.RetiredCall {
	if len(r.calls) == 0 || !hostMatched && !r.anyHost && !r.hosts[target.Host] {
		return nil
	}
	for i := range r.calls {
		c := &r.calls[i]
		if (hostMatched || r.anyHost || slices.Contains(c.Hosts, target.Host)) && fitsMethod(c.Method, method) && r.fitsPath(c, target.Path) {
			return c
		}
	}
	return nil
}

// fitsMethod reports whether a request may be a call with a method. HEAD is GET without
// content (RFC 9110, section 9.3.2).
func fitsMethod(want, method string) bool {
	return want == "" || strings.EqualFold(want, method) || want == "GET" && strings.EqualFold(method, "HEAD")
}

func (r *retiredCalls) fitsPath(c *spec.RetiredCall, path string) bool {
	if c.MatchesPath(path) {
		return true
	}
	return slices.ContainsFunc(r.basePaths, func(base string) bool {
		rest, found := strings.CutPrefix(path, base)
		return found && c.MatchesPath(rest)
	})
}

// startDate returns the day on which a request was sent, false if that is not known.
func (x *Exchange) startDate() (time.Time, bool) {
	start, err := time.Parse(time.RFC3339, x.Started)
	return start.UTC(), err == nil
}
