// Package route finds the operation that a request belongs to: by host, by the servers' base paths,
// and by path template.
//
// The rules are OpenAPI's (Server Object, Paths Object, Path Templating): literal segments take
// precedence over templated ones. Host names compare without case, default ports are ignored, and
// the scheme is not compared, because a capture taken behind a proxy often has a different one.
package route

import (
	"fmt"
	"slices"
	"strings"
)

// A Table maps servers, methods and path templates to values. The zero value is an empty table.
// Match is safe for concurrent use, but not at the same time as Add.
type Table[T any] struct {
	hosts    map[string]*pathTrie[T]
	first    firstHost[T] // a faster lookup for the first host
	patterns []hostPattern[T]
	anyHost  *pathTrie[T] // servers with a relative URL
	servers  map[string]serverRoot[T]
}

// A serverRoot is where the operations of one server URL are added. All operations of a
// document may have the same servers.
type serverRoot[T any] struct {
	root *pathTrie[T]
	base string // path
}

// A firstHost is the host that was added first. Most requests go to it.
type firstHost[T any] struct {
	prefix string // beginning of its URIs: "https://host/"; empty if it has none
	root   *pathTrie[T]
}

type hostPattern[T any] struct {
	hostName
	*pathTrie[T]
}

// A hostName is a host with expressions. An expression matches text within one label of the name,
// or any port.
type hostName struct {
	text   string // with {} for each expression
	labels []textPattern
	port   string // empty means a default port, anyPort any port
}

const anyPort = "{}"

func parseHostName(host string) hostName {
	host = templateExpression.ReplaceAllString(host, "{}")
	name, port := splitPort(host)
	h := hostName{text: host, port: port}
	for label := range strings.SplitSeq(name, ".") {
		h.labels = append(h.labels, parsePattern(label))
	}
	return h
}

// splitPort splits the port off a host.
func splitPort(host string) (name, port string) {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") {
		return host, ""
	}
	return host[:i], host[i+1:]
}

// matchesHost reports whether the pattern matches a host without a default port.
func (h *hostName) matchesHost(host string) bool {
	name, port := splitPort(host)
	if port != h.port && (h.port != anyPort || !isNumber(port)) || strings.Count(name, ".")+1 != len(h.labels) {
		return false
	}
	for _, label := range h.labels {
		text, rest, _ := strings.Cut(name, ".")
		if name = rest; len(label) == 1 && label[0] != text || len(label) > 1 && !label.matchesText(text) {
			return false
		}
	}
	return true
}

// isNumber reports whether a text consists of digits. The empty text counts, because an empty port
// is a default port.
func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }

// A Match is the result of a lookup.
type Match[T any] struct {
	Target
	// HostMatched reports that the host is one of the table's servers.
	HostMatched bool
	// Found reports that an operation was found. Value is its value.
	Found bool
	Value T
	// Allowed lists the documented methods of the path, sorted, if the request's method is not one
	// of them.
	Allowed []string
}

// Add enters one operation of one server. The server's URL may be relative and
// may hold variables in braces: one in the host matches text within one label, one
// that is the port any number, one in the path any segment. The path "/" matches the base
// path alone, too.
func (t *Table[T]) Add(server, method, template string, value T) error {
	to, known := t.servers[server]
	if !known {
		host, base, err := splitServer(server)
		if err != nil {
			return err
		}
		if t.servers == nil {
			t.servers = make(map[string]serverRoot[T])
		}
		to = serverRoot[T]{t.trieOf(host), base}
		t.servers[server] = to
	}
	end := trieEnd[T]{method: strings.ToUpper(method), value: value}
	to.root.addTemplate(to.base+template, end)
	if template == "/" && to.base != "" {
		end.isBase = true
		to.root.addTemplate(to.base, end)
	}
	return nil
}

// CheckServer returns the error that [Table.Add] would return for a server.
func CheckServer(server string) error {
	_, _, err := splitServer(server)
	return err
}

// splitServer returns a server URL's host, empty if it is relative, and its
// base path without a final slash.
func splitServer(server string) (host, base string, err error) {
	if strings.ContainsAny(server, " \t\r\n") || strings.ContainsAny(server, "?#") {
		return "", "", fmt.Errorf("server URL %q: want scheme://host/path without query, fragment or spaces", server)
	}
	target := SplitURI(server)
	if target.Scheme != "" && target.Host == "" {
		return "", "", fmt.Errorf("server URL %q has no host: want scheme://host/path", server)
	}
	if target.Host == "" && server != "" && !strings.HasPrefix(server, "/") {
		return "", "", fmt.Errorf("server URL %q: want scheme://host/path or /path", server)
	}
	return target.Host, strings.TrimRight(target.Path, "/"), nil
}

func (t *Table[T]) trieOf(host string) *pathTrie[T] {
	switch {
	case host == "":
		if t.anyHost == nil {
			t.anyHost = new(pathTrie[T])
		}
		return t.anyHost
	case len(parsePattern(host)) > 1:
		return t.patternTrie(host)
	}
	root := t.hosts[host]
	if root != nil {
		return root
	}
	root = new(pathTrie[T])
	if t.hosts == nil {
		t.hosts = make(map[string]*pathTrie[T])
		t.first = firstHost[T]{"https://" + host + "/", root}
	}
	t.hosts[host] = root
	return root
}

func (t *Table[T]) patternTrie(host string) *pathTrie[T] {
	name := parseHostName(host)
	for _, p := range t.patterns {
		if p.text == name.text {
			return p.pathTrie
		}
	}
	p := hostPattern[T]{name, new(pathTrie[T])}
	t.patterns = append(t.patterns, p)
	return p.pathTrie
}

// Match finds the operation of a request. A host that is known by name takes precedence over a
// pattern, and both over relative servers.
func (t *Table[T]) Match(method, uri string) Match[T] {
	var m Match[T]
	t.MatchInto(&m, method, uri)
	return m
}

// MatchInto is [Table.Match] with the result in m, which saves a copy.
func (t *Table[T]) MatchInto(m *Match[T], method, uri string) {
	*m = Match[T]{}
	root := t.splitURI(&m.Target, uri)
	s := trieSearch[T]{method: upperMethod(method), encoded: strings.IndexByte(m.Path, '%') >= 0}
	m.HostMatched = t.searchHost(&s, root, m.Host, m.Path)
	m.Found, m.Value = s.found, s.value
	if !m.Found && len(s.allowed) > 0 {
		slices.Sort(s.allowed)
		m.Allowed = slices.Compact(s.allowed)
	}
}

// searchHost looks for a path below all roots that a host has, of which one by its name is
// given, nil if there is none. It reports whether the host is one of the table's.
func (t *Table[T]) searchHost(s *trieSearch[T], root *pathTrie[T], host, path string) (matched bool) {
	if root != nil {
		matched = true
		s.matchPath(root, path[1:])
	}
	for _, p := range t.patterns {
		if p.matchesHost(host) {
			matched = true
			s.matchPath(p.pathTrie, path[1:])
		}
	}
	if t.anyHost != nil && !s.found && s.matchPath(t.anyHost, path[1:]) {
		matched = true // no host of its own: whoever answers its paths is the API
	}
	return matched
}

// splitURI is Split, faster for the first host. It returns the host's root, nil if the
// table does not have it.
func (t *Table[T]) splitURI(target *Target, uri string) *pathTrie[T] {
	prefix := t.first.prefix
	if prefix == "" || !strings.HasPrefix(uri, prefix) {
		*target = SplitURI(uri)
		return t.hosts[target.Host]
	}
	const scheme = len("https://")
	target.Scheme, target.Host = "https", prefix[scheme:len(prefix)-1]
	target.Path = cutQuery(uri[len(prefix)-1:])
	return t.first.root
}

// AcceptsAnyHost reports whether the table has relative servers: a host is the contract's
// if it serves one of their paths.
func (t *Table[T]) AcceptsAnyHost() bool { return t.anyHost != nil }

// HasHost reports whether [Table.Match] could set HostMatched for a URI. It does not keep the URI.
func (t *Table[T]) HasHost(uri string) bool {
	if t.anyHost != nil || len(t.patterns) > 0 || t.first.prefix != "" && strings.HasPrefix(uri, t.first.prefix) {
		return true
	}
	return t.hosts[SplitURI(uri).Host] != nil
}

// upperMethod is strings.ToUpper, faster for the usual methods.
func upperMethod(method string) string {
	for i := range len(method) {
		if 'a' <= method[i] && method[i] <= 'z' {
			return strings.ToUpper(method)
		}
	}
	return method
}
