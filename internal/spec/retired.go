package spec

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/pattern"
)

// A RetiredCall is a call that the API no longer has, or has for a limited time.
type RetiredCall struct {
	Hosts  []string // where the call is found beside the document's servers, in lower case
	Method string   // upper case; empty: any
	// Path is the whole path, with the base path of a server. A name in braces matches one
	// segment, * text within a segment, and ** any number of segments.
	Path string
	// Date is the first day on which the call is retired; the zero time: not known.
	Date      time.Time
	Successor string // an operation of the document, as method and path template; may be empty
	Note      string // what else is known; may be empty
	Link      string // where the API's owner says so; may be empty
	Basis     string // like a Fact's
	Location  Location

	glob   string
	except []string // globs of paths that the call is not for
}

// MatchesPath reports whether the path of a request is one of the call's.
func (c *RetiredCall) MatchesPath(path string) bool {
	fits := func(glob string) bool { return pattern.MatchGlob(glob, path) }
	return fits(c.glob) && !slices.ContainsFunc(c.except, fits)
}

// HasWildcard reports whether Path stands for paths that differ in more than the values
// of parameters.
func (c *RetiredCall) HasWildcard() bool { return strings.Contains(c.Path, "*") }

func (r *tableReader) readRetired(t *CallTable) {
	m := memberReader{r, r.Node, "retired"}
	m.eachItem("retired", "an object or a list of them", func(item *Node) {
		if r.checkMembers(item, "retired") {
			t.Retired = append(t.Retired, (&memberReader{r, item, "retired"}).retiredCalls()...)
		}
	})
}

// retiredCalls reads calls that are retired on one day.
func (m *memberReader) retiredCalls() []RetiredCall {
	common := RetiredCall{Date: m.readDate("date"), Link: m.readText("link"), Basis: m.basis()}
	m.eachItem("hosts", "a host or a list of them", func(item *Node) {
		common.Hosts = append(common.Hosts, m.readHost(item))
	})
	var all []RetiredCall
	m.eachItem("calls", "a call or a list of them", func(item *Node) {
		call := common
		if m.readRetiredCall(&call, item) {
			all = append(all, call)
		}
	})
	if m.node.Member("calls") == nil {
		m.table.addMistakef(m.node, "Add it.", "%s: `calls` is missing", m.subject)
	}
	return all
}

// readRetiredCall reads a call, or an object with one and its successor.
func (m *memberReader) readRetiredCall(call *RetiredCall, item *Node) bool {
	call.Location = item.Location()
	text, at := item.Text(), item
	if !item.Is(String) {
		if !m.table.checkMembers(item, "retiredCall") {
			return false
		}
		inner := memberReader{m.table, item, m.subject}
		text, at = inner.required("call"), item.Member("call")
		call.Successor, call.Note = inner.readText("successor"), inner.readText("note")
		if own := inner.basis(); own != "" {
			call.Basis = own
		}
		inner.checkSuccessor(call.Successor)
		call.except = inner.exceptedPaths()
		if text == "" {
			return false
		}
	}
	return m.setCall(call, text, at)
}

var pathParameter = regexp.MustCompile(`\{[^{}/]*\}`)

// setCall sets method and path.
func (m *memberReader) setCall(call *RetiredCall, text string, at *Node) bool {
	call.Path = text
	if method, path, found := strings.Cut(text, " "); found {
		call.Method, call.Path = method, path
	}
	call.glob = pathParameter.ReplaceAllString(call.Path, "*")
	if !strings.HasPrefix(call.Path, "/") || call.Method != strings.ToUpper(call.Method) || pattern.CheckSyntax(call.glob) != nil {
		m.table.addMistakef(at, "Write a method and a path, such as GET /v1/videos/{video_id}, or a path alone.", "%s: %q is not a call", m.subject, text)
		return false
	}
	return true
}

// exceptedPaths reads the paths that a call with wildcards is not for.
func (m *memberReader) exceptedPaths() []string {
	var globs []string
	m.eachItem("except", "a path or a list of them", func(item *Node) {
		glob := pathParameter.ReplaceAllString(item.Text(), "*")
		if !item.Is(String) || !strings.HasPrefix(glob, "/") || pattern.CheckSyntax(glob) != nil {
			m.table.addMistakef(item, "Write a path, such as /v1/oauth/**.", "%s: %q is not a path", m.subject, item.describe())
			return
		}
		globs = append(globs, glob)
	})
	return globs
}

// checkSuccessor checks that the successor is an operation of the document.
func (m *memberReader) checkSuccessor(text string) {
	method, path, _ := strings.Cut(text, " ")
	if text != "" && m.table.document.Operation(method, path) == nil {
		m.table.addMissingf(m.node.Member("successor"), m.table.operationFix(text), "%s: the document has no operation %q", m.subject, text)
	}
}

// readDate reads a day (RFC 3339, full-date).
func (m *memberReader) readDate(name string) time.Time {
	text := m.node.Member(name).Text()
	if m.node.Member(name) == nil {
		return time.Time{}
	}
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		m.addMistakef(name, "Write a day, such as 2026-11-01.", "%q is not a day", text)
	}
	return date
}

// readHost reads the host of a URL, with its port if it is not a default one.
func (m *memberReader) readHost(item *Node) string {
	host, ok := item.AsString()
	if !ok || host == "" || strings.ContainsAny(host, "/ @?#") {
		m.table.addMistakef(item, "Write a host, such as upload.example.com.", "%s: %q is not a host", m.subject, item.describe())
	}
	return strings.ToLower(host)
}
