package spec

import "strings"

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

// MatchURL returns the URL that requests are matched with: a variable in the
// scheme is replaced by its default, and all others match any text.
func (s *Server) MatchURL() string {
	scheme, rest, found := strings.Cut(s.URL, "://")
	if !found {
		return s.URL
	}
	return s.fillVariables(scheme) + "://" + rest
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
		urls = append(urls, servers[i].MatchURL())
	}
	return urls
}
