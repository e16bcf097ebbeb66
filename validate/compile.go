package validate

import (
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/getkin/kin-openapi/openapi3"
)

// An operation is an Operation with what judging needs.
type operation struct {
	Operation
	place     document.Place
	servers   []string // its own or its path's, if the document gives any
	responses map[string]*response
	statuses  []statusResponse // those of responses with a status of their own
	numbers   [64]uint8        // of statuses, from 1, by the lowest bits of the status, as far as they differ
}

type statusResponse struct {
	status int
	*response
}

// A response is what the document says of one status of an operation. Responses
// that operations share by reference are compiled once.
type response struct {
	key     string // "404", "4XX" or "default"
	place   document.Place
	media   []*media
	headers []*header
	sealed  bool // it documents header fields that are not known here
}

// A media is a media type of a response.
type media struct {
	name   string // lower case, without parameters: "application/json", "text/*"
	place  document.Place
	schema explain.Schema // nil: anything goes
	lower  func() *accept.Schema
	proof  func() *proof // nil: there is no schema to prove
	// envelope: the schema has a place for the error code, so that content
	// without one is no error response.
	envelope bool
	// ownError: the schema has a member of its own where the envelope's error
	// object would stand.
	ownError bool
}

// compiler turns a document into a Contract.
type compiler struct {
	doc       *document.Document
	table     *errorTable
	dialect31 *explain.Dialect31 // nil: OpenAPI 3.0
	responses map[*openapi3.Response]*response
	prover    *prover
}

func compile(doc *document.Document) (*Contract, error) {
	c := &compiler{doc: doc, responses: make(map[*openapi3.Response]*response), prover: newProver()}
	if doc.IsOpenAPI31OrLater() {
		c.dialect31 = explain.New31(doc)
	}
	table, err := readTable(doc)
	if err != nil {
		return nil, err
	}
	c.table = table
	if err := c.checkServers(doc.Servers, doc.Root().Child("servers")); err != nil {
		return nil, err
	}
	operations, err := c.operations()
	if err != nil {
		return nil, err
	}
	if table != nil {
		if err := table.complete(doc); err != nil {
			return nil, err
		}
	}
	return &Contract{doc: doc, title: doc.Info.Title, version: doc.Info.Version, source: doc.Name,
		servers: serverURLs(doc.Servers), operations: operations, table: table, prover: c.prover,
		members: sync.OnceValue(func() map[string]bool { return memberNames(doc) })}, nil
}

func (c *compiler) operations() ([]*operation, error) {
	var all []*operation
	root := c.doc.Root().Child("paths")
	for template, item := range sorted(c.doc.Paths.Map()) {
		place := c.doc.Follow(root.Child(template), item.Ref)
		for method, op := range sorted(item.Operations()) {
			compiled, err := c.operation(template, method, item, op, place.Child(strings.ToLower(method)))
			if err != nil {
				return nil, err
			}
			all = append(all, compiled)
		}
	}
	return all, nil
}

// sorted yields a map in the order of its keys: what is compiled first is what
// findings point to, in every run.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}

func (c *compiler) operation(template, method string, item *openapi3.PathItem, op *openapi3.Operation, place document.Place) (*operation, error) {
	compiled := &operation{
		Operation: Operation{ID: op.OperationID, Method: method, PathTemplate: template, Summary: op.Summary, Tags: op.Tags},
		place:     place,
		responses: make(map[string]*response),
	}
	compiled.servers = serverURLs(item.Servers)
	if err := c.checkServers(item.Servers, c.doc.Follow(c.doc.Root().Child("paths", template), item.Ref).Child("servers")); err != nil {
		return nil, err
	}
	if op.Servers != nil {
		compiled.servers = serverURLs(*op.Servers)
		if err := c.checkServers(*op.Servers, place.Child("servers")); err != nil {
			return nil, err
		}
	}
	for key, ref := range sorted(op.Responses.Map()) {
		if !isResponseKey(key) {
			return nil, c.doc.Errorf(place.Child("responses", key), "%q is no status code, no range such as 4XX, and not default", key)
		}
		r, err := c.response(key, ref, place.Child("responses", key))
		if err != nil {
			return nil, err
		}
		compiled.add(key, r)
	}
	compiled.Statuses = slices.Sorted(maps.Keys(op.Responses.Map()))
	return compiled, nil
}

func (c *compiler) response(key string, ref *openapi3.ResponseRef, place document.Place) (*response, error) {
	place = c.doc.Follow(place, ref.Ref)
	if known, ok := c.responses[ref.Value]; ok && known.key == key {
		return known, nil
	}
	r := &response{key: key, place: place}
	for name, content := range sorted(ref.Value.Content) {
		m, err := c.media(key, name, content, place.Child("content", name))
		if err != nil {
			return nil, err
		}
		r.media = append(r.media, m)
	}
	for name, header := range sorted(ref.Value.Headers) {
		h, err := c.header(name, header, place.Child("headers", name))
		if err != nil {
			return nil, err
		}
		if h != nil {
			r.headers = append(r.headers, h)
		}
	}
	c.responses[ref.Value] = r
	return r, nil
}

func (c *compiler) media(key, name string, content *openapi3.MediaType, place document.Place) (*media, error) {
	essence, _ := mediaType(name)
	m := &media{name: essence, place: place}
	if content.Schema == nil || !mediatype.MayBeJSON(essence) {
		return m, nil
	}
	place = place.Child("schema")
	schema, err := c.schema(content.Schema, place)
	if err != nil {
		return nil, err
	}
	m.schema = schema
	if c.table != nil {
		c.table.learn(c.doc, m, key, content.Schema, place)
	}
	m.lower = func() *accept.Schema { return c.prover.lowering.Schema(schema) }
	m.proof = sync.OnceValue(func() *proof { return c.prover.prepare(m, c.table) })
	return m, nil
}

func (c *compiler) schema(ref *openapi3.SchemaRef, place document.Place) (explain.Schema, error) {
	if c.dialect31 == nil {
		return explain.New30(c.doc, ref, place), nil
	}
	schema, err := c.dialect31.Schema(place)
	if err != nil {
		return nil, c.doc.Errorf(place, "the schema cannot be compiled: %v", err)
	}
	return schema, nil
}

// isResponseKey follows OpenAPI, Responses Object.
func isResponseKey(key string) bool {
	upper := strings.ToUpper(key)
	return upper == "DEFAULT" || len(key) == 3 && '1' <= key[0] && key[0] <= '5' && (upper[1:] == "XX" || digits(key))
}

// statusOf is the status of a response key; 0 for a range and for default.
func statusOf(key string) int {
	status, _ := strconv.Atoi(key)
	return status
}

// checkServers refuses URLs that nothing could be matched with.
func (c *compiler) checkServers(servers openapi3.Servers, place document.Place) error {
	for i, s := range servers {
		if err := route.CheckServer(serverURL(s)); err != nil {
			return c.doc.Errorf(place.Child(strconv.Itoa(i), "url"), "%v", err)
		}
	}
	return nil
}

func serverURLs(servers openapi3.Servers) []string {
	var urls []string
	for _, s := range servers {
		urls = append(urls, serverURL(s))
	}
	return urls
}

// serverURL puts the default of each variable that stands for the scheme in its
// place; the others stay, and match any text.
func serverURL(s *openapi3.Server) string {
	prefix, rest, found := strings.Cut(s.URL, "://")
	if !found {
		return s.URL
	}
	for name, variable := range s.Variables {
		prefix = strings.ReplaceAll(prefix, "{"+name+"}", variable.Default)
	}
	return prefix + "://" + rest
}

// add enters the response of a key.
func (op *operation) add(key string, r *response) {
	op.responses[strings.ToUpper(key)] = r
	if status := statusOf(key); status != 0 {
		op.statuses = append(op.statuses, statusResponse{status, r})
		if n := len(op.statuses); n <= math.MaxUint8 {
			op.numbers[status&63] = uint8(n)
		}
	}
}

// response returns what the document says of a status: its own response, its
// range's, or the default (OpenAPI, Responses Object).
func (op *operation) response(status int) *response {
	if i := int(op.numbers[status&63]); 0 < i && i <= len(op.statuses) && op.statuses[i-1].status == status {
		return op.statuses[i-1].response // nearly always
	}
	for i := range op.statuses {
		if op.statuses[i].status == status {
			return op.statuses[i].response
		}
	}
	if len(op.responses) == len(op.statuses) {
		return nil
	}
	if r := op.responses[strconv.Itoa(status)[:1]+"XX"]; r != nil {
		return r
	}
	return op.responses["DEFAULT"]
}
