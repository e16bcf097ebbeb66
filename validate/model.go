package validate

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/spec"
)

// A model is what a validator makes of its contract: the operations, the responses
// that they document and the compiled schemas, each when it is first needed. A
// document may have thousands of them, of which a capture shows a few.
type model struct {
	contract   *Contract
	schemas    *schema.Compiler
	engine     *engine
	operations []*operation

	mu        sync.Mutex
	responses map[*spec.Response]*response // shared by reference
}

func newModel(c *Contract, options schemaengine.Options) *model {
	m := &model{contract: c, responses: make(map[*spec.Response]*response)}
	m.engine = newEngine(options)
	m.schemas = schemaengine.NewCompiler(c.doc, options)
	for i, op := range c.doc.Operations() {
		m.operations = append(m.operations, &operation{model: m, index: i, source: op, Operation: newOperation(op)})
	}
	return m
}

// An operation is an Operation with what checking needs. All but the Operation's
// own fields is made by load.
type operation struct {
	Operation
	model  *model
	index  int // among the model's operations
	source *spec.Operation

	once      sync.Once
	unusable  bool // its responses cannot be read
	silent    bool // it documents no responses, which OpenAPI 3.1 allows
	responses []*response
	statuses  []statusResponse // those of responses with a status of their own
	numbers   [64]uint8        // of statuses, from 1, by the lowest bits of the status, as far as they differ
}

type statusResponse struct {
	status int
	*response
}

// load reads the operation's responses, once.
func (op *operation) load() {
	op.once.Do(func() {
		op.unusable = op.source.Unusable()
		op.silent = !op.unusable && op.source.Node.Member("responses") == nil
		for _, r := range op.source.Responses() {
			if spec.IsResponseKey(r.Key) {
				op.add(op.model.response(r))
			}
		}
	})
}

// add enters a response.
func (op *operation) add(r *response) {
	op.Statuses = append(op.Statuses, r.key)
	op.responses = append(op.responses, r)
	if status := statusOf(r.key); status != 0 {
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
	return spec.FindResponse(op.responses, status, func(r *response) string { return r.key })
}

// location returns where the operation's responses stand.
func (op *operation) location() spec.Location { return op.source.Node.Location().Child("responses") }

// A response is what the document says of one status of an operation. Responses
// that operations share by reference are one.
type response struct {
	key     string     // "404", "4XX" or "default"
	node    *spec.Node // nil: the reference to it leads nowhere
	media   []*media
	headers []*header
	// unread are the reasons for which a part of the response cannot be read.
	unread []UncheckedReason
	// unknownBody: the document does not say whether there is a body.
	unknownBody bool

	keys        []mediatype.Type // of media
	namesDiffer bool             // no two entries of media are of one type, and none has parameters
}

// statusOf is the status of a response key; 0 for a range and for default.
func statusOf(key string) int {
	status, _ := strconv.Atoi(key)
	return status
}

func (m *model) response(from *spec.Response) *response {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.responses[from]; r != nil {
		return r
	}
	r := &response{key: from.Key, node: from.Node, unknownBody: from.HasUnknownBody()}
	if from.BadReference {
		r.unread = append(r.unread, UncheckedReference)
	}
	if from.BadMember {
		r.unread = append(r.unread, UncheckedKeyword)
	}
	for _, documented := range from.Media {
		r.addMedia(m.media(from, documented))
	}
	for _, documented := range from.Headers {
		if h := m.header(documented); h != nil {
			r.headers = append(r.headers, h)
		}
	}
	m.responses[from] = r
	return r
}

// location returns where the response, or a part of it, stands.
func (r *response) location(tokens ...string) spec.Location {
	return r.node.Location().Child(tokens...)
}

// A media is a media type of a response.
type media struct {
	name       string     // lower case, without parameters: "application/json", "text/*"
	documented string     // as the document writes it
	node       *spec.Node // the Media Type Object
	// schema returns the schema of bodies; nil if there is none.
	schema func() *schema.Schema
	// matcher returns what tells bodies that surely conform; nil if nothing does.
	matcher func() *bodyMatcher
	// envelope: the schema has a member for the error code, so that a body
	// without one is no error response.
	envelope bool
	// memberLists returns which members the objects of an error have, as far as others
	// are allowed.
	memberLists func() []memberList
	// ownError: the schema has a member of its own where the envelope's error
	// object would stand.
	ownError bool
}

func (m *model) media(r *spec.Response, documented *spec.MediaType) *media {
	result := &media{name: documented.Essence(), documented: documented.Name, node: documented.Node}
	if documented.Schema == nil {
		return result
	}
	result.schema = sync.OnceValue(func() *schema.Schema { return m.schemas.Schema(documented.Schema) })
	if !mediatype.MayBeJSON(result.name) {
		return result
	}
	if codes, _ := m.contract.doc.ErrorTable(); codes != nil {
		roles := codes.Roles(m.contract.doc, r.Key, documented)
		result.envelope, result.ownError = roles.Envelope, roles.OwnError
		result.memberLists = sync.OnceValue(func() []memberList {
			return m.contract.table.openMemberLists(m.contract.doc, documented)
		})
	}
	result.matcher = sync.OnceValue(func() *bodyMatcher {
		return m.engine.newBodyMatcher(result, m.contract.table)
	})
	return result
}

// location returns where the media type's schema stands.
func (m *media) location() spec.Location { return m.node.Location().Child("schema") }

// usedHeaders are the response headers that results depend on.
type usedHeaders struct {
	names   []string
	lengths uint64 // a bit for each length of a name
}

// usedHeaders collects the headers that any response documents.
func (m *model) usedHeaders() usedHeaders {
	seen := map[string]bool{"Content-Type": true, retryAfter: true, "Access-Control-Allow-Methods": true}
	for _, op := range m.operations {
		for _, r := range op.source.Responses() {
			for _, h := range r.Headers {
				seen[h.Name] = true
			}
		}
	}
	var used usedHeaders
	for name := range seen {
		used.names = append(used.names, name)
		used.lengths |= lengthBit(name)
	}
	return used
}

func lengthBit(name string) uint64 { return 1 << (len(name) & 63) }

// have reports whether a name, in any case, is one of the headers.
func (u *usedHeaders) have(name string) bool {
	if u.lengths&lengthBit(name) == 0 {
		return false
	}
	f := Field{Name: name}
	return slices.ContainsFunc(u.names, f.is)
}

// servers returns the URLs of the servers that the operation or its path gives
// itself; none if the document's apply.
func (op *operation) servers() []string {
	for _, owner := range []*spec.Node{op.source.Node, op.source.PathItem} {
		if owner.Member("servers") != nil {
			return spec.MatchURLs(spec.ServersOf(owner))
		}
	}
	return nil
}
