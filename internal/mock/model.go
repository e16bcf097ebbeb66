// Package mock is a mock server that is generated from a contract. It sends the documented success,
// any error that a request asks for, and the right error for an invalid request. It contains
// nothing about a particular API.
//
// A [Model] is the part of the contract that does not change; a [Server] is an [http.Handler] with
// state: pending overrides, Idempotency-Keys and request counts. Code that needs no Model is in the
// packages below: limit, idempotency and security for callers, prefer and cors for headers,
// requestcheck for requests, paging, errorcode and response for responses, and fault for faults.
package mock

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/mock/requestcheck"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A Model is a contract, prepared for mock servers. It is immutable and safe for
// concurrent use, so that servers can share one.
type Model struct {
	contract   *validate.Contract
	validator  *validate.Validator
	doc        *document.Document
	envelope   spec.Envelope
	table      bool // the contract has an error table
	operations []*operation
	// withBasePath finds paths that begin with a server's base path, withoutBasePath those that do
	// not.
	withBasePath, withoutBasePath route.Table[operationTarget]
}

// An operationTarget is an operation at one of its servers.
type operationTarget struct {
	op     *operation
	origin string // scheme://host of the server; empty if its URL is relative
	base   string // the server's base path; empty if the request has it
}

// Compile prepares a contract for mock servers. It does not use the network.
func Compile(c *validate.Contract) (*Model, error) {
	doc, err := document.FromSpec(enginehook.Document(c))
	if err != nil {
		return nil, err
	}
	// The mock serves previews as it serves all operations.
	v, err := validate.New(c, validate.WithLevel(validate.OperationPreview, validate.LevelOff))
	if err != nil {
		return nil, err
	}
	m := &Model{contract: c, validator: v, doc: doc}
	table, err := doc.Spec.ErrorTable()
	if err != nil {
		return nil, err
	}
	if table != nil {
		m.table, m.envelope = true, table.Envelope.Item(0)
	}
	return m, m.addOperations()
}

// addOperations adds the operations in the order of the contract.
func (m *Model) addOperations() error {
	checker := requestcheck.New(m.doc.Spec)
	for _, o := range m.contract.Operations() {
		op := m.newOperation(o, checker)
		m.operations = append(m.operations, op)
		if err := m.addRoutes(op); err != nil {
			return err
		}
	}
	for _, op := range m.operations {
		op.createsOther = m.createsOther(op)
	}
	return nil
}

// createsOther reports whether an operation is a POST whose path is that of an item with another
// schema than its response has.
func (m *Model) createsOther(op *operation) bool {
	return op.Method == http.MethodPost && slices.ContainsFunc(m.operations, func(get *operation) bool {
		return get.Method == http.MethodGet && get.PathTemplate == op.PathTemplate && get.successSchema() != op.successSchema()
	})
}

// addRoutes adds an operation under its servers. The first of two servers with the same path wins,
// so they are added in reverse.
func (m *Model) addRoutes(op *operation) error {
	for _, s := range slices.Backward(op.serversOrDefault()) {
		origin, base := splitServer(s.DefaultURL())
		for _, url := range s.MatchURLs() {
			_, matched := splitServer(url)
			if err := m.withBasePath.Add(matched, op.Method, op.PathTemplate, operationTarget{op: op, origin: origin}); err != nil {
				return err
			}
		}
		if base == "" {
			continue
		}
		if err := m.withoutBasePath.Add("", op.Method, op.PathTemplate, operationTarget{op, origin, base}); err != nil {
			return err
		}
	}
	return nil
}

// serversOrDefault returns the servers of an operation. The default of OpenAPI is "/".
func (op *operation) serversOrDefault() []spec.Server {
	if servers := op.spec.Servers(); len(servers) > 0 {
		return servers
	}
	return []spec.Server{{URL: "/"}}
}

// urlOf returns a URL of the operation at its first server.
func (m *Model) urlOf(op *operation) string {
	origin, base := splitServer(op.serversOrDefault()[0].DefaultURL())
	return cmp.Or(origin, "http://localhost") + base + op.PathTemplate
}

// splitServer returns scheme and host of a server's URL, empty if it is
// relative, and its base path without a final slash.
func splitServer(url string) (origin, base string) {
	t := route.SplitURI(url)
	if t.Host != "" {
		origin = t.Scheme + "://" + t.Host
		if t.Scheme == "" {
			origin = "https://" + t.Host
		}
	}
	return origin, strings.TrimRight(t.Path, "/")
}

// foundOperation is the operation of a request, or else the methods that its path allows.
type foundOperation struct {
	operationTarget
	ok      bool
	path    string // path of the request at the contract's server
	params  map[string]string
	allowed []string
}

// findOperation finds the operation of a method and an escaped path.
func (m *Model) findOperation(method, path string) foundOperation {
	f := m.lookupPath(method, path)
	if !f.ok && method == http.MethodHead {
		// HEAD is GET without a body (RFC 9110, section 9.3.2).
		if get := m.lookupPath(http.MethodGet, path); get.ok {
			return get
		}
	}
	return f
}

func (m *Model) lookupPath(method, path string) foundOperation {
	var allowed []string
	for _, table := range []*route.Table[operationTarget]{&m.withBasePath, &m.withoutBasePath} {
		match := table.Match(method, path)
		if match.Found {
			t := match.Value
			return foundOperation{operationTarget: t, ok: true, path: t.base + match.Path, params: route.PathParams(t.op.PathTemplate, match.Path)}
		}
		allowed = append(allowed, match.Allowed...)
	}
	slices.Sort(allowed)
	return foundOperation{operationTarget: m.homeTarget(), path: path, allowed: slices.Compact(allowed)}
}

// homeTarget returns the target at the contract's first server, for requests without an operation.
func (m *Model) homeTarget() operationTarget {
	servers := m.doc.Spec.Servers()
	if len(servers) == 0 {
		return operationTarget{}
	}
	origin, _ := splitServer(servers[0].DefaultURL())
	return operationTarget{origin: origin}
}
