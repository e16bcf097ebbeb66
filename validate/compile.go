package validate

import (
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/getkin/kin-openapi/openapi3"
)

// An operation is an Operation with what judging needs.
type operation struct {
	Operation
	index     int // among the contract's operations
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
	codes     *spec.ErrorTable   // nil: the document has no error table
	dialect31 *explain.Dialect31 // nil: OpenAPI 3.0
	responses map[*spec.Response]*response
	prover    *prover
}

func compile(doc *document.Document) (*Contract, error) {
	c := &compiler{doc: doc, responses: make(map[*spec.Response]*response), prover: newProver()}
	if !doc.Spec.Is30() {
		c.dialect31 = explain.New31(doc)
	}
	if err := checkServers(doc.Spec.Servers()); err != nil {
		return nil, err
	}
	var err error
	if c.codes, err = doc.Spec.ErrorTable(); err != nil {
		return nil, err
	}
	if c.codes != nil {
		if c.table, err = newErrorTable(doc, c.codes); err != nil {
			return nil, err
		}
	}
	operations, err := c.operations()
	if err != nil {
		return nil, err
	}
	return &Contract{doc: doc, title: doc.Spec.Title(), version: doc.Spec.APIVersion(), source: doc.Spec.Name(),
		servers: spec.MatchURLs(doc.Spec.Servers()), operations: operations, table: c.table, prover: c.prover,
		members: sync.OnceValue(func() map[string]bool { return memberNames(doc.Spec) })}, nil
}

func (c *compiler) operations() ([]*operation, error) {
	var all []*operation
	for _, op := range c.doc.Spec.Operations() {
		compiled, err := c.operation(op)
		if err != nil {
			return nil, err
		}
		compiled.index = len(all)
		all = append(all, compiled)
	}
	return all, nil
}

func (c *compiler) operation(op *spec.Operation) (*operation, error) {
	compiled := &operation{
		Operation: Operation{ID: op.ID, Method: op.Method, PathTemplate: op.PathTemplate, Summary: op.Summary, Tags: op.Tags},
		place:     op.Node.Location(),
		responses: make(map[string]*response),
	}
	for _, owner := range []*spec.Node{op.PathItem, op.Node} {
		servers := spec.ServersOf(owner)
		if err := checkServers(servers); err != nil {
			return nil, err
		}
		if owner.Member("servers") != nil {
			compiled.servers = spec.MatchURLs(servers)
		}
	}
	for _, r := range op.Responses() {
		if !spec.IsResponseKey(r.Key) {
			return nil, op.Node.At("responses", r.Key).Errorf("%q is no status code, no range such as 4XX, and not default", r.Key)
		}
		library := c.doc.Response(op, r.Key)
		if library == nil {
			return nil, op.Node.At("responses", r.Key).Errorf("the response cannot be read")
		}
		compiledResponse, err := c.response(r, library)
		if err != nil {
			return nil, err
		}
		compiled.add(r.Key, compiledResponse)
		compiled.Statuses = append(compiled.Statuses, r.Key)
	}
	return compiled, nil
}

// response compiles a response, which kin-openapi knows as library.
func (c *compiler) response(r *spec.Response, library *openapi3.Response) (*response, error) {
	if known, ok := c.responses[r]; ok {
		return known, nil
	}
	compiled := &response{key: r.Key, place: r.Node.Location()}
	for _, m := range r.Media {
		media, err := c.media(r, m, library.Content[m.Name])
		if err != nil {
			return nil, err
		}
		compiled.media = append(compiled.media, media)
	}
	for _, documented := range r.Headers {
		h, err := c.header(documented, library.Headers[documented.Name])
		if err != nil {
			return nil, err
		}
		if h != nil {
			compiled.headers = append(compiled.headers, h)
		}
	}
	c.responses[r] = compiled
	return compiled, nil
}

func (c *compiler) media(r *spec.Response, documented *spec.MediaType, library *openapi3.MediaType) (*media, error) {
	essence, _ := mediaType(documented.Name)
	m := &media{name: essence, place: documented.Node.Location()}
	if documented.Schema == nil || !mediatype.MayBeJSON(essence) {
		return m, nil
	}
	schema, err := c.schema(library.Schema, documented.Schema.Location())
	if err != nil {
		return nil, err
	}
	m.schema = schema
	if c.codes != nil {
		roles := c.codes.Roles(c.doc.Spec, r.Key, documented)
		m.envelope, m.ownError = roles.Envelope, roles.OwnError
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

// checkServers refuses URLs that no request can match.
func checkServers(servers []spec.Server) error {
	for i := range servers {
		if err := route.CheckServer(servers[i].MatchURL()); err != nil {
			return servers[i].Node.Member("url").Errorf("%v", err)
		}
	}
	return nil
}

// statusOf is the status of a response key; 0 for a range and for default.
func statusOf(key string) int {
	status, _ := strconv.Atoi(key)
	return status
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
