package spec

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// An Operation is one method of one path (OpenAPI, Operation Object).
type Operation struct {
	ID           string // operationId, which may be empty
	Method       string // upper case
	PathTemplate string
	Summary      string
	Tags         []string
	Node         *Node // the Operation Object
	PathItem     *Node // the Path Item Object, behind its reference

	document    *Document
	responses   func() []*Response
	parameters  func() []*Parameter
	requestBody func() *RequestBody
}

// Methods are the members of a Path Item Object that are operations.
var Methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Operations returns the document's operations, sorted by path template and
// method.
func (d *Document) Operations() []*Operation { return d.operations() }

func (d *Document) readOperations() []*Operation {
	var all []*Operation
	for template, node := range d.root.Member("paths").Members() {
		if !strings.HasPrefix(template, "/") {
			continue // an extension
		}
		item := d.Follow(node)
		for _, method := range Methods {
			operation := node.Member(method) // may stand beside a reference (OpenAPI 3.1)
			if operation == nil {
				operation = item.Member(method)
			}
			if operation.Is(Object) {
				all = append(all, d.newOperation(template, method, item, d.operationAt(operation)))
			}
		}
	}
	slices.SortFunc(all, func(a, b *Operation) int {
		return cmp.Or(strings.Compare(a.PathTemplate, b.PathTemplate), strings.Compare(a.Method, b.Method))
	})
	return all
}

// operationAt follows the reference that many documents have in place of an operation,
// although OpenAPI has none there. One that leads nowhere is the operation itself, which
// documents nothing.
func (d *Document) operationAt(n *Node) *Node {
	if target := d.Follow(n); target.Is(Object) {
		return target
	}
	return n
}

func (d *Document) newOperation(template, method string, item, node *Node) *Operation {
	op := &Operation{
		ID: node.Member("operationId").Text(), Method: strings.ToUpper(method), PathTemplate: template,
		Summary: node.Member("summary").Text(), Tags: node.Member("tags").Strings(),
		Node: node, PathItem: item, document: d,
	}
	op.responses = sync.OnceValue(op.readResponses)
	op.parameters = sync.OnceValue(op.readParameters)
	op.requestBody = sync.OnceValue(op.readRequestBody)
	return op
}

// Operation returns the operation of a method and path template, nil if there is
// none.
func (d *Document) Operation(method, template string) *Operation {
	all := d.Operations()
	i, found := slices.BinarySearchFunc(all, template, func(op *Operation, template string) int {
		return strings.Compare(op.PathTemplate, template)
	})
	for ; found && i < len(all) && all[i].PathTemplate == template; i++ {
		if all[i].Method == method {
			return all[i]
		}
	}
	return nil
}

// Responses returns the documented responses, sorted by their keys.
func (op *Operation) Responses() []*Response { return op.responses() }

// Response returns the response that documents a status: the one of that status,
// else of its range, else the default one (OpenAPI, Responses Object); nil if
// there is none.
func (op *Operation) Response(status int) *Response {
	return FindResponse(op.Responses(), status, func(r *Response) string { return r.Key })
}

// FindResponse returns the response of a list that documents a status, by the
// precedence of [Operation.Response]; the zero value if there is none.
func FindResponse[R any](all []R, status int, keyOf func(R) string) R {
	var best R
	rank := 0
	text := strconv.Itoa(status)
	for _, r := range all {
		if n := responseRank(keyOf(r), text); n > rank {
			best, rank = r, n
		}
	}
	return best
}

// responseRank is 3 for the status itself, 2 for its range, 1 for default, and 0
// for all other keys.
func responseRank(key, status string) int {
	switch {
	case key == status:
		return 3
	case len(key) == 3 && key[0] == status[0] && strings.EqualFold(key[1:], "XX"):
		return 2
	case strings.EqualFold(key, "default"):
		return 1
	}
	return 0
}

func (op *Operation) readResponses() []*Response {
	var all []*Response
	for key, node := range op.Node.Member("responses").Members() {
		if !strings.HasPrefix(key, "x-") {
			all = append(all, op.document.sharedResponse(key, node))
		}
	}
	slices.SortFunc(all, func(a, b *Response) int { return strings.Compare(a.Key, b.Key) })
	return all
}

// Parameters returns the operation's own parameters, then those of its path that
// it does not override (OpenAPI, Path Item Object).
func (op *Operation) Parameters() []*Parameter { return op.parameters() }

func (op *Operation) readParameters() []*Parameter {
	var all []*Parameter
	own := make(map[[2]string]bool)
	for _, list := range []*Node{op.Node.Member("parameters"), op.PathItem.Member("parameters")} {
		here := len(all)
		for _, node := range list.Items() {
			p := op.document.newParameter(node)
			if p != nil && !own[[2]string{p.In, p.Name}] {
				all = append(all, p)
			}
		}
		for _, p := range all[here:] {
			own[[2]string{p.In, p.Name}] = true
		}
	}
	return all
}

// RequestBody returns the operation's request body, nil if it documents none.
func (op *Operation) RequestBody() *RequestBody { return op.requestBody() }

func (op *Operation) readRequestBody() *RequestBody {
	node := op.document.Follow(op.Node.Member("requestBody"))
	if !node.Is(Object) {
		return nil
	}
	return &RequestBody{Node: node, Required: node.Member("required").IsTrue(), Media: op.document.bodies(node.Member("content"))}
}

// Security returns the alternatives of credentials that the operation asks for:
// its own, else the document's. None: it asks for no credentials.
func (op *Operation) Security() []SecurityRequirement {
	if own := op.Node.Member("security"); own != nil {
		return securityRequirements(own)
	}
	return securityRequirements(op.document.root.Member("security"))
}

// Servers returns the operation's own servers, else its path's, else the
// document's (OpenAPI, Operation Object).
func (op *Operation) Servers() []Server {
	for _, owner := range []*Node{op.Node, op.PathItem} {
		if servers := ServersOf(owner); len(servers) > 0 {
			return servers
		}
	}
	return op.document.Servers()
}

// Name returns the operationId, or method and path template if there is none.
func (op *Operation) Name() string {
	return cmp.Or(op.ID, op.Method+" "+op.PathTemplate)
}
