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

// Methods returns the members of a Path Item Object that are operations in the document's
// version of OpenAPI.
func (d *Document) Methods() []string {
	if d.isLater() {
		return laterMethods
	}
	return methods
}

var (
	methods      = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}
	laterMethods = append(slices.Clone(methods), "query") // OpenAPI 3.2
)

// isLater reports whether the document is of a version later than OpenAPI 3.1.
func (d *Document) isLater() bool {
	version := d.root.Member("openapi").Text()
	return !strings.HasPrefix(version, "3.0") && !strings.HasPrefix(version, "3.1")
}

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
		for _, method := range d.Methods() {
			operation := node.Member(method) // may stand beside a reference (OpenAPI 3.1)
			if operation == nil {
				operation = item.Member(method)
			}
			if operation != nil {
				all = append(all, d.newOperation(template, method, item, operation))
			}
		}
		if d.isLater() {
			for method, operation := range item.Member("additionalOperations").Members() {
				all = append(all, d.newOperation(template, method, item, operation))
			}
		}
	}
	slices.SortFunc(all, func(a, b *Operation) int {
		return cmp.Or(strings.Compare(a.PathTemplate, b.PathTemplate), strings.Compare(a.Method, b.Method))
	})
	return all
}

// UnreadablePaths returns the path templates of which no operation is known, because the
// reference to the Path Item Object leads nowhere, or something else stands there.
func (d *Document) UnreadablePaths() []string {
	var templates []string
	for template, node := range d.root.Member("paths").Members() {
		if item := d.Follow(node); strings.HasPrefix(template, "/") && !item.Is(Object) && !item.Is(Null) {
			templates = append(templates, template)
		}
	}
	return templates
}

// newOperation follows the reference that many documents have in place of an operation,
// although OpenAPI has none there.
func (d *Document) newOperation(template, method string, item, from *Node) *Operation {
	node := d.Follow(from)
	if node == nil {
		node = from
	}
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

// ResponseKeys returns the keys of the documented responses, in the order of the text.
func (op *Operation) ResponseKeys() (keys []string) {
	for key := range op.document.Follow(op.Node.Member("responses")).Members() {
		if !strings.HasPrefix(key, "x-") {
			keys = append(keys, key)
		}
	}
	return keys
}

// Unusable reports whether the document does not say which responses the operation has:
// what should say it is missing, of another type, or behind a reference that leads
// nowhere. OpenAPI 3.1 allows an operation to have no responses.
func (op *Operation) Unusable() bool {
	responses := op.Node.Member("responses")
	switch {
	case op.Node.Is(Null), op.Node.Is(Object) && responses == nil && op.Node.Member("$ref") == nil:
		return op.document.Is30()
	case responses == nil:
		return true
	}
	return !op.document.Follow(responses).Is(Object)
}

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
	for key, node := range op.document.Follow(op.Node.Member("responses")).Members() {
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
