package spec

import (
	"slices"
	"strings"
)

// A Server is a Server Object.
type Server struct {
	URL       string // with its variables in braces
	Variables []ServerVariable
	Node      *Node
}

// A ServerVariable is a Server Variable Object.
type ServerVariable struct {
	Name    string
	Default string
	Enum    []string
}

// Servers returns the document's servers. None: OpenAPI gives it the server "/".
func (d *Document) Servers() []Server { return ServersOf(d.root) }

// ServersOf returns the servers of an OpenAPI, Path Item or Operation Object.
func ServersOf(owner *Node) []Server {
	node := owner.Member("servers")
	var servers []Server
	for _, item := range node.Items() {
		servers = append(servers, ServerOf(item))
	}
	return servers
}

// ServerOf reads a Server Object.
func ServerOf(node *Node) Server {
	s := Server{URL: node.Member("url").Text(), Node: node}
	for name, variable := range node.Member("variables").Members() {
		s.Variables = append(s.Variables, ServerVariable{Name: name,
			Default: variable.Member("default").Text(), Enum: variable.Member("enum").Strings()})
	}
	return s
}

// maxServerURLs bounds the URLs that the enums of a server's variables make.
const maxServerURLs = 1000

// MatchURLs returns the URLs that requests to the server are matched with. A variable with
// an enum has each of its values. Without one, a variable that is a part of a host name
// matches any label and one that is a port any number, so that it stays in braces; the URL
// with the default is there as well. All others have their default: an empty one, one that
// contains a slash and may be the whole URL, and those in the scheme and the path.
func (s *Server) MatchURLs() []string {
	urls := []string{s.URL}
	for _, v := range s.Variables {
		var next []string
		for _, url := range urls {
			next = appendServerURLs(next, url, v)
		}
		urls = next[:min(len(next), maxServerURLs)]
	}
	return slices.Compact(urls)
}

// appendServerURLs appends a URL for each text that a variable may have in it.
func appendServerURLs(urls []string, url string, v ServerVariable) []string {
	expression := "{" + v.Name + "}"
	if !strings.Contains(url, expression) {
		return append(urls, url)
	}
	values := v.Enum
	if len(values) == 0 {
		values = []string{v.Default}
	}
	for _, value := range values {
		urls = append(urls, strings.ReplaceAll(url, expression, value))
	}
	if len(v.Enum) == 0 && v.Default != "" && !strings.Contains(v.Default, "/") && isInHost(url, expression) {
		urls = append(urls, url)
	}
	return urls
}

// isInHost reports whether an expression is in the host or port of a URL.
func isInHost(url, expression string) bool {
	_, rest, found := strings.Cut(url, "://")
	authority, _, _ := strings.Cut(rest, "/")
	return found && strings.Contains(authority, expression)
}

// BasePath returns the path of a server URL, without a final slash, for matching by path
// alone.
func BasePath(url string) string {
	if _, rest, found := strings.Cut(url, "://"); found {
		_, path, _ := strings.Cut(rest, "/")
		url = "/" + path
	}
	return strings.TrimRight(url, "/")
}

// DefaultURL returns the URL in which all variables have their defaults.
func (s *Server) DefaultURL() string { return s.fillVariables(s.URL) }

func (s *Server) fillVariables(text string) string {
	for _, v := range s.Variables {
		text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
	}
	return text
}

// MatchURLs returns the URLs that requests to a list of servers are matched with.
func MatchURLs(servers []Server) []string {
	var urls []string
	for i := range servers {
		urls = append(urls, servers[i].MatchURLs()...)
	}
	return urls
}
