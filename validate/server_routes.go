package validate

import (
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/spec"
)

// addRoutes enters every operation under its servers and under the given ones. A server
// that no request can match is a problem of the document.
func (v *Validator) addRoutes(baseURLs []string, anyHost bool) error {
	documents := v.documentServers()
	if !anyHost && len(baseURLs) > 0 { // they say which hosts the API has
		documents = absoluteServers(documents)
	}
	for _, op := range v.model.operations {
		servers := documents
		if own := matchableServers(op.ownServers()); len(own) > 0 {
			servers = resolveServers(own, slices.Concat(absoluteServers(v.documentServers()), baseURLs))
		}
		if anyHost {
			servers = basePaths(servers)
		}
		for _, list := range [][]string{servers, baseURLs} {
			for _, server := range list {
				if err := v.routes.Add(server, op.Method, op.PathTemplate, op); err != nil {
					return err
				}
			}
		}
	}
	return v.routeUnreadable(documents, baseURLs, anyHost)
}

// absoluteServers leaves out relative servers.
func absoluteServers(servers []string) []string {
	return slices.DeleteFunc(slices.Clone(servers), isRelative)
}

// resolveServers puts the hosts of other servers, if there are any, before relative servers
// of an operation or path.
func resolveServers(servers, hosts []string) []string {
	if len(hosts) == 0 {
		return servers
	}
	var resolved []string
	for _, server := range servers {
		if !isRelative(server) {
			resolved = append(resolved, server)
			continue
		}
		for _, base := range hosts {
			resolved = append(resolved, strings.TrimSuffix(base, spec.BasePath(base))+server)
		}
	}
	return resolved
}

func isRelative(server string) bool { return route.SplitURI(server).Host == "" }

// documentServers returns the servers that the document gives all operations.
func (v *Validator) documentServers() []string {
	if servers := matchableServers(v.contract.Servers()); len(servers) > 0 {
		return servers
	}
	return []string{"/"} // OpenAPI, OpenAPI Object: the default
}

// routeUnreadable enters the paths of which the document does not say which operations they
// have. Their operations are neither documented nor undocumented.
func (v *Validator) routeUnreadable(servers, baseURLs []string, anyHost bool) error {
	templates := v.contract.doc.UnreadablePaths()
	if len(templates) == 0 {
		return nil
	}
	v.unreadable = &route.Table[bool]{}
	if anyHost {
		servers = basePaths(servers)
	}
	for _, server := range slices.Concat(servers, baseURLs) {
		for _, template := range templates {
			if err := v.unreadable.Add(server, http.MethodGet, template, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// isUnreadablePath reports whether an exchange is for one of these paths, with any method.
func (v *Validator) isUnreadablePath(x *Exchange) bool {
	return v.unreadable != nil && v.unreadable.Match(http.MethodGet, x.Request.URL).Found
}

// basePaths returns the paths of server URLs.
func basePaths(servers []string) []string {
	paths := make([]string, len(servers))
	for i, server := range servers {
		paths[i] = spec.BasePath(server)
	}
	return paths
}

func matchableServers(servers []string) []string {
	return slices.DeleteFunc(servers, func(url string) bool { return route.CheckServer(url) != nil })
}

// operationElsewhere finds an operation that has servers of its own by its path behind the
// base path of any server; nil if there is none.
func (v *Validator) operationElsewhere(method, path string) *compiledOperation {
	table := v.elsewhere()
	if table == nil {
		return nil
	}
	return table.Match(method, path).Value // nil if none is found
}

// routeElsewhere returns a table of the operations with servers of their own; nil if there
// are none.
func (v *Validator) routeElsewhere() *route.Table[*compiledOperation] {
	bases := make(map[string]bool)
	for _, server := range v.documentServers() {
		bases[spec.BasePath(server)] = true
	}
	var table *route.Table[*compiledOperation]
	for _, op := range v.model.operations {
		servers := op.ownServers()
		if len(servers) == 0 {
			continue
		}
		if table == nil {
			table = new(route.Table[*compiledOperation])
		}
		for _, server := range servers {
			bases[spec.BasePath(server)] = true
		}
		for base := range bases {
			_ = table.Add(base, op.Method, op.PathTemplate, op) // a server that cannot be matched is a problem of the document
		}
	}
	return table
}
